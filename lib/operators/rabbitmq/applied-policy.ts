import { queueKeys } from './keys';
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
  const isSupported = Object.keys(definition).every((key) => queueKeys[key]?.types.includes(type) ?? true);
  return queueTypes[applyTo].includes(type) && isSupported && matches(pattern, name);
}

/** True if a name matches an expression. One of PCRE that JavaScript does not compile is taken as one that does not match. */
export function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return false;
  }
}
