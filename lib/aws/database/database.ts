import { DbInstance, type DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { Construct } from 'constructs';
import { entriesOf } from '../../core/canonical';
import { report } from '../../core/diagnostics';
import { days, type Duration } from '../../core/units';
import type { ITopic } from '../monitoring/alarm-topic';
import { DatabaseAlarms } from './alarms';
import { checkDatabase } from './checks';
import { commonSettings, databasePort, masterPassword } from './instance';
import { DatabaseLogs, DatabaseMonitoring, monitoringSettings } from './monitoring';
import { databaseNames, primaryHost, replicaHost } from './dns';
import { DatabaseParameters } from './parameters';
import { DatabasePassword } from './password';
import { DatabaseReplica, replicaId, replicaKnownAs, type ReplicaProps } from './replica';
import { type DatabaseStorage, storageSettings } from './storage';
import type { IKey } from '../iam/kms-key';
import type { INetwork } from '../network/network';
import type { IPrivateZone } from '../dns/private-zone';
import { SecurityGroup } from '../network/security-group';

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
  readonly protect: boolean;
  /** What encrypts volume, backups, insights and password. @replaces the instance @default the account's own keys of RDS and Secrets Manager */
  readonly key?: IKey;
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
  readonly logRetention?: Duration;
  /** What encrypts the logs: its policy must let CloudWatch Logs use it for `/aws/rds/instance/*`. @inPlace @default CloudWatch's own key */
  readonly logKey?: IKey;
  /** Who is told of alarms. @inPlace @default nobody: alarms are only shown */
  readonly alarmTopic?: ITopic;
}

export { databasePort };

