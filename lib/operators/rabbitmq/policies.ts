import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { contentHash } from '../../core/content-hash';
import type { Finding } from '../../core/diagnostics';
import { objectLabels } from './endpoint';
import { type RabbitmqClusterProps, rabbitmqDefaults, type RabbitmqPolicy } from './props';
import { imageVersion, isAtLeast } from './version';

/** Creates a Policy for each policy, from which the messaging topology operator configures the cluster. */
export function createPolicies(scope: Construct, props: RabbitmqClusterProps): void {
  // The second of two equal ones is reported.
  const policies = (props.policies ?? []).filter((policy, index) => firstWithName(props, policy) === index);
  for (const policy of policies) createPolicy(scope, props, policy);
}

function createPolicy(scope: Construct, props: RabbitmqClusterProps, policy: RabbitmqPolicy): void {
  const { applyTo = 'all', definition, name, pattern, priority = 0 } = policy;
  const vhost = policyVhost(props, policy);
  const id = policyId(props, policy);
  new ApiObject(scope, `Policy-${id}`, {
    apiVersion: 'rabbitmq.com/v1beta1',
    kind: 'Policy',
    metadata: { name: `${props.name}-${id}`, namespace: props.namespace, labels: objectLabels(props.name) },
    spec: { name, pattern, definition, priority, applyTo, vhost, rabbitmqClusterReference: { name: props.name } },
  });
}

/**
 * Returns the name of a policy in the names of Kubernetes objects, which have lower-case letters, digits and hyphens only. A
 * changed name, and a policy of another virtual host, is distinguished by a hash: `ha-all-1f0c2d3e4a` for `HA_all`.
 */
function policyId(props: RabbitmqClusterProps, policy: RabbitmqPolicy): string {
  const { name } = policy;
  const vhost = policyVhost(props, policy);
  const isOwnVhost = vhost === clusterVhost(props);
  if (isOwnVhost && name.length <= 150 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name)) return name;
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 150)
    .replace(/^-+|-+$/g, '');
  return [readable, contentHash(isOwnVhost ? [name] : [name, vhost])].filter((part) => part !== '').join('-');
}

/** Checks names, numbers and keys of policies. */
export function checkPolicies(props: RabbitmqClusterProps): Finding[] {
  return (props.policies ?? []).flatMap((policy, index) => {
    const at = (...keys: readonly string[]) => ['policies', String(index), ...keys];
    return [
      ...checkPolicyName(policy, firstWithName(props, policy) < index, at('name')),
      ...(policy.vhost === undefined ? [] : checkVhost(policy.vhost, at('vhost'))),
      ...checkNumbers(policy, at),
      ...checkMirroring(props, policy, at('definition')),
    ];
  });
}

/** RabbitMQ keeps a policy by its name within its virtual host. */
function firstWithName(props: RabbitmqClusterProps, policy: RabbitmqPolicy): number {
  const vhost = policyVhost(props, policy);
  return (props.policies ?? []).findIndex((other) => other.name === policy.name && policyVhost(props, other) === vhost);
}

function checkPolicyName({ name }: RabbitmqPolicy, isTaken: boolean, setting: readonly string[]): Finding[] {
  if (!isTaken && name.trim() === name && name.length > 0 && name.length <= 255 && !/\p{Cc}/u.test(name)) return [];
  return [
    {
      id: 'rabbitmq-policy-name',
      setting,
      message: `name must be unique in its virtual host, of 1 to 255 characters, without control characters and outer spaces; got '${name}'`,
      hint: isTaken ? 'merge both policies, or give each another name' : "write a name such as 'short-queues'",
    },
  ];
}

function checkNumbers(
  { definition, priority = 0 }: RabbitmqPolicy,
  at: (...keys: readonly string[]) => readonly string[],
): Finding[] {
  const numbers: [readonly string[], unknown][] = [
    [at('priority'), priority],
    ...Object.entries(definition)
      .filter(([, value]) => typeof value === 'number')
      .map(([key, value]): [readonly string[], unknown] => [at('definition', key), value]),
  ];
  return numbers
    .filter(([, value]) => !Number.isSafeInteger(value))
    .map(([setting, value]) => ({
      id: 'rabbitmq-policy-number',
      setting,
      message: `${setting.at(-1)} must be a whole number; got ${String(value)}`,
      hint: 'write it without a fraction, in the unit that RabbitMQ documents for the key',
    }));
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

/**
 * Checks the name of a virtual host. It is a value in rabbitmq.conf, where `#` starts a comment, and quotes, backslashes and
 * `%(…)` are changed by the operator's parser.
 */
export function checkVhost(vhost: string, setting: string | readonly string[]): Finding[] {
  if (/^[\w/.:@+-](?:[\w/.:@+ -]{0,253}[\w/.:@+-])?$/.test(vhost)) return [];
  return [
    {
      id: 'rabbitmq-vhost',
      setting,
      message: `vhost must be 1 to 255 letters, digits, inner spaces and _/.:@+-; got '${vhost}'`,
      hint: "write it as 'dts' or '/'",
    },
  ];
}

function policyVhost(props: RabbitmqClusterProps, { vhost = clusterVhost(props) }: RabbitmqPolicy): string {
  return vhost;
}

function clusterVhost({ vhost = rabbitmqDefaults.vhost }: RabbitmqClusterProps): string {
  return vhost;
}
