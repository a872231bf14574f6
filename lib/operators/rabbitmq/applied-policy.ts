import type { RabbitmqClusterProps, RabbitmqPolicy } from './props';
import { vhostOf } from './topology';
import type { RabbitmqQueue, RabbitmqQueueType } from './topology-props';

/** Types of queues that a policy applies to. */
export const queueTypes: Readonly<Record<NonNullable<RabbitmqPolicy['applyTo']>, readonly RabbitmqQueueType[]>> = {
  all: ['classic', 'quorum', 'stream'],
  classic_queues: ['classic'],
  exchanges: [],
  queues: ['classic', 'quorum', 'stream'],
  quorum_queues: ['quorum'],
  streams: ['stream'],
};

const memory = ['max-in-memory-bytes', 'max-in-memory-length'];
const ofStreams = ['initial-cluster-size', 'max-age', 'stream-max-segment-size-bytes'];
const ofQuorumQueues = ['dead-letter-strategy', 'delivery-limit', 'target-group-size'];
const ofClassicQueues = ['queue-master-locator', 'queue-mode'];

/**
 * Keys of policies that keep a policy from queues of a type. Other keys that a type does not have are ignored.
 *
 * @see https://github.com/rabbitmq/rabbitmq-server/blob/v4.3.5/deps/rabbit/src/rabbit_quorum_queue.erl
 * @see https://github.com/rabbitmq/rabbitmq-server/blob/v4.3.5/deps/rabbit/src/rabbit_stream_queue.erl
 * @see https://github.com/rabbitmq/rabbitmq-server/blob/v4.3.5/deps/rabbit/src/rabbit_classic_queue.erl
 */
const unsupportedKeys: Readonly<Record<RabbitmqQueueType, readonly string[]>> = {
  classic: [...ofStreams, ...ofQuorumQueues, ...memory],
  quorum: [...ofStreams, ...ofClassicQueues],
  stream: [
    ...ofClassicQueues,
    ...ofQuorumQueues,
    ...memory,
    'dead-letter-exchange',
    'dead-letter-routing-key',
    'expires',
    'max-length',
    'message-ttl',
    'overflow',
  ],
};

/** True if RabbitMQ applies a policy with these keys to queues of a type. */
export function supports(type: RabbitmqQueueType, definition: RabbitmqPolicy['definition']): boolean {
  return !Object.keys(definition).some((key) => unsupportedKeys[type].includes(key));
}

/**
 * Returns the policy that RabbitMQ applies to a queue: of those that match its name and whose keys its type has, the one of the highest
 * priority. Policies are not combined.
 *
 * @see https://www.rabbitmq.com/docs/policies#priorities
 */
export function appliedPolicy(props: RabbitmqClusterProps, queue: RabbitmqQueue): RabbitmqPolicy | undefined {
  return (props.policies ?? [])
    .filter((policy) => vhostOf(props, policy) === vhostOf(props, queue) && applies(policy, queue))
    .reduce<RabbitmqPolicy | undefined>(
      (highest, next) => (highest && (highest.priority ?? 0) >= (next.priority ?? 0) ? highest : next),
      undefined,
    );
}

function applies({ applyTo = 'all', definition, pattern }: RabbitmqPolicy, { name, type = 'quorum' }: RabbitmqQueue) {
  return queueTypes[applyTo].includes(type) && supports(type, definition) && matches(pattern, name);
}

/** True if a name matches an expression. One of PCRE that JavaScript does not compile is taken as one that does not match. */
export function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return false;
  }
}
