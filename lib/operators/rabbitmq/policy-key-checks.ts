import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { didYouMean } from '../../core/did-you-mean';
import { queueTypes, supports } from './applied-policy';
import { quoted } from './key-values';
import { exchangeKeys, otherPolicyKeys, type QueueKey, queueKeys, versionConstraint } from './keys';
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
  const found = sortedEntries<string, Value>(policy.definition).flatMap(([key, value]) => {
    const setting = at('definition', key);
    const fault =
      unknownKey(key, setting) ??
      keyFault(key, policy, image, setting) ??
      valueFault(key, value, policy, image, setting);
    return fault ? [fault] : [];
  });
  return found.length > 0 ? found : checkCommonType(policy, at('definition'));
}

/** RabbitMQ applies a policy only to queues whose type supports all of its keys. */
function checkCommonType({ applyTo = 'all', definition }: RabbitmqPolicy, setting: readonly string[]): Finding[] {
  const keys = Object.keys(definition).filter((key) => Object.hasOwn(queuePolicies, key));
  if (keys.length < 2 || queueTypes[applyTo].some((type) => supports(type, definition))) return [];
  const types = keys.map((key) => `${key} of ${queuePolicies[key]?.types.join(' and ') ?? ''} queues`);
  return [
    {
      id: 'rabbitmq-policy-key',
      setting,
      message: `definition must have keys that one type of queues supports; got ${types.join(', ')}`,
      hint: 'write a policy for each type: RabbitMQ applies this one to no queue',
    },
  ];
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
  if (known.until && isAtLeast(image, ...known.until)) {
    return finding(`be used with RabbitMQ before ${known.until.join('.')}`, image.tag, 'write queue-leader-locator');
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
  else if (versionConstraint(key, value, image) !== undefined) constraint = versionConstraint(key, value, image);
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
