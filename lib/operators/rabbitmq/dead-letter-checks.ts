import type { Finding } from '../../core/diagnostics';
import { appliedPolicy } from './applied-policy';
import { quoted } from './key-values';
import type { RabbitmqClusterProps, RabbitmqPolicy } from './props';
import { vhostOf } from './topology';
import { type At, builtInExchanges, each } from './topology-list';
import type { RabbitmqArguments, RabbitmqQueue } from './topology-props';

/**
 * Checks that dead letters of queues arrive. RabbitMQ accepts a strategy that it then replaces by another one, or an exchange that does
 * not exist, and drops the messages.
 *
 * @see https://www.rabbitmq.com/docs/quorum-queues#dead-lettering
 */
export function checkDeadLetters(props: RabbitmqClusterProps): Finding[] {
  const { policies = [], topology: { exchanges = [], queues = [] } = {} } = props;
  return [
    ...each(queues, 'queues').flatMap(({ item, at }) => [
      ...checkQueue(item, appliedPolicy(props, item), at),
      ...checkExchange(props, item, 'x-dead-letter-exchange', item.arguments, at('arguments')),
    ]),
    ...each(exchanges, 'exchanges').flatMap(({ item, at }) =>
      checkExchange(props, item, 'alternate-exchange', item.arguments, at('arguments')),
    ),
    ...policies.flatMap((policy, index) => {
      const setting = ['policies', String(index), 'definition'];
      const own = queues.filter((queue) => appliedPolicy(props, queue) === policy);
      return [
        ...checkPolicy(policy, own, setting),
        ...(['dead-letter-exchange', 'alternate-exchange'] as const).flatMap((key) =>
          checkExchange(props, policy, key, policy.definition, setting),
        ),
      ];
    }),
  ];
}

/** Arguments of a queue take precedence over its policy, except the overflow, for which it is the other way round. */
function checkQueue(
  { arguments: given = {}, type = 'quorum' }: RabbitmqQueue,
  policy: RabbitmqPolicy | undefined,
  at: At,
) {
  const strategy = given['x-dead-letter-strategy'];
  if (strategy === undefined || type !== 'quorum') return [];
  const definition = policy?.definition ?? {};
  const setting = at('arguments', 'x-dead-letter-strategy');
  if ((given['x-dead-letter-exchange'] ?? definition['dead-letter-exchange']) === undefined) {
    return [withoutExchange(setting, strategy, "write 'x-dead-letter-exchange' as well")];
  }
  const overflow = definition['overflow'] ?? given['x-overflow'];
  if (strategy !== 'at-least-once' || overflow === 'reject-publish') return [];
  const origin = definition['overflow'] === undefined ? '' : ` of policy '${policy?.name ?? ''}'`;
  return [
    atMostOnce(setting, overflow, origin, origin === '' ? "write 'x-overflow': 'reject-publish' as well" : undefined),
  ];
}

/** Keys of a policy that need another one, which the queues of the program may have as an argument. */
function checkPolicy(
  { definition }: RabbitmqPolicy,
  queues: readonly RabbitmqQueue[],
  at: readonly string[],
): Finding[] {
  const haveAll = (accepts: (given: RabbitmqArguments) => boolean) =>
    queues.length > 0 && queues.every(({ arguments: given = {} }) => accepts(given));
  const hasExchange =
    definition['dead-letter-exchange'] !== undefined ||
    haveAll((given) => given['x-dead-letter-exchange'] !== undefined);
  const { overflow } = definition;
  const rejects =
    overflow === 'reject-publish' ||
    (overflow === undefined && haveAll((given) => given['x-overflow'] === 'reject-publish'));
  const strategy = definition['dead-letter-strategy'];
  return [
    ...(['dead-letter-routing-key', 'dead-letter-strategy'] as const)
      .filter((key) => definition[key] !== undefined && !hasExchange)
      .map((key) => withoutExchange([...at, key], definition[key] ?? '', "write 'dead-letter-exchange' as well")),
    ...(strategy === 'at-least-once' && hasExchange && !rejects
      ? [atMostOnce([...at, 'dead-letter-strategy'], overflow, '', "write overflow: 'reject-publish' in the policy")]
      : []),
  ];
}

function withoutExchange(setting: readonly string[], value: boolean | number | string, hint: string): Finding {
  return {
    id: 'rabbitmq-dead-letter',
    setting,
    message: `${setting.at(-1)} must be set together with a dead-letter exchange, without which no message is dead-lettered; got ${quoted(value)}`,
    hint: `${hint}, or remove it`,
  };
}

function atMostOnce(
  setting: readonly string[],
  overflow: boolean | number | string | undefined,
  origin: string,
  hint = "set overflow 'reject-publish' in the policy, which takes precedence over the argument",
): Finding {
  const given = overflow === undefined ? "none, which is 'drop-head'" : `${quoted(overflow)}${origin}`;
  return {
    id: 'rabbitmq-dead-letter',
    setting,
    message: `${setting.at(-1)} 'at-least-once' must be set together with overflow 'reject-publish', without which it is 'at-most-once'; got ${given}`,
    hint,
  };
}

/** An exchange that messages go to. Exchanges of an improvado cluster cannot be declared. */
function checkExchange(
  props: RabbitmqClusterProps,
  item: { readonly vhost?: string },
  key: string,
  given: RabbitmqArguments = {},
  at: readonly string[],
): Finding[] {
  const name = given[key];
  // Another type is reported as a wrong value. The default exchange has an empty name.
  if (typeof name !== 'string' || name === '' || Object.hasOwn(builtInExchanges, name)) return [];
  const { exchanges = [] } = props.topology ?? {};
  const vhost = vhostOf(props, item);
  const declared = exchanges.filter((exchange) => vhostOf(props, exchange) === vhost);
  if (declared.some((exchange) => exchange.name === name)) return [];
  return [
    {
      id: 'rabbitmq-undeclared-exchange',
      setting: [...at, key],
      message: `${key} must be an exchange of the virtual host '${vhost}' (${declared.map((one) => one.name).join(', ') || 'none is declared'}); got '${name}'`,
      hint: `add { name: '${name}', type: 'fanout' } to exchanges of topology, and a binding to a queue: RabbitMQ drops the messages otherwise`,
    },
  ];
}
