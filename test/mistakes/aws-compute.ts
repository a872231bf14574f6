import { checkAddressCapacity } from '../../lib/aws/compute/address-capacity';
import { InstanceRefresh } from '../../lib/aws/compute/instance-refresh';
import { InstanceRole, type InstanceRoleProps } from '../../lib/aws/compute/instance-role';
import { MachineImage, type MachineImageProps } from '../../lib/aws/compute/machine-image';
import { Scaling, type ScalingSchedule } from '../../lib/aws/compute/scaling';
import type { Stack } from '../../lib/aws/stack/stack';
import type { Cidr } from '../../lib/core/cidr';
import { addFindings } from '../../lib/core/diagnostics';
import { inStack, type Mistake } from '../support/mistakes';
import { type GroupProps, imageId, network, networkProps, nodeGroup } from '../support/terraform';

const group = (title: string, id: string, prop: string, mistaken: GroupProps, corrected: GroupProps): Mistake => ({
  title,
  id,
  source: `NodeGroup: ${prop}`,
  mistaken: inStack((stack) => nodeGroup(stack, mistaken)),
  corrected: inStack((stack) => nodeGroup(stack, corrected)),
});

/** A role of nodes. */
const instanceRole =
  (props: Partial<InstanceRoleProps>, id = 'role') =>
  (stack: Stack) =>
    new InstanceRole(stack, id, {
      account: '111111111111',
      autoScalingGroups: ['lab-general-*'],
      name: 'lab-node',
      region: 'eu-west-1',
      ...props,
    });

/** Two groups whose launch templates have these names. */
const named = (first: GroupProps, second: GroupProps) =>
  inStack((stack) => [nodeGroup(stack, { name: 'general', ...first }), nodeGroup(stack, { name: 'batch', ...second })]);

const sharedNames: readonly Mistake[] = [
  {
    title: 'node group: physicalName of another group',
    id: 'physical-name',
    source: 'NodeGroup: physicalName',
    mistaken: named({ physicalName: 'shared' }, { physicalName: 'shared' }),
    corrected: named({ physicalName: 'shared' }, {}),
  },
  {
    title: 'node group: name that is the physicalName of another group',
    id: 'physical-name',
    source: 'NodeGroup: name',
    mistaken: named({ physicalName: 'lab-batch' }, {}),
    corrected: named({ physicalName: 'lab-other' }, {}),
  },
  {
    title: 'instance role: name of another role',
    id: 'physical-name',
    source: 'InstanceRole: name',
    mistaken: inStack((stack) => ['a', 'b'].map((id) => instanceRole({ name: 'node' }, id)(stack))),
    corrected: inStack((stack) => ['a', 'b'].map((id) => instanceRole({ name: id }, id)(stack))),
  },
];

const spotTypes = ['m5.xlarge', 'm5a.xlarge', 'm6a.xlarge', 'm7i.xlarge'];
const spot = { alternatives: spotTypes, onDemandBase: 1, onDemandPercentageAboveBase: 0 };

const alarms = (count: number) =>
  InstanceRefresh.launchBeforeTerminating({
    alarms: Array.from({ length: count }, (_, index) => ({ alarmName: `alarm-${index}` })),
  });

const checkpoints = (percentages: readonly number[], delay: '1h' | '48h' | '3d') =>
  InstanceRefresh.launchBeforeTerminating({ checkpoints: { percentages, delay } });

const scheduled = (changed: Partial<ScalingSchedule>, name = 'day'): GroupProps => ({
  scaling: Scaling.targetCpu(60, {
    schedules: { [name]: { cron: '0 7 * * MON-FRI', maxSizePerZone: 3, minSizePerZone: 1, ...changed } },
  }),
});

