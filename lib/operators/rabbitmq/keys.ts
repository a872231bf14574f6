import { age, boolean, expiry, integer, type KeyValues, name, oneOf, shortText, text, time } from './key-values';
import type { RabbitmqImage } from './props';
import type { RabbitmqQueueType } from './topology-props';
import { isAtLeast } from './version';

/** A key of queues: of policies by its name, and of arguments with `x-` before it. */
export interface QueueKey {
  readonly values: KeyValues;
  /** Types of queues that have it. RabbitMQ refuses others, or ignores it. */
  readonly types: readonly RabbitmqQueueType[];
  /**
   * The use to which the key is limited.
   *
   * @default both
   */
  readonly only?: 'argument' | 'policy';
  /**
   * First version of RabbitMQ with it.
   *
   * @default any
   */
  readonly since?: readonly [major: number, minor: number];
  /**
   * First version of RabbitMQ that refuses it.
   *
   * @default none
   */
  readonly until?: readonly [major: number, minor: number];
}

const all = ['classic', 'quorum', 'stream'] as const;
const queues = ['classic', 'quorum'] as const;
const leaders = oneOf('client-local', 'balanced', 'random', 'least-leaders');
const overflow = oneOf('drop-head', 'reject-publish', 'reject-publish-dlx');
const size = integer(0);

/**
 * Keys of queues, of RabbitMQ 3.13 to 4.3.
 *
 * @see https://github.com/rabbitmq/rabbitmq-server/blob/v4.3.5/deps/rabbit/src/rabbit_amqqueue.erl
 * @see https://github.com/rabbitmq/rabbitmq-server/blob/v4.3.5/deps/rabbit/src/rabbit_policies.erl
 */
export const queueKeys: Readonly<Record<string, QueueKey>> = {
  'consumer-disconnected-timeout': { types: ['quorum'], values: size, since: [4, 3] },
  // Before 4.3 it is of all types.
  'consumer-timeout': { types: all, values: size },
  'dead-letter-exchange': { types: queues, values: shortText },
  'dead-letter-routing-key': { types: queues, values: shortText },
  'dead-letter-strategy': { types: ['quorum'], values: oneOf('at-most-once', 'at-least-once') },
  'delayed-retry-max': { types: ['quorum'], values: integer(1), since: [4, 3] },
  'delayed-retry-min': { types: ['quorum'], values: integer(1), since: [4, 3] },
  'delayed-retry-type': { types: ['quorum'], values: oneOf('all', 'failed', 'returned', 'disabled'), since: [4, 3] },
  // A negative number is no limit, which RabbitMQ documents as -1.
  'delivery-limit': { types: ['quorum'], values: integer(-1) },
  'expires': { types: queues, values: expiry },
  'initial-cluster-size': { types: ['stream'], values: integer(1) },
  'max-age': { types: ['stream'], values: age },
  'max-in-memory-bytes': { types: ['quorum'], values: size },
  'max-in-memory-length': { types: ['quorum'], values: size },
  'max-length': { types: queues, values: size },
  'max-length-bytes': { types: all, values: size },
  'max-priority': { types: ['classic'], values: integer(0, 255), only: 'argument' },
  'member-placement-tag': { types: ['quorum'], values: name, since: [4, 3] },
  'message-ttl': { types: queues, values: time },
  'overflow': { types: queues, values: overflow },
  'queue-leader-locator': { types: all, values: leaders },
  'queue-master-locator': { types: ['classic'], values: text, until: [4, 3] },
  'queue-mode': { types: ['classic'], values: oneOf('default', 'lazy') },
  'queue-type': { types: all, values: oneOf(...all), only: 'argument' },
  'queue-version': { types: ['classic'], values: oneOf(1, 2) },
  'quorum-initial-group-size': { types: ['quorum'], values: integer(1), only: 'argument' },
  'single-active-consumer': { types: queues, values: boolean, only: 'argument' },
  'stream-filter-size-bytes': { types: ['stream'], values: integer(16, 255) },
  'stream-max-segment-size-bytes': { types: ['stream'], values: integer(0, 3_000_000_000) },
  'target-group-size': { types: ['quorum'], values: integer(1), only: 'policy' },
};

/** Returns the constraint on a value that RabbitMQ has in some versions only, or undefined for an accepted value. */
export function versionConstraint(key: string, value: unknown, image: RabbitmqImage): string | undefined {
  const name = key.replace(/^x-/, '');
  if (name === 'delivery-limit' && value === -1 && !isAtLeast(image, 4, 0)) return 'be 0 or more before RabbitMQ 4.0';
  if (name === 'queue-version' && value === 1 && isAtLeast(image, 4, 3)) return 'be 2 from RabbitMQ 4.3 on';
  return undefined;
}

/** Keys of policies that are for exchanges only. */
export const exchangeKeys: Readonly<Record<string, KeyValues>> = { 'alternate-exchange': shortText };

/** Keys of policies that plugins and earlier versions have. */
export const otherPolicyKeys: readonly string[] = [
  'federation-upstream',
  'federation-upstream-pattern',
  'federation-upstream-set',
  'ha-mode',
  'ha-params',
  'ha-promote-on-failure',
  'ha-promote-on-shutdown',
  'ha-sync-batch-size',
  'ha-sync-mode',
  'routing-key',
  'selector-field-max-bytes',
  'selector-fields',
  'shards-per-node',
];

/** Values of `x-match`, an argument of bindings to a headers exchange. */
export const headerMatches = oneOf('all', 'any', 'all-with-x', 'any-with-x');
