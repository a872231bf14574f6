import type { Finding } from '../../core/diagnostics';
import { checkInstanceType } from './instance-types';
import { checkName } from '../../core/naming';
import { type Duration, seconds } from '../../core/units';
import { checkMixedInstances } from './mixed-instances';
import type { NodeGroupProps } from './node-group-props';
import { checkRootVolume } from './root-volume';
import { Rollout } from './instance-refresh';
import { checkScaling, Scaling } from './scaling';

/** Added to the drain: cordon, evictions that wait for a disruption budget, and the machine's own shutdown. */
const drainMargin: Duration = '5m';

/** The longest that a hook waits without hearing from the machine. Source: HeartbeatTimeout of PutLifecycleHook, 30 to 7200 seconds. */
const longestHeartbeat: Duration = '2h';

/** How many seconds the group waits for a machine that goes. */
export function terminatingHeartbeat(drain: Duration): number {
  return seconds(drain) + seconds(drainMargin);
}

/** What is wrong with the settings of a group, whose physical name follows from them. */
export function checkNodeGroup(props: NodeGroupProps, physicalName: string): Finding[] {
  const size = checkSize(props);
  return [
    ...checkName('launch-template', physicalName),
    ...size,
    ...checkInstanceType(props.instanceType, 'instanceType'),
    ...checkRootVolume(props.rootVolume, props.rootVolumePerformance ?? {}),
    ...checkMixed(props),
    // A size that is no size says nothing of how to roll it.
    ...(size.length > 0 ? [] : (props.rollout ?? Rollout.launchFirst()).check(props)),
    ...checkScaling(props.scaling ?? Scaling.byClusterAutoscaler()),
    ...checkDrain(props.drain),
    ...checkSpan('warmUp', props.warmUp, { least: '0s', most: '1h' }),
    // Source: MaxInstanceLifetime of CreateAutoScalingGroup, 86400 to 31536000 seconds.
    ...checkSpan('maxLifetime', props.maxLifetime, { least: '1d', most: '365d' }),
  ];
}

function checkSize({ max, min }: NodeGroupProps): Finding[] {
  if (!Number.isInteger(min) || min < 0)
    return [{ fix: 'write 0 or more', rule: `min must be a whole number from 0, got ${min}`, setting: 'min' }];
  if (!Number.isInteger(max))
    return [{ fix: 'write a whole number', rule: `max must be a whole number, got ${max}`, setting: 'max' }];
  if (min <= max) return [];
  return [
    {
      fix: `lower min to ${max} or less, or raise max`,
      rule: `min must be at most max (${max}), got ${min}`,
      setting: 'min',
    },
  ];
}

function checkDrain(drain: Duration): Finding[] {
  const heartbeat = terminatingHeartbeat(drain);
  if (heartbeat >= seconds(drainMargin) && heartbeat <= seconds(longestHeartbeat)) return [];
  const most = `${(seconds(longestHeartbeat) - seconds(drainMargin)) / 60}m`;
  return [
    {
      fix: `shorten the drain of what runs on it to ${most} or less: longer work must survive a restart`,
      rule: `EC2 waits ${longestHeartbeat} at most for a machine that goes, ${drainMargin} of it beside the drain, got ${drain}`,
      setting: 'drain',
    },
  ];
}

function checkMixed({ instanceType, max, mixed, scaling }: NodeGroupProps): Finding[] {
  const alike = (scaling ?? Scaling.byClusterAutoscaler()).by === 'cluster-autoscaler';
  return mixed ? checkMixedInstances({ alike, instanceType, max, mixed }) : [];
}

function checkSpan(
  setting: string,
  span: Duration | undefined,
  { least, most }: { readonly least: Duration; readonly most: Duration },
): Finding[] {
  if (span === undefined || (seconds(span) >= seconds(least) && seconds(span) <= seconds(most))) return [];
  return [{ fix: `write it as '${least}'`, rule: `${setting} is from ${least} to ${most}, got ${span}`, setting }];
}
