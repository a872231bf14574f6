import type { Storage, Duration } from '../../core/units';
import type { ITopic } from '../monitoring/alarm-topic';
import type { ISubnet } from '../network/props';
import type { ISecurityGroup } from '../network/security-group';
import { defaultInstanceRefresh, type InstanceRefresh } from './instance-refresh';
import type { MachineImage } from './machine-image';
import type { MixedInstances } from './mixed-instances';
import type { VolumePerformance } from './root-volume';
import { Scaling } from './scaling';

export interface NodeGroupProps {
  /**
   * The name of the group: `general`. The id of the construct ends in it, as in `node-group-general`, so that a rename
   * moves the Terraform addresses.
   *
   * @replaces the group and its alarms; the new ones are created before the old ones are destroyed
   * @inPlace with the former name in `renamedFrom`
   */
  readonly name: string;
  /**
   * The cluster that the nodes join. It begins the physical name.
   *
   * @replaces the group and its alarms; the new ones are created before the old ones are destroyed
   */
  readonly clusterName: string;
  /**
   * The AMI of every instance.
   *
   * @rolls the nodes, by an instance refresh: new instances are launched before old ones are terminated
   */
  readonly image: MachineImage;
  /**
   * The EC2 instance type, one of `lib/aws/compute/instance-types.ts`.
   *
   * @rolls the nodes, by an instance refresh
   */
  readonly instanceType: string;
  /**
   * Alternative instance types, and the share of Spot Instances.
   *
   * @default one type, all On-Demand
   * @rolls the nodes, by an instance refresh
   */
  readonly mixedInstances?: MixedInstances;
  /**
   * The minimum number of instances in each zone.
   *
   * @inPlace
   */
  readonly minSizePerZone: number;
  /**
   * The maximum number of instances in each zone.
   *
   * @inPlace
   */
  readonly maxSizePerZone: number;
  /**
   * The size of the encrypted gp3 root volume.
   *
   * @rolls the nodes, by an instance refresh
   */
  readonly rootVolume: Storage;
  /**
   * IOPS and throughput of the root volume above the baseline of gp3.
   *
   * @default the baseline
   * @rolls the nodes, by an instance refresh
   */
  readonly rootVolumePerformance?: VolumePerformance;
  /**
   * The subnet of the instances in each zone: `network.subnets('private')`. Each zone has an Auto Scaling group of its own, so
   * that the cluster autoscaler launches a node in the zone in which a pod or its volume waits.
   *
   * @inPlace; instances in a zone that is removed are terminated
   * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#common-notes-and-gotchas
   */
  readonly subnets: Readonly<Record<string, ISubnet>>;
  /**
   * The security groups of the instances.
   *
   * @rolls the nodes, by an instance refresh
   */
  readonly securityGroups: readonly ISecurityGroup[];
  /**
   * The name of the IAM instance profile.
   *
   * @rolls the nodes, by an instance refresh
   */
  readonly instanceProfile: string;
  /**
   * Labels of the nodes.
   *
   * @default none
   * @rolls the nodes, by an instance refresh
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Taints of the nodes by key: `{ dedicated: 'transfer:NoSchedule' }`.
   *
   * @default none
   * @rolls the nodes, by an instance refresh
   */
  readonly taints?: Readonly<Record<string, string>>;
  /**
   * The time to drain a node before its instance is terminated: the longest drain timeout of its workloads, up to 115m.
   *
   * @default '30s'
   * @inPlace
   */
  readonly drainTimeout?: Duration;
  /**
   * The replacement of instances after a change of the launch template.
   *
   * @default InstanceRefresh.launchBeforeTerminating()
   * @inPlace
   */
  readonly instanceRefresh?: InstanceRefresh;
  /**
   * The owner of the desired capacity.
   *
   * @default Scaling.byClusterAutoscaler()
   * @inPlace
   */
  readonly scaling?: Scaling;
  /**
   * The time from an instance's launch hook until its metrics count, up to 1h.
   *
   * @default '0s': the launch hook completes when the node is ready
   * @inPlace
   */
  readonly defaultInstanceWarmup?: Duration;
  /**
   * The topic that the alarms of missing instances (after 12 minutes) and of long drains (after an hour or more) notify, and to which
   * failed refreshes and launches are published. `existingTopic` says which services its policy permits.
   *
   * @default none: alarms are visible in CloudWatch only, and failures are not published
   * @inPlace
   */
  readonly alarmTopic?: ITopic | undefined;
  /**
   * The age at which an instance is replaced: 1 to 365 days.
   *
   * @default unlimited
   * @inPlace
   */
  readonly maxInstanceLifetime?: Duration;
  /**
   * The name of the group before it was renamed. Instances, group and launch template keep the names that they have.
   *
   * @default the group was not renamed
   * @replaces the group, when it is removed and no `physicalName` takes its place
   */
  readonly renamedFrom?: string;
  /**
   * The name of the launch template in AWS. The names of the Auto Scaling groups begin with it, as in `lab-general-a-`; AWS
   * completes them, so that a replacement does not collide with the group that it replaces.
   *
   * @default cluster name and (former) name, joined by a hyphen
   * @replaces the group and its alarms; the new ones are created before the old ones are destroyed
   */
  readonly physicalName?: string;
}

/** The props that the physical name of a group is derived from. */
export type NodeGroupNames = Pick<NodeGroupProps, 'clusterName' | 'name' | 'physicalName' | 'renamedFrom'>;

/** The props of a node group with their defaults. */
export type NodeGroupSettings = ReturnType<typeof withDefaults>;

/** Returns the props of a node group with their defaults, which are built and checked alike. */
export function withDefaults(props: NodeGroupProps) {
  return {
    ...props,
    defaultInstanceWarmup: props.defaultInstanceWarmup ?? '0s',
    drainTimeout: props.drainTimeout ?? '30s',
    instanceRefresh: props.instanceRefresh ?? defaultInstanceRefresh,
    labels: props.labels ?? {},
    rootVolumePerformance: props.rootVolumePerformance ?? {},
    scaling: props.scaling ?? Scaling.byClusterAutoscaler(),
    taints: props.taints ?? {},
  } satisfies NodeGroupProps;
}

/** Values of required props that a program leaves out, which is reported. */
export const placeholders = {
  clusterName: 'cluster',
  image: {
    architecture: 'x86_64',
    imageId: 'ami-00000000000000000',
    kubernetesVersion: '1.0.0',
    rootDevice: '/dev/sda1',
  },
  instanceProfile: 'profile',
  instanceType: 'm6i.large',
  maxSizePerZone: 1000,
  minSizePerZone: 0,
  name: 'group',
  rootVolume: '60Gi',
  securityGroups: [],
  subnets: {},
};