/** A PostgreSQL server with its copies, encrypted, reached by the private name of its role. Its password is in no state and no plan. */
export class Database extends Construct {
  readonly securityGroup: SecurityGroup;
  private readonly common: Partial<DbInstanceConfig>;
  private readonly maxConnections: number;
  private readonly logRetention: Duration;
  private readonly replicas: Readonly<Record<string, ReplicaProps>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabaseProps,
  ) {
    super(scope, id);
    report(this, checkDatabase(props));
    this.maxConnections = props.maxConnections ?? 200;
    this.logRetention = props.logRetention ?? '30d';
    this.replicas = props.replicas ?? {};
    this.common = commonSettings();

    this.securityGroup = new SecurityGroup(this, 'security-group', Database.securityGroupOf(props));
    const shared = { monitoring: this.monitoring(), parameters: this.parameters(), password: this.password() };
    const primary = this.primary(this.subnetGroup(), shared);
    const replicas = this.readReplicas(primary, shared);
    this.alarms();
    databaseNames(this, { made: replicas, primary, replicas: this.replicas, zone: props.zone });
  }

  /** Its security group, by which the cluster's stack finds it to say who may connect. */
  static securityGroupOf({ name, network }: Pick<DatabaseProps, 'name' | 'network'>) {
    return { label: 'database', name, vpcId: network.vpcId };
  }

  /** The primary's private name, known before it exists. */
  static hostOf(zone: string): string {
    return primaryHost(zone);
  }

  /** The readers' private name. It is always there: without replicas the primary answers. */
  static replicaHostOf(zone: string): string {
    return replicaHost(zone);
  }

  /** The secret with the master password, where Terraform passes it on: the password alone, for the user `postgres`. */
  static passwordSecretOf(name: string): string {
    return `${name}-master-password`;
  }

  private subnetGroup(): DbSubnetGroup {
    const { name, network, tier } = this.props;
    const subnetIds = Object.values(network.subnets(tier)).map(({ id }) => id);
    return new DbSubnetGroup(this, 'subnet-group', {
      description: 'database',
      // RDS moves an instance to no other subnet group of its VPC, so this one stays when the database is renamed.
      lifecycle: { ignoreChanges: ['name'] },
      name,
      subnetIds,
      tags: { Name: name },
    });
  }

  private monitoring(): DatabaseMonitoring {
    const { name } = this.props;
    const identifiers = [
      name,
      ...entriesOf(this.replicas).map(([key, replica]) => replicaIdentifier(name, key, replica)),
    ];
    return new DatabaseMonitoring(this, 'monitoring', { identifiers, name });
  }

  private parameters(): DatabaseParameters {
    const { engineVersion, name, parameters = {} } = this.props;
    const { maxConnections } = this;
    return new DatabaseParameters(this, 'parameters', { engineVersion, maxConnections, name, parameters });
  }

  private password(): DatabasePassword | undefined {
    const { key, name, passwordVersion: version, protect } = this.props;
    if (version === undefined) return undefined;
    const secret = Database.passwordSecretOf(name);
    return new DatabasePassword(this, 'password', { ...(key ? { key } : {}), name: secret, protect, version });
  }

  private primary(subnetGroup: DbSubnetGroup, { monitoring, parameters, password }: Shared): DbInstance {
    const { props } = this;
    const { blueGreen = false, key, logKey, name, protect } = props;
    const logs = new DatabaseLogs(this, 'logs', { identifier: name, key: logKey, retention: this.logRetention });
    return new DbInstance(this, 'primary', {
      ...this.common,
      ...storageSettings(props),
      ...monitoringSettings(monitoring, key),
      ...masterPassword(password, key),
      backupRetentionPeriod: days(props.backupRetention),
      ...(blueGreen ? { blueGreenUpdate: { enabled: true } } : {}),
      dbName: 'platform',
      dbSubnetGroupName: subnetGroup.name,
      deleteAutomatedBackups: !protect,
      deletionProtection: protect,
      dependsOn: [...logs.ready, monitoring.ready],
      engine: 'postgres',
      engineVersion: props.engineVersion,
      ...(protect ? { finalSnapshotIdentifier: `${name}-final` } : {}),
      identifier: name,
      instanceClass: props.instanceClass,
      ...(key ? { kmsKeyId: key.keyArn } : {}),
      lifecycle: { preventDestroy: protect },
      multiAz: props.multiAz,
      parameterGroupName: parameters.groupName,
      skipFinalSnapshot: !protect,
      tags: { Name: name },
      username: 'postgres',
      vpcSecurityGroupIds: [this.securityGroup.groupId],
    });
  }

  /** The promoted ones first: they are what later ones may replicate. */
  private readReplicas(primary: DbInstance, { monitoring, parameters, password }: Shared): Replicas {
    const { common, logRetention, maxConnections, props } = this;
    const { name: zone } = props.zone;
    const names = { primaryHost: Database.hostOf(zone), replicaHost: Database.replicaHostOf(zone) };
    const made: Record<string, DatabaseReplica> = {};
    const order = entriesOf(this.replicas).sort(([, a], [, b]) => Number(!!b.promoted) - Number(!!a.promoted));
    for (const [key, replica] of order) {
      made[key] = new DatabaseReplica(this, replicaId(key), {
        alarmTopic: props.alarmTopic,
        backupRetention: props.backupRetention,
        common,
        engineVersion: props.engineVersion,
        identifier: replicaIdentifier(props.name, key, replica),
        instanceClass: props.instanceClass,
        key: props.key,
        logKey: props.logKey,
        logRetention,
        maxConnections,
        monitoring,
        name: key,
        parameterGroup: parameters.groupName,
        parameters: props.parameters ?? {},
        password,
        primary: { primary: props.name, ...names },
        props: replica,
        protect: props.protect,
        securityGroup: this.securityGroup.groupId,
        source: made[replica.from ?? '']?.instance ?? primary,
        storage: props,
      });
    }
    return made;
  }

  private alarms(): void {
    const { alarmTopic: topic, name: identifier, storage } = this.props;
    new DatabaseAlarms(this, 'alarms', { identifier, maxConnections: this.maxConnections, storage, topic });
  }
}

interface Shared {
  readonly monitoring: DatabaseMonitoring;
  readonly parameters: DatabaseParameters;
  readonly password: DatabasePassword | undefined;
}

type Replicas = Readonly<Record<string, DatabaseReplica>>;

function replicaIdentifier(name: string, key: string, replica: ReplicaProps): string {
  return `${name}-${replicaKnownAs(key, replica)}`;
}
