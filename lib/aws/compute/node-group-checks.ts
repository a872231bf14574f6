import type { Finding } from '../../core/diagnostics';
import { checkInstanceType } from './instance-types';
import { checkName } from '../../core/naming';
import { type Duration, seconds } from '../../core/units';
import { checkMixedInstances } from './mixed-instances';
import type { NodeGroupProps } from './node-group-props';
import { checkRootVolume } from './root-volume';
import { InstanceRefresh } from './instance-refresh';
import { checkScaling, Scaling } from './scaling';

/** Added to the drain: cordon, evictions that wait for a disruption budget, and the machine's own shutdown. */
const drainMargin: Duration = '5m';

/** The longest that a hook waits without hearing from the machine. Source: HeartbeatTimeout of PutLifecycleHook, 30 to 7200 seconds. */
const maxHeartbeat: Duration = '2h';

/** How many seconds the group waits for a machine that goes. */
export function terminatingHeartbeat(drainTimeout: Duration): number {
  return seconds(drainTimeout) + seconds(drainMargin);
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
    ...(size.length > 0 ? [] : (props.instanceRefresh ?? InstanceRefresh.launchBeforeTerminating()).check(props)),
    ...checkScaling(props.scaling ?? Scaling.byClusterAutoscaler()),
    ...checkDrain(props.drainTimeout),
    ...checkSpan('defaultInstanceWarmup', props.defaultInstanceWarmup, { min: '0s', max: '1h' }),
    // Source: MaxInstanceLifetime of CreateAutoScalingGroup, 86400 to 31536000 seconds.
    ...checkSpan('maxInstanceLifetime', props.maxInstanceLifetime, { min: '1d', max: '365d' }),
  ];
}

function checkSize({ maxSize, minSize }: NodeGroupProps): Finding[] {
  if (!Number.isInteger(minSize) || minSize < 0)
    return [{ hint: 'write 0 or more', message: `min must be a whole number from 0, got ${minSize}`, setting: 'min' }];
  if (!Number.isInteger(maxSize))
    return [{ hint: 'write a whole number', message: `max must be a whole number, got ${maxSize}`, setting: 'max' }];
  if (minSize <= maxSize) return [];
  return [
    {
      hint: `lower min to ${maxSize} or less, or raise max`,
      message: `min must be at most max (${maxSize}), got ${minSize}`,
      setting: 'min',
    },
  ];
}

function checkDrain(drainTimeout: Duration): Finding[] {
  const heartbeat = terminatingHeartbeat(drainTimeout);
  if (heartbeat >= seconds(drainMargin) && heartbeat <= seconds(maxHeartbeat)) return [];
  const max = `${(seconds(maxHeartbeat) - seconds(drainMargin)) / 60}m`;
  return [
    {
      hint: `shorten the drain of what runs on it to ${max} or less: longer work must survive a restart`,
      message: `EC2 waits ${maxHeartbeat} at most for a machine that goes, ${drainMargin} of it beside the drain, got ${drainTimeout}`,
      setting: 'drain',
    },
  ];
}

function checkMixed({ instanceType, maxSize, mixedInstances, scaling }: NodeGroupProps): Finding[] {
  const alike = (scaling ?? Scaling.byClusterAutoscaler()).by === 'cluster-autoscaler';
  return mixedInstances ? checkMixedInstances({ alike, instanceType, max: maxSize, mixedInstances }) : [];
}

function checkSpan(
  setting: string,
  span: Duration | undefined,
  { min, max }: { readonly min: Duration; readonly max: Duration },
): Finding[] {
  if (span === undefined || (seconds(span) >= seconds(min) && seconds(span) <= seconds(max))) return [];
  return [{ hint: `write it as '${min}'`, message: `${setting} is from ${min} to ${max}, got ${span}`, setting }];
}
