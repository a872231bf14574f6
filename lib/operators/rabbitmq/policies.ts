import type { Construct } from 'constructs';
import type { Finding } from '../../core/diagnostics';
import { checkExpression } from './expression-check';
import { checkWholeNumber } from './key-values';
import { checkPolicyKeys } from './policy-key-checks';
import type { RabbitmqClusterProps, RabbitmqPolicy } from './props';
import { topologyId, topologyObject, vhostOf } from './topology';
import { imageVersion, isAtLeast } from './version';
import { checkVhost } from './vhost-check';

/** Creates a Policy for each policy, from which the messaging topology operator configures the cluster. */
export function createPolicies(scope: Construct, props: RabbitmqClusterProps): void {
  // The second of two equal ones is reported.
  const policies = (props.policies ?? []).filter((policy, index) => firstWithName(props, policy) === index);
  for (const policy of policies) createPolicy(scope, props, policy);
}

function createPolicy(scope: Construct, props: RabbitmqClusterProps, policy: RabbitmqPolicy): void {
  const { applyTo = 'all', definition, name, pattern, priority = 0 } = policy;
  const spec = { name, pattern, definition, priority, applyTo, vhost: vhostOf(props, policy) };
  topologyObject(scope, props, 'Policy', topologyId(props, name, policy), spec);
}

/** Checks names, numbers and keys of policies. */
export function checkPolicies(props: RabbitmqClusterProps): Finding[] {
  return (props.policies ?? []).flatMap((policy, index) => {
    const at = (...keys: readonly string[]) => ['policies', String(index), ...keys];
    return [
      ...checkPolicyName(policy, firstWithName(props, policy) < index, at('name')),
      ...(policy.vhost === undefined ? [] : checkVhost(policy.vhost, at('vhost'))),
      ...checkNumbers(policy, at),
      ...checkContent(policy, at),
      ...(policy.pattern === '' ? [] : checkExpression(policy.pattern, at('pattern'))),
      ...checkPolicyKeys(policy, props.image, at),
      ...checkMirroring(props, policy, at('definition')),
    ];
  });
}

/** RabbitMQ keeps a policy by its name within its virtual host. */
function firstWithName(props: RabbitmqClusterProps, policy: RabbitmqPolicy): number {
  const vhost = vhostOf(props, policy);
  return (props.policies ?? []).findIndex((other) => other.name === policy.name && vhostOf(props, other) === vhost);
}

function checkPolicyName({ name }: RabbitmqPolicy, isTaken: boolean, setting: readonly string[]): Finding[] {
  // The HTTP API takes dots for parts of its path.
  const isText = name.trim() === name && name.length > 0 && name.length <= 255 && !/^\.{1,2}$|\p{Cc}/u.test(name);
  if (!isTaken && isText) return [];
  return [
    {
      id: 'rabbitmq-policy-name',
      setting,
      message: `name must be unique in its virtual host, of 1 to 255 characters, other than '.' and '..', without control characters and outer spaces; got '${name}'`,
      hint: isTaken ? 'merge both policies, or give each another name' : "write a name such as 'short-queues'",
    },
  ];
}

/** RabbitMQ refuses a policy that matches by an empty pattern or changes nothing. */
function checkContent({ definition, pattern }: RabbitmqPolicy, at: (key: string) => readonly string[]): Finding[] {
  const missing = [
    ...(pattern === '' ? [{ key: 'pattern', hint: "write '.*' for everything" }] : []),
    ...(Object.keys(definition).length === 0 ? [{ key: 'definition', hint: 'write what it sets, or remove it' }] : []),
  ];
  return missing.map(({ hint, key }) => ({
    id: 'rabbitmq-policy-content',
    setting: at(key),
    message: `${key} of a policy must not be empty; got none`,
    hint,
  }));
}

function checkNumbers(
  { definition, priority = 0 }: RabbitmqPolicy,
  at: (...keys: readonly string[]) => readonly string[],
): Finding[] {
  return [
    ...checkWholeNumber(priority, at('priority')),
    ...Object.entries(definition).flatMap(([key, value]) =>
      typeof value === 'number' ? checkWholeNumber(value, at('definition', key)) : [],
    ),
  ];
}

function checkMirroring(
  { image }: RabbitmqClusterProps,
  { definition, name }: RabbitmqPolicy,
  setting: readonly string[],
): Finding[] {
  const keys = Object.keys(definition).filter((key) => key.startsWith('ha-'));
  if (keys.length === 0 || !imageVersion(image) || !isAtLeast(image, 4, 0)) return [];
  return [
    {
      id: 'rabbitmq-mirroring',
      setting,
      message: `definition of policy '${name}' must not mirror queues from RabbitMQ 4 on (${image.tag}); got ${keys.join(', ')}`,
      hint: 'remove the policy: queues are quorum queues by default, which are replicated',
    },
  ];
}
