import type { AutoscalingGroupInitialLifecycleHook } from '@cdktf/provider-aws/lib/autoscaling-group';
import { AutoscalingLifecycleHook } from '@cdktf/provider-aws/lib/autoscaling-lifecycle-hook';
import type { Construct } from 'constructs';
import { type Duration, seconds } from '../../core/units';
import type { ZoneGroup } from './scaling';

/** Twice the time from the launch of an instance to a Ready node; pulling images takes most of it. */
export const launchTimeout: Duration = '15m';

/** Time for the cordon of a node, the removal from its target groups, and the shutdown of the instance. */
export const drainMargin: Duration = '5m';

/**
 * Rounds in which the evictions of a service end. A disruption budget of 25 % lets a quarter of its pods, rounded up, be missing
 * at a time, so that all of them are evicted in four rounds, however many of them run on the nodes that are drained together.
 */
export const evictionRounds = 4;

/** Time from an eviction to the next one that the budget allows: until a new pod is pulled, started and ready. */
export const replacementTime: Duration = '2m';

/**
 * The longest heartbeat timeout of a lifecycle hook.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html
 */
export const maxHeartbeat: Duration = '2h';

/**
 * Interval at which a node calls RecordLifecycleActionHeartbeat while it is drained, each of which begins the heartbeat timeout anew:
 * until the hook is completed, also while a disruption budget refuses an eviction. It is a requirement of the machine image, and less
 * than the heartbeat timeout of any group, so that one call may fail.
 */
export const heartbeatInterval: Duration = '5m';

/** The launch hook is part of the group's creation, so that it applies to the first instances as well. */
export const launchingHook: AutoscalingGroupInitialLifecycleHook = {
  defaultResult: 'ABANDON',
  heartbeatTimeout: seconds(launchTimeout),
  lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
  name: 'ready',
};

/**
 * Creates the hook that delays the termination of an instance until it is drained. It is a separate resource: its heartbeat
 * follows the drain timeout, and a changed initial hook would replace the group.
 */
export function createTerminatingHook(
  scope: Construct,
  { name: autoscalingGroupName, zone }: ZoneGroup,
  drainTimeout: Duration,
): void {
  new AutoscalingLifecycleHook(scope, `terminating-hook-${zone}`, {
    autoscalingGroupName,
    defaultResult: 'CONTINUE',
    heartbeatTimeout: terminatingHeartbeat(drainTimeout),
    lifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
    name: 'drain',
  });
}

/**
 * Returns the heartbeat timeout of the terminating hook in seconds: until the last pod of a node may be evicted, its drain, and
 * the margin. Pods that take longer to start, or members of a RabbitMQ cluster that leave one by one in all zones, take longer:
 * see `heartbeatInterval`.
 */
export function terminatingHeartbeat(drainTimeout: Duration): number {
  return (evictionRounds - 1) * seconds(replacementTime) + seconds(drainTimeout) + seconds(drainMargin);
}

/**
 * Returns the time in seconds for which heartbeats can hold an instance: a hundred heartbeat timeouts, 48 hours at most.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LifecycleHook.html
 */
export function globalTimeout(drainTimeout: Duration): number {
  return Math.min(100 * terminatingHeartbeat(drainTimeout), seconds('48h'));
}
