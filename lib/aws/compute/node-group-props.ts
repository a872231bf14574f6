import type { Storage, Duration } from '../../core/units';
import type { ISubnet } from '../network/props';
import type { ISecurityGroup } from '../network/security-group';
import { type InstanceRefresh } from './instance-refresh';
import type { MachineImage } from './machine-image';
import type { MixedInstances } from './mixed-instances';
import type { VolumePerformance } from './root-volume';
import { type Scaling } from './scaling';

export interface NodeGroupProps {
  /** The group's own name: `general`. @replaces the group, the new one before the old one goes; @inPlace where `renamedFrom` says what it was */
  readonly name: string;
  /** The cluster that the machines join; with the name, the physical name. @replaces the group; the new one comes before the old one goes */
  readonly clusterName: string;
  /** The image that every machine runs. @inPlace: machines are rolled, new ones before old ones go */
  readonly image: MachineImage;
  /** EC2 instance type, one of `lib/core/instance-types`. @inPlace: machines are rolled */
  readonly instanceType: string;
  /** Types that may take its place, and how many machines are on spot. @default one type, on demand @inPlace: machines are rolled */
  readonly mixedInstances?: MixedInstances;
  /** Machines at least. @inPlace */
  readonly minSize: number;
  /** Machines at most. @inPlace */
  readonly maxSize: number;
  /** Encrypted gp3 root volume. @inPlace: machines are rolled */
  readonly rootVolume: Storage;
  /** What the volume does beyond its baseline. @default the baseline of gp3 @inPlace: machines are rolled */
  readonly rootVolumePerformance?: VolumePerformance;
  /** One subnet of each zone. @inPlace */
  readonly subnets: readonly ISubnet[];
  /** What guards the machines. @inPlace: machines are rolled */
  readonly securityGroups: readonly ISecurityGroup[];
  /** The instance profile. @inPlace: machines are rolled */
  readonly instanceProfile: string;
  /** Labels of the nodes. @inPlace: machines are rolled */
  readonly labels: Readonly<Record<string, string>>;
  /** Taints of the nodes, by key: `{ dedicated: 'transfer:NoSchedule' }`. @inPlace: machines are rolled */
  readonly taints: Readonly<Record<string, string>>;
  /** How long a machine that goes may take: the longest drain of what runs on it, up to 115m. @inPlace */
  readonly drainTimeout: Duration;
  /** How machines are replaced. @default Rollout.launchFirst() @inPlace */
  readonly instanceRefresh?: InstanceRefresh;
  /** Who says how many machines there are. @default Scaling.byClusterAutoscaler() @inPlace */
  readonly scaling?: Scaling;
  /** From a machine that says it is ready to one that counts. @default '0s': what says so is ready @inPlace */
  readonly defaultInstanceWarmup?: Duration;
  /** Machines older than this are replaced: 1 to 365 days. @default they stay until something changes @inPlace */
  readonly maxInstanceLifetime?: Duration;
  /** What it was called: machines, group and template are kept, with the names that they had. @default it was not renamed @replaces the group, when it is removed and no `physicalName` stands in */
  readonly renamedFrom?: PreviousName;
  /** The name of group and launch template in AWS. @default cluster and (former) name, joined by a hyphen @replaces the group; the new one comes before the old one goes */
  readonly physicalName?: string;
}

/** A group before it was renamed. */
export interface PreviousName {
  /** The id of its construct: `node-group-general`. */
  readonly id: string;
  /** Its name: `general`. */
  readonly name: string;
}

/** What a group's physical name follows from. */
export type GroupNames = Pick<NodeGroupProps, 'clusterName' | 'name' | 'physicalName' | 'renamedFrom'>;
