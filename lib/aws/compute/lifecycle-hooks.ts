import type { AutoscalingGroupInitialLifecycleHook } from '@cdktf/provider-aws/lib/autoscaling-group';
import { AutoscalingLifecycleHook } from '@cdktf/provider-aws/lib/autoscaling-lifecycle-hook';
import type { Construct } from 'constructs';
import { type Duration, seconds } from '../../core/units';
import type { ZoneGroup } from './scaling';

/** Twice the time from the launch of an instance to a Ready node; pulling images takes most of it. */
export const launchTimeout: Duration = '15m';

/** Added to the drain timeout: cordon, evictions that wait for a disruption budget, and the shutdown of the instance. */
export const drainMargin: Duration = '5m';

/**
 * The longest heartbeat timeout of a lifecycle hook.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html
 */
export const maxHeartbeat: Duration = '2h';

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

/** Returns the heartbeat timeout of the terminating hook in seconds. */
export function terminatingHeartbeat(drainTimeout: Duration): number {
  return seconds(drainTimeout) + seconds(drainMargin);
}
