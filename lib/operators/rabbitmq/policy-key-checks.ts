import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { didYouMean } from '../../core/did-you-mean';
import { queueTypes } from './applied-policy';
import { quoted } from './key-values';
import { exchangeKeys, isUnsupportedLimit, otherPolicyKeys, type QueueKey, queueKeys } from './keys';
import type { RabbitmqImage, RabbitmqPolicy } from './props';
import type { At } from './topology-list';
import { isAtLeast } from './version';

type Value = RabbitmqPolicy['definition'][string];

/** Keys of policies for queues, by their names. */
const queuePolicies: Readonly<Record<string, QueueKey>> = Object.fromEntries(
  Object.entries(queueKeys).filter(([, { only }]) => only !== 'argument'),
);

const names = [...Object.keys(queuePolicies), ...Object.keys(exchangeKeys), ...otherPolicyKeys];

/** Checks keys and values of a policy: RabbitMQ refuses those that it does not know, and ignores those of other objects. */
export function checkPolicyKeys(policy: RabbitmqPolicy, image: RabbitmqImage, at: At): Finding[] {
  return sortedEntries<string, Value>(policy.definition).flatMap(([key, value]) => {
    const setting = at('definition', key);
    const fault =
      unknownKey(key, setting) ??
      keyFault(key, policy, image, setting) ??
      valueFault(key, value, policy, image, setting);
    return fault ? [fault] : [];
  });
}

function unknownKey(key: string, setting: readonly string[]): Finding | undefined {
  if (names.includes(key)) return undefined;
  const meant = names.find((name) => `x-${name}` === key) ?? didYouMean(key, names);
  return {
    id: 'rabbitmq-policy-key',
    setting,
    message: `key of a policy must be one of RabbitMQ; got '${key}'`,
    hint: meant === undefined ? 'remove it, or set it as an argument of the queue' : `write ${meant}`,
  };
}

function keyFault(
  key: string,
  { applyTo = 'all' }: RabbitmqPolicy,
  image: RabbitmqImage,
  setting: readonly string[],
): Finding | undefined {
  const finding = (constraint: string, value: string, hint: string): Finding => ({
    id: 'rabbitmq-policy-key',
    setting,
    message: `${key} must ${constraint}; got ${value}`,
    hint,
  });
  if (key in exchangeKeys) {
    if (applyTo === 'all' || applyTo === 'exchanges') return undefined;
    return finding("be in a policy with applyTo 'exchanges' or 'all'", `'${applyTo}'`, 'write it in another policy');
  }
  const known = queuePolicies[key];
  if (!known) return undefined;
  if (!queueTypes[applyTo].some((type) => known.types.includes(type))) {
    const types = `'queues' or of ${known.types.join(' or ')} queues`;
    return finding(`be in a policy with applyTo ${types}`, `'${applyTo}'`, 'correct applyTo, or remove the key');
  }
  if (known.since && !isAtLeast(image, ...known.since)) {
    return finding(`be used with RabbitMQ ${known.since.join('.')} or later`, image.tag, 'remove it, or upgrade');
  }
  return undefined;
}

function valueFault(
  key: string,
  value: Value,
  { applyTo = 'all', definition }: RabbitmqPolicy,
  image: RabbitmqImage,
  setting: readonly string[],
): Finding | undefined {
  const values = queuePolicies[key]?.values ?? exchangeKeys[key];
  const min = definition['delayed-retry-min'];
  let constraint: string | undefined;
  if (values && !values.accepts(value)) constraint = `be ${values.words}`;
  else if (isUnsupportedLimit(key, value, image)) constraint = `be 0 or more before RabbitMQ 4.0 (${image.tag})`;
  else if (key === 'overflow' && applyTo === 'quorum_queues' && value === 'reject-publish-dlx') {
    constraint = "be 'drop-head' or 'reject-publish' for quorum queues";
  } else if (key === 'delayed-retry-type' && value !== 'disabled' && min === undefined) {
    constraint = 'be set together with delayed-retry-min';
  } else if (key === 'delayed-retry-max' && Number(value) < Number(min)) {
    constraint = `not be less than delayed-retry-min (${min})`;
  }
  if (constraint === undefined) return undefined;
  return {
    id: 'rabbitmq-policy-value',
    setting,
    message: `${key} must ${constraint}; got ${quoted(value)}`,
    hint: 'correct it: RabbitMQ refuses the whole policy, or ignores the value',
  };
}
