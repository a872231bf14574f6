import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { didYouMean } from '../../core/did-you-mean';
import { maxShortString, quoted } from './key-values';
import { exchangeKeys, headerMatches, type QueueKey, queueKeys, versionConstraint } from './keys';
import type { RabbitmqImage } from './props';
import type { At } from './topology-list';
import type { RabbitmqArguments, RabbitmqBinding, RabbitmqExchange, RabbitmqQueue } from './topology-props';
import { isAtLeast } from './version';

/** Keys of queues that are arguments, by their names. */
const queueArguments: Readonly<Record<string, QueueKey>> = Object.fromEntries(
  Object.entries(queueKeys)
    .filter(([, { only }]) => only !== 'policy')
    .map(([key, value]) => [`x-${key}`, value]),
);

/** Checks arguments of a queue that RabbitMQ refuses, ignores or replaces. */
export function checkQueueArguments(queue: RabbitmqQueue, image: RabbitmqImage, at: At): Finding[] {
  const { arguments: given = {}, type = 'quorum' } = queue;
  return sortedEntries<string, boolean | number | string>(given).flatMap(([key, value]) => {
    const known = Object.hasOwn(queueArguments, key) ? queueArguments[key] : undefined;
    const setting = at('arguments', key);
    if (!known) return unknownArgument(key, setting, Object.keys(queueArguments));
    const reason =
      typeFault(key, known, type, image) ??
      (known.values.accepts(value) ? undefined : `${key} must be ${known.values.words}`) ??
      constraintFault(key, value, image) ??
      combinationFault(key, given, type);
    return reason === undefined ? [] : [argument(setting, reason, value)];
  });
}

function constraintFault(key: string, value: boolean | number | string, image: RabbitmqImage): string | undefined {
  const constraint = versionConstraint(key, value, image);
  return constraint === undefined ? undefined : `${key} must ${constraint} (image.tag is ${image.tag})`;
}

function typeFault(
  key: string,
  { since, types, until }: QueueKey,
  type: string,
  image: RabbitmqImage,
): string | undefined {
  // Classic queues have a leader from 4.3 on.
  const isLeader = key === 'x-queue-leader-locator' && !isAtLeast(image, 4, 3);
  const supported = types.filter((one) => !(isLeader && one === 'classic'));
  if (!supported.some((one) => one === type)) {
    return `${key} must be an argument of a queue of type ${supported.join(' or ')}, and type is '${type}'`;
  }
  if (since && !isAtLeast(image, ...since)) {
    return `${key} must be used with RabbitMQ ${since.join('.')} or later (image.tag is ${image.tag})`;
  }
  if (until && isAtLeast(image, ...until)) {
    return `${key} must be used with RabbitMQ before ${until.join('.')} (image.tag is ${image.tag})`;
  }
  return undefined;
}

function combinationFault(key: string, given: RabbitmqArguments, type: string): string | undefined {
  if (key === 'x-dead-letter-routing-key' && given['x-dead-letter-exchange'] === undefined) {
    return `${key} must be set together with x-dead-letter-exchange`;
  }
  if (key === 'x-queue-type' && given[key] !== type) {
    return `${key} must be the type '${type}' of the queue, which replaces it`;
  }
  if (key === 'x-overflow' && type === 'quorum' && given[key] === 'reject-publish-dlx') {
    return `${key} of a quorum queue must be 'drop-head' or 'reject-publish'`;
  }
  const retryMin = given['x-delayed-retry-min'];
  if (key === 'x-delayed-retry-type' && given[key] !== 'disabled' && retryMin === undefined) {
    return `${key} must be set together with x-delayed-retry-min`;
  }
  if (key === 'x-delayed-retry-max' && Number(given[key]) < Number(retryMin)) {
    return `${key} must not be less than x-delayed-retry-min (${String(retryMin)})`;
  }
  return undefined;
}

/** Checks arguments of an exchange. */
export function checkExchangeArguments({ arguments: given = {} }: RabbitmqExchange, at: At): Finding[] {
  return sortedEntries<string, boolean | number | string>(given).flatMap(([key, value]) => {
    const known = Object.hasOwn(exchangeKeys, key) ? exchangeKeys[key] : undefined;
    const setting = at('arguments', key);
    if (known) return known.accepts(value) ? [] : [argument(setting, `${key} must be ${known.words}`, value)];
    if (Object.hasOwn(queueArguments, key)) return [argument(setting, `${key} must be an argument of a queue`, value)];
    return unknownArgument(key, setting, Object.keys(exchangeKeys));
  });
}

/**
 * Checks the routing key and the arguments of a binding.
 *
 * @param type type of its exchange, or undefined if it is not declared, which is reported
 */
export function checkBindingArguments(
  { arguments: given = {}, routingKey = '' }: RabbitmqBinding,
  type: string | undefined,
  at: At,
): Finding[] {
  const bytes = Buffer.byteLength(routingKey);
  const tooLong: Finding[] =
    bytes <= maxShortString
      ? []
      : [
          {
            id: 'rabbitmq-routing-key',
            setting: at('routingKey'),
            message: `routingKey must have at most ${maxShortString} bytes; got ${bytes}`,
            hint: 'shorten it: messages cannot have a longer one either',
          },
        ];
  const entries = sortedEntries<string, boolean | number | string>(given);
  const hasPrefixed = String(given['x-match']).endsWith('-with-x');
  const faulty = entries.flatMap(([key, value]) => {
    const setting = at('arguments', key);
    if (type !== undefined && type !== 'headers') {
      return [
        argument(setting, `${key} must be an argument of a binding of a headers exchange, not of type ${type}`, value),
      ];
    }
    if (key === 'x-match') {
      return headerMatches.accepts(value) ? [] : [argument(setting, `${key} must be ${headerMatches.words}`, value)];
    }
    if (!key.startsWith('x-') || hasPrefixed) return [];
    return [argument(setting, `${key} must be used with x-match 'all-with-x' or 'any-with-x'`, value)];
  });
  return [...tooLong, ...faulty];
}

function argument(setting: readonly string[], constraint: string, value: boolean | number | string): Finding {
  return {
    id: 'rabbitmq-argument',
    setting,
    message: `${constraint}; got ${quoted(value)}`,
    hint: 'correct or remove it: RabbitMQ refuses the object, or ignores the argument',
  };
}

/** Other arguments are of plugins or of clients, unless they are almost one of RabbitMQ. */
function unknownArgument(key: string, setting: readonly string[], names: readonly string[]): Finding[] {
  const bare = (text: string) => text.replace(/^x-/i, '').toLowerCase();
  const meant =
    names.find((name) => bare(name) === bare(key)) ??
    // An argument of a plugin may have a word in common.
    didYouMean(
      key,
      names.filter((name) => Math.abs(name.length - key.length) <= 2),
    );
  if (meant === undefined) return [];
  return [
    {
      id: 'rabbitmq-argument',
      setting,
      message: `arguments must be known to RabbitMQ; got '${key}', which is like '${meant}'`,
      hint: `write ${meant}`,
    },
  ];
}
