import type { Duration } from '../../core/units';
import type { IPrivateZone } from '../dns/private-zone';
import type { IKmsKey } from '../iam/kms-key';
import type { ITopic } from '../monitoring/alarm-topic';
import type { INetwork } from '../network/props';
import type { ReplicaProps } from './replica';
import type { DatabaseStorage } from './storage';

export interface DatabaseProps extends DatabaseStorage {
  /**
   * Name of the instances and of what belongs to them. @inPlace the instances, which are renamed, and the subnet group,
   * which keeps its name @replaces what else is named after them: the other groups, role, alarms, logs, and the password's
   * secret, which a protected one refuses
   */
  readonly name: string;
  /**
   * PostgreSQL version, MAJOR.MINOR. Minor versions are not raised behind your back. RDS wants replicas to be raised first, and
   * Terraform cannot: `aws rds modify-db-instance --engine-version`. @inPlace, in the maintenance window; a new major, which
   * RDS refuses here, @replaces the parameter group
   */
  readonly engineVersion: string;
  /** RDS instance class. @inPlace, in the maintenance window */
  readonly instanceClass: string;
  /** A standby in another zone that takes over by itself. @inPlace */
  readonly multiAz: boolean;
  /** How far back it can be restored, up to 35 days. @inPlace */
  readonly backupRetention: Duration;
  /** The network that it stands in. RDS moves no subnet group to another one. @replaces the security group @inPlace the subnet group */
  readonly network: INetwork;
  /** The tier of the network that it stands in. @inPlace */
  readonly tier: string;
  /** Where its name is written, so that what uses it need not ask for its address. @replaces the record */
  readonly zone: IPrivateZone;
  /**
   * Whether Terraform and AWS refuse to destroy it, and a last snapshot is taken, `<name>-final`: RDS refuses to destroy it while
   * one of an earlier instance has that name, which is to be copied and deleted first. @inPlace
   */
  readonly deletionProtection: boolean;
  /** What encrypts volume, backups, insights and password. @replaces the instance @default the account's own keys of RDS and Secrets Manager */
  readonly key?: IKmsKey;
  /**
   * Who makes the master password: RDS, or Terraform, which passes on one that it does not keep; needed with replicas.
   * One more is a new password; one more again after an apply that failed while it changed the instance.
   * @inPlace the instance @replaces the version of the secret @default RDS
   */
  readonly passwordVersion?: number;
  /** Read replicas by name, each with a runbook of its promotion. @inPlace: one more is created, one less destroyed @default none */
  readonly replicas?: Readonly<Record<string, ReplicaProps>>;
  /** Connections at most, of every instance: a replica must not have fewer than its primary. @inPlace after a reboot @default 200 */
  readonly maxConnections?: number;
  /** PostgreSQL parameters beside and above ours. @inPlace; some after a reboot @default none */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Whether upgrades are made on a copy that then takes over. Not with replicas. @inPlace @default false */
  readonly blueGreen?: boolean;
  /** How long PostgreSQL's logs are kept: one of the spans that CloudWatch knows. @inPlace @default '30d' */
  readonly cloudwatchLogsRetention?: Duration;
  /** What encrypts the logs: its policy must let CloudWatch Logs use it for `/aws/rds/instance/*`. @inPlace @default CloudWatch's own key */
  readonly logKey?: IKmsKey;
  /** Who is told of alarms. @inPlace @default nobody: alarms are only shown */
  readonly alarmTopic?: ITopic;
}
