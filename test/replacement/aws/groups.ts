import { InstanceRole, type InstanceRoleProps } from '../../../lib/aws/compute/instance-role';
import { createLaunchTemplate, type LaunchTemplateSettings } from '../../../lib/aws/compute/launch-template';
import { MachineImage, type MachineImageProps } from '../../../lib/aws/compute/machine-image';
import type { MixedInstances } from '../../../lib/aws/compute/mixed-instances';
import { NodeGroup } from '../../../lib/aws/compute/node-group';
import { type NodeGroupProps } from '../../../lib/aws/compute/node-group-props';
import { InstanceRefresh, type InstanceRefreshOptions } from '../../../lib/aws/compute/instance-refresh';
import type { VolumePerformance } from '../../../lib/aws/compute/root-volume';
import { Scaling, type ScalingSchedule } from '../../../lib/aws/compute/scaling';
import type { Stack } from '../../../lib/aws/stack/stack';
import { imageId } from '../../support/terraform';
import type { Own } from '../../provider-schema/agreement';
import { scene, type Scenes } from './change';

const all = ['aws_autoscaling_group', 'aws_cloudwatch_metric_alarm', 'aws_launch_template'];
const schedules = ['aws_autoscaling_schedule'];
const otherImage = 'ami-0fedcba9876543210';

const mixed: MixedInstances = {
  alternatives: ['m5.xlarge', 'm5a.xlarge', 'm6a.xlarge', 'm7i.xlarge'],
  onDemandBase: 1,
  onDemandPercentageAboveBase: 50,
};

const schedule: ScalingSchedule = { cron: '0 7 * * MON-FRI', maxSizePerZone: 4, minSizePerZone: 3 };

/** A node group with one construct id for all names, so that a change of the name does not change its addresses. */
function group(stack: Stack, props: Partial<NodeGroupProps>): void {
  new NodeGroup(stack, 'node-group-general', {
    clusterName: 'lab',
    drainTimeout: '60s',
    image: machineImage(stack, {}),
    instanceProfile: 'lab-node',
    instanceType: 'm6i.xlarge',
    labels: {},
    maxSizePerZone: 4,
    minSizePerZone: 3,
    name: 'general',
    rootVolume: '60Gi',
    securityGroups: [{ groupId: 'sg-1', displayName: 'nodes' }],
    subnets: { a: { cidr: '10.10.1.0/24', id: 'subnet-1' } },
    taints: {},
    ...props,
  });
}

function machineImage(stack: Stack, props: Partial<MachineImageProps>, id = 'image'): MachineImage {
  return new MachineImage(stack, id, { id: imageId, kubernetesVersion: '1.34.2', ...props });
}