const nodeGroups: readonly Mistake[] = [
  group(
    'node group: minSizePerZone above maxSizePerZone',
    'node-group-size',
    'minSizePerZone',
    { maxSizePerZone: 3, minSizePerZone: 5 },
    { maxSizePerZone: 5, minSizePerZone: 5 },
  ),
  group(
    'node group: negative minSizePerZone',
    'node-group-size',
    'minSizePerZone',
    { minSizePerZone: -1 },
    { minSizePerZone: 0 },
  ),
  group(
    'node group: fractional minSizePerZone',
    'node-group-size',
    'minSizePerZone',
    { minSizePerZone: 1.5 },
    { minSizePerZone: 1 },
  ),
  group(
    'node group: fractional maxSizePerZone',
    'node-group-size',
    'maxSizePerZone',
    { maxSizePerZone: 4.5 },
    { maxSizePerZone: 5 },
  ),
  group('node group: name with a space', 'resource-name', 'name', { name: 'my group' }, { name: 'my-group' }),
  group(
    'node group: physicalName with a space',
    'resource-name',
    'physicalName',
    { physicalName: 'my group' },
    { physicalName: 'my-group' },
  ),
  group(
    'node group: key of a label too long for a tag',
    'node-label-tags',
    `labels['${'a'.repeat(60)}.example/${'b'.repeat(20)}']`,
    { labels: { [`${'a'.repeat(60)}.example/${'b'.repeat(20)}`]: 'x' } },
    { labels: { [`${'a'.repeat(60)}.example/${'b'.repeat(13)}`]: 'x' } },
  ),
  group(
    'node group: more labels than a group has tags',
    'node-label-tags',
    'labels',
    { labels: Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`label-${index}`, 'x'])) },
    { labels: Object.fromEntries(Array.from({ length: 39 }, (_, index) => [`label-${index}`, 'x'])) },
  ),
  group(
    'node group: drainTimeout above the hook limit',
    'node-group-drain',
    'drainTimeout',
    { drainTimeout: '2h' },
    { drainTimeout: '109m' },
  ),
  group(
    'node group: maxInstanceLifetime below a day',
    'node-group-lifetime',
    'maxInstanceLifetime',
    { maxInstanceLifetime: '12h' },
    { maxInstanceLifetime: '1d' },
  ),
  group(
    'node group: defaultInstanceWarmup above an hour',
    'node-group-warmup',
    'defaultInstanceWarmup',
    { defaultInstanceWarmup: '1d' },
    { defaultInstanceWarmup: '1h' },
  ),
  group(
    'instance type: unknown family',
    'instance-type',
    'instanceType',
    { instanceType: 'm99.large' },
    { instanceType: 'm6i.large' },
  ),
  group(
    'instance type: unknown size',
    'instance-type',
    'instanceType',
    { instanceType: 'm6i.huge' },
    { instanceType: 'm6i.large' },
  ),
];

const mixedInstances: readonly Mistake[] = [
  group(
    'mixed instances: unknown type',
    'instance-type',
    'mixedInstances.alternatives[1]',
    { mixedInstances: { ...spot, alternatives: ['m5.xlarge', 'm5.huge', 'm5a.xlarge', 'm6a.xlarge', 'm7i.xlarge'] } },
    { mixedInstances: spot },
  ),
  group(
    'mixed instances: another architecture',
    'mixed-instances',
    'mixedInstances.alternatives[4]',
    { mixedInstances: { ...spot, alternatives: [...spotTypes, 'm7g.xlarge'] } },
    { mixedInstances: spot },
  ),
  group(
    'mixed instances: another size under the cluster autoscaler',
    'mixed-instances',
    'mixedInstances.alternatives[4]',
    { mixedInstances: { ...spot, alternatives: [...spotTypes, 'c5.xlarge'] } },
    { mixedInstances: { ...spot, alternatives: [...spotTypes, 'c5.xlarge'] }, scaling: Scaling.targetCpu(50) },
  ),
  group(
    'mixed instances: one type twice',
    'mixed-instances',
    'mixedInstances.alternatives[4]',
    { mixedInstances: { ...spot, alternatives: [...spotTypes, 'm5.xlarge'] } },
    { mixedInstances: spot },
  ),
  group(
    'mixed instances: fractional onDemandBase',
    'mixed-instances',
    'mixedInstances.onDemandBase',
    { mixedInstances: { ...spot, onDemandBase: 0.5 } },
    { mixedInstances: { ...spot, onDemandBase: 0 } },
  ),
  group(
    'mixed instances: percentage above 100',
    'mixed-instances',
    'mixedInstances.onDemandPercentageAboveBase',
    { mixedInstances: { ...spot, onDemandPercentageAboveBase: 101 } },
    { mixedInstances: { ...spot, onDemandPercentageAboveBase: 100 } },
  ),
  group(
    'mixed instances: two types for Spot Instances',
    'spot-diversity',
    'mixedInstances.alternatives',
    { mixedInstances: { ...spot, alternatives: ['m5.xlarge'] } },
    { mixedInstances: spot },
  ),
];

