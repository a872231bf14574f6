import type { TerraformProvider } from 'cdktf';
import type { Duration } from '../../core/units';
import type { IKmsKey } from '../iam/kms-key';
import type { ITopic } from '../monitoring/alarm-topic';
import type { INetwork } from '../network/props';

/** Another region, with the resources that a replica cannot share with its primary. */
export interface ReplicaRegion {
  /**
   * The provider of the region, for the same account.
   *
   * @replaces the replica
   */
  readonly provider: TerraformProvider;
  /**
   * A network of the region. RDS does not move a subnet group to another VPC.
   *
   * @replaces its security group
   * @inPlace its subnet group
   */
  readonly network: INetwork;
  /**
   * The tier of that network.
   *
   * @inPlace
   */
  readonly tier: string;
  /**
   * A KMS key of the region.
   *
   * @replaces the replica
   */
  readonly key: IKmsKey;
  /**
   * A topic of the region, which its alarms notify.
   *
   * @default none
   * @inPlace
   */
  readonly alarmTopic?: ITopic;
}

export interface ReplicaProps {
  /**
   * The RDS instance class.
   *
   * @default that of the primary
   * @inPlace in the maintenance window
   */
  readonly instanceClass?: string;
  /**
   * Adds a standby in another zone.
   *
   * @default false
   * @inPlace
   */
  readonly multiAz?: boolean;
  /**
   * The weight of the replica among the readers, 0 to 255; at 0 it gets no queries. Not for another region.
   *
   * @default 1
   * @inPlace
   */
  readonly weight?: number;
  /**
   * The retention of its own automated backups.
   *
   * @default none: the primary has backups
   * @inPlace
   */
  readonly backupRetention?: Duration;
  /**
   * The replica lag above which its alarm goes off, if the lag stays above it for a quarter of an hour.
   *
   * @default '120s'
   * @inPlace
   */
  readonly maxReplicaLag?: Duration;
  /**
   * Another region for the replica.
   *
   * @default the region of the primary
   * @replaces the replica
   */
  readonly region?: ReplicaRegion;
  /**
   * Marks a replica that was promoted to the primary: the host name of the primary points to it, and it is protected as one. It
   * cannot be undone. Read its runbook before.
   *
   * @default false
   * @inPlace
   */
  readonly promoted?: boolean;
  /**
   * The promoted replica that it replicates. For new replicas: an existing one keeps its source.
   *
   * @default the primary
   * @inPlace, and rejected by RDS
   */
  readonly sourceReplica?: string;
  /**
   * The key of the replica before it was renamed. The instance keeps the name that it has.
   *
   * @default the replica was not renamed
   * @replaces its log groups and alarms, when it is removed and no `physicalName` takes its place
   * @inPlace the instance, which then gets another identifier and address
   */
  readonly renamedFrom?: string;
  /**
   * The end of its names in AWS.
   *
   * @default the (former) key of the replica
   * @replaces its log groups and alarms
   * @inPlace the instance, which gets another identifier and address
   */
  readonly physicalName?: string;
}