export const groups: Scenes = {
  NodeGroupProps: scene<NodeGroupProps>(group, {
    name: [
      { replaces: all, to: 'other' },
      { given: { name: 'web', renamedFrom: 'general' }, to: 'other' },
    ],
    clusterName: { replaces: all, to: 'other' },
    image: { to: (stack) => machineImage(stack, { id: otherImage, kubernetesVersion: '1.34.3' }, 'other') },
    instanceType: { to: 'm6i.2xlarge' },
    mixedInstances: { to: mixed },
    minSizePerZone: { to: 2 },
    maxSizePerZone: { to: 6 },
    rootVolume: { to: '80Gi' },
    rootVolumePerformance: { to: { iops: 4000 } },
    subnets: { to: { a: { cidr: '10.10.0.0/24', id: 'subnet-0' } } },
    securityGroups: { to: [{ groupId: 'sg-0', displayName: 'others' }] },
    instanceProfile: { to: 'other' },
    labels: { to: { role: 'web' } },
    taints: { to: { dedicated: 'transfer:NoSchedule' } },
    drainTimeout: { to: '120s' },
    instanceRefresh: { to: InstanceRefresh.healthyPercentage({ max: 150, min: 50 }) },
    scaling: { to: Scaling.targetCpu(60, { schedules: { day: schedule } }) },
    defaultInstanceWarmup: { to: '60s' },
    alarmTopic: { to: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alarms' } },
    maxInstanceLifetime: { to: '30d' },
    renamedFrom: [{ given: { renamedFrom: 'old' }, replaces: all, to: undefined }],
    physicalName: { replaces: all, to: 'other' },
  }),
  MixedInstances: scene<MixedInstances>((stack, props) => group(stack, { mixedInstances: { ...mixed, ...props } }), {
    alternatives: { to: [...mixed.alternatives, 'm7a.xlarge'] },
    onDemandBase: { to: 2 },
    onDemandPercentageAboveBase: { to: 100 },
  }),
  InstanceRefreshOptions: scene<InstanceRefreshOptions>(
    (stack, props) => group(stack, { instanceRefresh: InstanceRefresh.launchBeforeTerminating(props) }),
    {
      alarms: { to: [{ alarmName: 'errors' }] },
      skipMatching: { to: true },
      warmup: { to: '10m' },
      checkpoints: { to: { percentages: [10, 50], delay: '30m' } },
    },
  ),
  VolumePerformance: scene<VolumePerformance>(
    (stack, rootVolumePerformance) => group(stack, { rootVolumePerformance }),
    { iops: { to: 4000 }, throughput: { to: '250Mi/s' } },
  ),
  ScalingSchedule: scene<ScalingSchedule>(
    (stack, props) =>
      group(stack, { scaling: Scaling.targetCpu(60, { schedules: { day: { ...schedule, ...props } } }) }),
    {
      cron: { replaces: schedules, to: '0 8 * * *' },
      timeZone: { replaces: schedules, to: 'Europe/Berlin' },
      minSizePerZone: { replaces: schedules, to: 2 },
      maxSizePerZone: { replaces: schedules, to: 8 },
    },
  ),
  LaunchTemplateSettings: scene<
    Own<LaunchTemplateSettings, NodeGroupProps> & Pick<LaunchTemplateSettings, 'physicalName'>
  >(
    (stack, props) => {
      createLaunchTemplate(stack, {
        image: machineImage(stack, {}),
        instanceProfile: 'lab-node',
        instanceTags: {},
        instanceType: 'm6i.xlarge',
        physicalName: 'lab-general',
        rootVolume: '60Gi',
        securityGroups: [],
        userData: '${filebase64("boot.sh")}',
        ...props,
      });
    },
    {
      physicalName: { replaces: ['aws_launch_template'], to: 'other' },
      instanceTags: { to: { role: 'web' } },
      userData: { to: '${filebase64("other.sh")}' },
    },
  ),
  MachineImageProps: scene<MachineImageProps>(
    (stack, props) => {
      const instanceType = props.architecture === 'arm64' ? 'm7g.xlarge' : 'm6i.xlarge';
      group(stack, { image: machineImage(stack, props, 'pinned'), instanceType });
    },
    {
      owner: { to: '222222222222' },
      rootDevice: { to: '/dev/xvda' },
      architecture: { to: 'arm64' },
      id: { to: otherImage },
      kubernetesVersion: { to: '1.34.3' },
    },
  ),
  InstanceRoleProps: scene<InstanceRoleProps>(
    (stack, props) => {
      new InstanceRole(stack, 'role', {
        account: '111111111111',
        autoScalingGroups: ['lab-general'],
        name: 'lab-node',
        region: 'eu-west-1',
        ...props,
      });
    },
    {
      name: { replaces: ['aws_iam_instance_profile', 'aws_iam_role', 'aws_iam_role_policy'], to: 'other' },
      autoScalingGroups: { to: ['lab-general', 'lab-transfer'] },
      pullFrom: { to: { tools: { account: '222222222222', region: 'eu-west-1', repositories: ['imp/*'] } } },
      permissions: { to: { ReadNames: { actions: ['ec2:DescribeTags'], resources: ['*'] } } },
      region: { to: 'eu-central-1' },
      account: { to: '222222222222' },
    },
  ),
};