const instanceRefresh: readonly Mistake[] = [
  group(
    'instance refresh: percentages out of range',
    'instance-refresh',
    'instanceRefresh',
    { instanceRefresh: InstanceRefresh.healthyPercentage({ max: 210, min: 100 }) },
    { instanceRefresh: InstanceRefresh.healthyPercentage({ max: 200, min: 100 }) },
  ),
  group(
    'instance refresh: percentages more than 100 apart',
    'instance-refresh',
    'instanceRefresh',
    { instanceRefresh: InstanceRefresh.healthyPercentage({ max: 200, min: 50 }) },
    { instanceRefresh: InstanceRefresh.healthyPercentage({ max: 150, min: 50 }) },
  ),
  group(
    'instance refresh: a group of exactly one instance',
    'instance-refresh',
    'instanceRefresh',
    { maxSizePerZone: 1, minSizePerZone: 1 },
    { maxSizePerZone: 1, minSizePerZone: 1, instanceRefresh: InstanceRefresh.terminateBeforeLaunching() },
  ),
  group(
    'instance refresh: a second instance at maxSizePerZone 1',
    'instance-refresh',
    'instanceRefresh',
    { maxSizePerZone: 1, minSizePerZone: 1, instanceRefresh: InstanceRefresh.launchBeforeTerminating() },
    { maxSizePerZone: 2, minSizePerZone: 1, instanceRefresh: InstanceRefresh.launchBeforeTerminating() },
  ),
  group(
    'instance refresh: all of several instances at once',
    'instance-refresh',
    'instanceRefresh',
    { instanceRefresh: InstanceRefresh.terminateBeforeLaunching() },
    { maxSizePerZone: 1, minSizePerZone: 1, instanceRefresh: InstanceRefresh.terminateBeforeLaunching() },
  ),
  group(
    'instance refresh: no room to replace an instance',
    'instance-refresh',
    'instanceRefresh',
    { maxSizePerZone: 4, minSizePerZone: 3, instanceRefresh: InstanceRefresh.healthyPercentage({ max: 100, min: 90 }) },
    { maxSizePerZone: 4, minSizePerZone: 3, instanceRefresh: InstanceRefresh.healthyPercentage({ max: 100, min: 66 }) },
  ),
  group(
    'instance refresh: eleven alarms',
    'instance-refresh-alarms',
    'instanceRefresh.alarms',
    { instanceRefresh: alarms(11) },
    { instanceRefresh: alarms(10) },
  ),
  group(
    'instance refresh: warmup above an hour',
    'instance-refresh-warmup',
    'instanceRefresh.warmup',
    { instanceRefresh: InstanceRefresh.launchBeforeTerminating({ warmup: '2h' }) },
    { instanceRefresh: InstanceRefresh.launchBeforeTerminating({ warmup: '1h' }) },
  ),
  group(
    'instance refresh: falling checkpoints',
    'instance-refresh-checkpoints',
    'instanceRefresh.checkpoints.percentages',
    { instanceRefresh: checkpoints([50, 10], '1h') },
    { instanceRefresh: checkpoints([10, 50], '1h') },
  ),
  group(
    'instance refresh: checkpoints above 48 hours',
    'instance-refresh-checkpoints',
    'instanceRefresh.checkpoints.delay',
    { instanceRefresh: checkpoints([10], '3d') },
    { instanceRefresh: checkpoints([10], '48h') },
  ),
];

const scaling: readonly Mistake[] = [
  group(
    'scaling: target CPU of 0 %',
    'target-cpu',
    'scaling.percent',
    { scaling: Scaling.targetCpu(0) },
    { scaling: Scaling.targetCpu(1) },
  ),
  group(
    'scaling: target CPU above 100 %',
    'target-cpu',
    'scaling.percent',
    { scaling: Scaling.targetCpu(101) },
    { scaling: Scaling.targetCpu(100) },
  ),
  group(
    'scaling schedule: cron with seconds',
    'cron-schedule',
    'scaling.schedules.day.cron',
    scheduled({ cron: '0 0 7 * * *' }),
    scheduled({}),
  ),
  group(
    'scaling schedule: cron with a 25th hour',
    'cron-schedule',
    'scaling.schedules.day.cron',
    scheduled({ cron: '0 25 * * *' }),
    scheduled({}),
  ),
  group(
    'scaling schedule: time zone without an area',
    'time-zone',
    'scaling.schedules.day.timeZone',
    scheduled({ timeZone: 'CET' }),
    scheduled({ timeZone: 'Europe/Berlin' }),
  ),
  group(
    'scaling schedule: minSizePerZone above maxSizePerZone',
    'scaling-schedule',
    'scaling.schedules.day.minSizePerZone',
    scheduled({ maxSizePerZone: 1, minSizePerZone: 2 }),
    scheduled({ maxSizePerZone: 2, minSizePerZone: 2 }),
  ),
  group(
    'scaling schedule: name with a space',
    'scaling-schedule',
    "scaling.schedules['my day']",
    scheduled({}, 'my day'),
    scheduled({}, 'my-day'),
  ),
];

