import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { type Duration, seconds } from '../../core/units';
import { checkInstanceType, instanceTypes } from './instance-types';
import { maxHeartbeat, terminatingHeartbeat } from './lifecycle-hooks';
import { checkLabels } from './group-labels';
import { checkMixedInstances } from './mixed-instances';
import type { NodeGroupSettings } from './node-group-props';
import { checkRootVolume } from './root-volume';
import { checkScaling } from './scaling';

/** Returns findings about the props of a node group and the physical name that is derived from them. */
export function checkNodeGroup(props: NodeGroupSettings, physicalName: string): Finding[] {
  const size = checkSize(props);
  return [
    ...checkName('launch-template', physicalName, props.physicalName === undefined ? 'name' : 'physicalName'),
    ...size,
    ...checkInstanceType(props.instanceType, 'instanceType'),
    ...checkArchitecture(props),
    ...checkRootVolume(props.rootVolume, props.rootVolumePerformance),
    ...checkMixed(props),
    // The percentages of a refresh are checked against the size, so that must be valid first.
    ...(size.length > 0 ? [] : props.instanceRefresh.check(props)),
    ...checkScaling(props.scaling),
    ...checkLabels(props),
    ...checkDrainTimeout(props.drainTimeout),
    ...checkDuration('node-group-warmup', 'defaultInstanceWarmup', props.defaultInstanceWarmup, {
      min: '0s',
      max: '1h',
    }),
    ...checkDuration('node-group-lifetime', 'maxInstanceLifetime', props.maxInstanceLifetime, {
      min: '1d',
      max: '365d',
    }),
  ];
}

function checkSize({ maxSizePerZone, minSizePerZone }: NodeGroupSettings): Finding[] {
  const id = 'node-group-size';
  if (!Number.isInteger(minSizePerZone) || minSizePerZone < 0) {
    const message = `minSizePerZone must be a whole number from 0; got ${minSizePerZone}`;
    return [{ id, setting: 'minSizePerZone', message, hint: 'write 0 or more' }];
  }
  if (!Number.isInteger(maxSizePerZone)) {
    const message = `maxSizePerZone must be a whole number; got ${maxSizePerZone}`;
    return [{ id, setting: 'maxSizePerZone', message, hint: `write ${minSizePerZone} or more` }];
  }
  if (minSizePerZone <= maxSizePerZone) return [];
  return [
    {
      id,
      setting: 'minSizePerZone',
      message: `minSizePerZone must be at most maxSizePerZone (${maxSizePerZone}); got ${minSizePerZone}`,
      hint: `lower minSizePerZone to ${Math.max(maxSizePerZone, 0)}, or raise maxSizePerZone to ${minSizePerZone}`,
    },
  ];
}

/** Alternative types are compared with the group's own. */
function checkArchitecture({ image, instanceType }: NodeGroupSettings): Finding[] {
  const type = Object.hasOwn(instanceTypes, instanceType) ? instanceTypes[instanceType] : undefined;
  if (!type || type.architecture === image.architecture) return [];
  return [
    {
      id: 'instance-architecture',
      setting: 'instanceType',
      message: `instanceType must have the architecture of the image (${image.architecture}); got ${instanceType} (${type.architecture})`,
      hint: `choose a type of ${image.architecture}, or an image that is built for ${type.architecture}`,
    },
  ];
}

function checkDrainTimeout(drainTimeout: Duration): Finding[] {
  const longest = seconds(maxHeartbeat) - terminatingHeartbeat('0s');
  if (seconds(drainTimeout) >= 0 && seconds(drainTimeout) <= longest) return [];
  const max = `${longest / 60}m`;
  return [
    {
      id: 'node-group-drain',
      setting: 'drainTimeout',
      message: `drainTimeout must be at most ${max} (EC2's ${maxHeartbeat} hook limit minus the time for evictions and shutdown); got ${drainTimeout}`,
      hint: `shorten the drain timeout of the group's workloads to ${max}: longer work must survive a restart`,
    },
  ];
}

function checkMixed({ instanceType, maxSizePerZone, mixedInstances, scaling }: NodeGroupSettings): Finding[] {
  if (!mixedInstances) return [];
  const sameSize = scaling.by === 'cluster-autoscaler';
  return checkMixedInstances({ instanceType, maxSizePerZone, mixedInstances, sameSize });
}

function checkDuration(
  id: string,
  setting: string,
  value: Duration | undefined,
  { min, max }: { readonly min: Duration; readonly max: Duration },
): Finding[] {
  if (value === undefined || (seconds(value) >= seconds(min) && seconds(value) <= seconds(max))) return [];
  return [
    { id, setting, message: `${setting} must be from ${min} to ${max}; got ${value}`, hint: `write it as '${min}'` },
  ];
}
