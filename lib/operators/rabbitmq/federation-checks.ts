import type { Finding } from '../../core/diagnostics';
import { matches } from './applied-policy';
import { checkExpression, expressionFault } from './expression-check';
import { quoted, name as nameValues } from './key-values';
import type { RabbitmqClusterProps, RabbitmqPolicy } from './props';
import { vhostOf } from './topology';

/** Keys of a policy that name the clusters from which messages come. */
const keys = ['federation-upstream', 'federation-upstream-pattern', 'federation-upstream-set'] as const;

/**
 * Checks keys of federation in policies, of which RabbitMQ accepts one in each.
 *
 * @see https://github.com/rabbitmq/rabbitmq-server/blob/v4.3.5/deps/rabbitmq_federation_common/src/rabbit_federation_parameters.erl
 */
export function checkFederations({ policies = [] }: RabbitmqClusterProps): Finding[] {
  return policies.flatMap(({ applyTo = 'all', definition }, index) => {
    const [first, ...others] = given(definition);
    if (first === undefined) return [];
    const at = (key: string) => ['policies', String(index), 'definition', key];
    const value = definition[first] ?? '';
    return [
      ...others.map((key) =>
        wrongKey(at(key), `not be in a policy with ${first}`, definition[key] ?? '', 'write two policies, or one key'),
      ),
      ...(applyTo === 'streams'
        ? [
            wrongKey(
              at(first),
              'be in a policy of exchanges or queues other than streams',
              'streams',
              'correct applyTo',
            ),
          ]
        : []),
      ...(nameValues.accepts(value) ? [] : [wrongValue(at(first), `be ${nameValues.words}`, value)]),
      ...(first === 'federation-upstream-pattern' && nameValues.accepts(value)
        ? checkExpression(String(value), at(first))
        : []),
    ];
  });
}

function given(definition: RabbitmqPolicy['definition']) {
  return keys.filter((key) => definition[key] !== undefined);
}

/** Checks that upstreams exist: no message comes from another one, and without any the plugin is off and RabbitMQ refuses the key. */
export function checkUpstreams(props: RabbitmqClusterProps): Finding[] {
  const { policies = [], topology: { federations = [] } = {} } = props;
  return policies.flatMap((policy, index) => {
    const vhost = vhostOf(props, policy);
    const upstreams = federations.filter((one) => vhostOf(props, one) === vhost).map(({ name }) => name);
    return given(policy.definition).flatMap((key) => {
      const value = policy.definition[key];
      if (typeof value !== 'string' || value === '' || isKnown(key, value, upstreams)) return [];
      const constraint =
        key === 'federation-upstream-set'
          ? "be 'all', with a federation of the virtual host"
          : `${key === 'federation-upstream' ? 'be' : 'match'} a federation of the virtual host (${upstreams.join(', ') || 'none'})`;
      return [wrongValue(['policies', String(index), 'definition', key], constraint, value)];
    });
  });
}

function isKnown(key: (typeof keys)[number], value: string, upstreams: readonly string[]): boolean {
  if (key === 'federation-upstream') return upstreams.includes(value);
  if (key === 'federation-upstream-set') return value === 'all' && upstreams.length > 0;
  // A wrong expression is reported as one.
  return expressionFault(value) !== undefined || upstreams.some((upstream) => matches(value, upstream));
}

type Value = RabbitmqPolicy['definition'][string];

function wrongKey(setting: readonly string[], constraint: string, value: Value, hint: string): Finding {
  return {
    id: 'rabbitmq-policy-key',
    setting,
    message: `${setting.at(-1)} must ${constraint}; got ${quoted(value)}`,
    hint,
  };
}

function wrongValue(setting: readonly string[], constraint: string, value: Value): Finding {
  return {
    id: 'rabbitmq-policy-value',
    setting,
    message: `${setting.at(-1)} must ${constraint}; got ${quoted(value)}`,
    hint: 'name an entry of federations of topology, which creates the upstream and enables the plugin',
  };
}