const rootVolume: readonly Mistake[] = [
  group('root volume: below 8Gi', 'root-volume', 'rootVolume', { rootVolume: '7Gi' }, { rootVolume: '8Gi' }),
  group(
    'root volume: above 16384Gi',
    'root-volume',
    'rootVolume',
    { rootVolume: '16385Gi' },
    { rootVolume: '16384Gi' },
  ),
  group(
    'root volume: another unit',
    'root-volume',
    'rootVolume',
    { rootVolume: '40G' as '40Gi' },
    { rootVolume: '40Gi' },
  ),
  group(
    'root volume: iops below the baseline',
    'root-volume',
    'rootVolumePerformance.iops',
    { rootVolumePerformance: { iops: 100 } },
    { rootVolumePerformance: { iops: 3000 } },
  ),
  group(
    'root volume: iops above those of its size',
    'root-volume',
    'rootVolumePerformance.iops',
    { rootVolume: '10Gi', rootVolumePerformance: { iops: 6000 } },
    { rootVolume: '12Gi', rootVolumePerformance: { iops: 6000 } },
  ),
  group(
    'root volume: throughput below the baseline',
    'root-volume',
    'rootVolumePerformance.throughput',
    { rootVolumePerformance: { throughput: '100Mi/s' } },
    { rootVolumePerformance: { throughput: '125Mi/s' } },
  ),
  group(
    'root volume: throughput above that of its iops',
    'root-volume',
    'rootVolumePerformance.throughput',
    { rootVolumePerformance: { throughput: '800Mi/s' } },
    { rootVolumePerformance: { iops: 3200, throughput: '800Mi/s' } },
  ),
];

const image = (title: string, id: string, prop: keyof MachineImageProps, mistaken: string): Mistake => {
  const pinned = { id: imageId, kubernetesVersion: '1.34.2' };
  return {
    title,
    id,
    source: `MachineImage: ${prop}`,
    mistaken: inStack((stack) => new MachineImage(stack, 'image', { ...pinned, [prop]: mistaken })),
    corrected: inStack((stack) => new MachineImage(stack, 'image', pinned)),
  };
};

const machineImages: readonly Mistake[] = [
  ...['', 'ami-', 'ami-0123456789abcdef', 'ami-0123456789ABCDEF0', 'node-1.34.2', `${imageId}0`].map((id) =>
    image(`machine image: id '${id}'`, 'machine-image-id', 'id', id),
  ),
  ...['1.34', 'v1.34.2', '2.0.0', '1.34.2-eks', ''].map((version) =>
    image(`machine image: Kubernetes version '${version}'`, 'kubernetes-version', 'kubernetesVersion', version),
  ),
  ...['amazon-linux', '12345678901', 'Self', ''].map((owner) =>
    image(`machine image: owner '${owner}'`, 'machine-image-owner', 'owner', owner),
  ),
  ...['xvda', '/dev/', '/dev/root', 'sda1'].map((device) =>
    image(`machine image: root device '${device}'`, 'machine-image-root-device', 'rootDevice', device),
  ),
];

const role = (props: Partial<InstanceRoleProps>) => inStack(instanceRole(props));

const instanceRoles: readonly Mistake[] = [
  {
    title: 'instance role: name with a space',
    id: 'resource-name',
    source: 'InstanceRole: name',
    mistaken: role({ name: 'lab node' }),
    corrected: role({ name: 'lab-node' }),
  },
  {
    title: 'instance role: permission to pass every role',
    id: 'policy-pass-role',
    source: 'InstanceRole: permissions.Pass.resources',
    mistaken: role({ permissions: { Pass: { actions: ['iam:PassRole'], resources: ['*'] } } }),
    corrected: role({
      permissions: { Pass: { actions: ['iam:PassRole'], resources: ['arn:aws:iam::111111111111:role/backup'] } },
    }),
  },
];

/** The private tier of a network with this range, and a group of 40 nodes with 110 pods each. */
const tier = (cidr: Cidr) =>
  inStack((stack) =>
    addFindings(
      network(stack, { cidr }),
      checkAddressCapacity(
        { ...networkProps, cidr },
        { groups: { general: { maxNodesPerZone: 20, podsPerNode: 110 } }, setting: 'nodeGroups', tier: 'private' },
      ),
    ),
  );

const addressCapacity: readonly Mistake[] = [
  {
    title: 'address capacity: more pods than the subnets hold',
    id: 'address-capacity',
    source: 'Network: nodeGroups',
    mistaken: tier('10.10.0.0/20'),
    corrected: tier('10.10.0.0/16'),
  },
];

/** Rejected inputs of lib/aws/compute. */
export const awsCompute: readonly Mistake[] = [
  ...nodeGroups,
  ...sharedNames,
  ...mixedInstances,
  ...instanceRefresh,
  ...scaling,
  ...rootVolume,
  ...machineImages,
  ...instanceRoles,
  ...addressCapacity,
];
