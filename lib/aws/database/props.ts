import type { Duration } from '../../core/units';
import type { IPrivateZone } from '../dns/private-zone';
import type { IKmsKey } from '../iam/kms-key';
import type { ITopic } from '../monitoring/alarm-topic';
import type { INetwork } from '../network/props';
import type { ReplicaProps } from './replica-props';
import type { RestoreSource } from './restore';
import type { DatabaseStorage } from './storage';

export interface DatabaseProps extends DatabaseStorage {
  /**
   * The name of the instances and of the resources that belong to them.
   *
   * @replaces all other resources with the name: parameter and security groups, role, alarms, log groups, and the secret of the
   * password, which cannot be replaced while it is protected
   * @inPlace the instances, which are renamed, and the subnet group, which keeps its name
   */
  readonly name: string;
  /**
   * The PostgreSQL version, MAJOR.MINOR. RDS does not upgrade minor versions automatically. Replicas must be upgraded before the
   * primary, which Terraform cannot do: use `aws rds modify-db-instance --engine-version`. A new major version also needs
   * `allowMajorVersionUpgrade`, and RDS never returns to an older one: restore a snapshot.
   *
   * @replaces the parameter group, for a new major version
   * @inPlace in the maintenance window
   */
  readonly engineVersion: string;
  /**
   * Allows the upgrade to a new major version. All changes then apply at once: an instance cannot have a parameter group of
   * another major version until its window. RDS upgrades replicas of the region with the primary; remove replicas of other
   * regions before. Remove the setting after the upgrade.
   *
   * @default false
   * @inPlace
   */
  readonly allowMajorVersionUpgrade?: boolean;
  /**
   * The backup that the primary is created from. Username, engine, key and the name of the initial database are those of the backup,
   * and `storage` must be at least its size, which RDS may have grown. It is read at the creation only, and can be removed afterwards.
   *
   * @default none: an empty database
   * @inPlace, without an effect on an existing instance
   */
  readonly restoreFrom?: RestoreSource;
  /**
   * The RDS instance class.
   *
   * @inPlace in the maintenance window
   */
  readonly instanceClass: string;
  /**
   * Adds a standby in another zone, which takes over automatically.
   *
   * @inPlace
   */
  readonly multiAz: boolean;
  /**
   * The retention of automated backups, 1 to 35 days.
   *
   * @inPlace
   */
  readonly backupRetention: Duration;
  /**
   * The network of the database. RDS does not move a subnet group to another VPC.
   *
   * @replaces the security group
   * @inPlace the subnet group
   */
  readonly network: INetwork;
  /**
   * The tier of its subnets.
   *
   * @inPlace
   */
  readonly tier: string;
  /**
   * The private zone of its host names.
   *
   * @replaces the records
   */
  readonly zone: IPrivateZone;
  /**
   * Makes Terraform and AWS reject the destruction of the instances, and takes a final snapshot, `<name>-final`. RDS rejects a
   * destruction while an earlier snapshot has that name: copy and delete it first.
   *
   * @inPlace
   */
  readonly deletionProtection: boolean;
  /**
   * The KMS key of volume, backups, Performance Insights and password.
   *
   * @default the account's own keys of RDS and Secrets Manager
   * @replaces the instance
   */
  readonly key?: IKmsKey;
  /**
   * The version of a master password that Terraform generates and does not keep; required with replicas. Add one for a new
   * password, and one more after an apply that failed while it changed the instance.
   *
   * @default RDS generates and stores the password
   * @replaces the version of the secret
   * @inPlace the instance
   */
  readonly passwordVersion?: number;
  /**
   * Lets database users with the role `rds_iam` log in with an IAM token instead of a password.
   *
   * @default false
   * @inPlace
   */
  readonly iamDatabaseAuthentication?: boolean;
  /**
   * Read replicas by name, each with a runbook for its promotion.
   *
   * @default none
   * @inPlace: replicas are created and destroyed
   */
  readonly replicas?: Readonly<Record<string, ReplicaProps>>;
  /**
   * The maximum number of connections of every instance. A replica with fewer than its primary stops its replication: after a
   * higher number reboot the replicas first, after a lower one the primary.
   *
   * @default 200
   * @inPlace after a reboot
   */
  readonly maxConnections?: number;
  /**
   * PostgreSQL parameters, which override those of this construct. A replica with less of `max_worker_processes`, `max_wal_senders`,
   * `max_prepared_transactions` or `max_locks_per_transaction` than its primary stops its replication: after a higher number reboot the
   * replicas first, after a lower one the primary.
   *
   * @default none
   * @inPlace: some after a reboot
   * @see https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-ADMIN
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Upgrades a copy of the instance, which then takes over. Not available with replicas.
   *
   * @default false
   * @inPlace
   */
  readonly blueGreen?: boolean;
  /**
   * The retention of PostgreSQL's logs, one of CloudWatch's retention periods.
   *
   * @default '30d'
   * @inPlace
   */
  readonly cloudwatchLogsRetention?: Duration;
  /**
   * The KMS key of the logs. Its policy must allow CloudWatch Logs to use it for `/aws/rds/instance/*`.
   *
   * @default CloudWatch's own key
   * @inPlace
   */
  readonly logKey?: IKmsKey;
  /**
   * The topic that alarms notify.
   *
   * @default none: alarms are visible in CloudWatch only
   * @inPlace
   */
  readonly alarmTopic?: ITopic;
}
