import { DbInstance, type DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { addFindings } from '../../core/diagnostics';
import { days, type Duration } from '../../core/units';
import { DatabaseAlarms } from './alarms';
import { checkDatabase } from './checks';
import { commonSettings, databasePort, masterPassword } from './instance';
import { DatabaseLogs, DatabaseMonitoring, monitoringSettings } from './monitoring';
import { createDatabaseRecords, primaryHost, replicaHost } from './dns';
import { DatabaseParameters } from './parameters';
import { DatabasePassword } from './password';
import { DatabaseReplica, replicaId, replicaName, type ReplicaProps } from './replica';
import { storageSettings } from './storage';
import { SecurityGroup } from '../network/security-group';
import { type DatabaseProps } from './props';

export { databasePort };

/** A PostgreSQL server with its copies, encrypted, reached by the private name of its role. Its password is in no state and no plan. */
export class Database extends Construct {
  readonly securityGroup: SecurityGroup;
  private readonly common: Partial<DbInstanceConfig>;
  private readonly maxConnections: number;
  private readonly cloudwatchLogsRetention: Duration;
  private readonly replicas: Readonly<Record<string, ReplicaProps>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabaseProps,
  ) {
    super(scope, id);
    addFindings(this, checkDatabase(props));
    this.maxConnections = props.maxConnections ?? 200;
    this.cloudwatchLogsRetention = props.cloudwatchLogsRetention ?? '30d';
    this.replicas = props.replicas ?? {};
    this.common = commonSettings();

    this.securityGroup = new SecurityGroup(this, 'security-group', Database.securityGroupProps(props));
    const shared = { monitoring: this.monitoring(), parameters: this.parameters(), password: this.password() };
    const primary = this.primary(this.subnetGroup(), shared);
    const replicas = this.readReplicas(primary, shared);
    this.alarms();
    createDatabaseRecords(this, { made: replicas, primary, replicas: this.replicas, zone: props.zone });
  }

  /** Its security group, by which the cluster's stack finds it to say who may connect. */
  static securityGroupProps({ name, network }: Pick<DatabaseProps, 'name' | 'network'>) {
    return { displayName: 'database', name, vpcId: network.vpcId };
  }

  /** The primary's private name, known before it exists. */
  static primaryHost(zone: string): string {
    return primaryHost(zone);
  }

  /** The readers' private name. It is always there: without replicas the primary answers. */
  static readerHost(zone: string): string {
    return replicaHost(zone);
  }

  /** The secret with the master password, where Terraform passes it on: the password alone, for the user `postgres`. */
  static passwordSecretName(name: string): string {
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
      ...sortedEntries(this.replicas).map(([key, replica]) => replicaIdentifier(name, key, replica)),
    ];
    return new DatabaseMonitoring(this, 'monitoring', { identifiers, name });
  }

  private parameters(): DatabaseParameters {
    const { engineVersion, name, parameters = {} } = this.props;
    const { maxConnections } = this;
    return new DatabaseParameters(this, 'parameters', { engineVersion, maxConnections, name, parameters });
  }

  private password(): DatabasePassword | undefined {
    const { key, name, passwordVersion: version, deletionProtection } = this.props;
    if (version === undefined) return undefined;
    const secret = Database.passwordSecretName(name);
    return new DatabasePassword(this, 'password', {
      ...(key ? { key } : {}),
      name: secret,
      deletionProtection,
      version,
    });
  }

  private primary(subnetGroup: DbSubnetGroup, { monitoring, parameters, password }: SharedParts): DbInstance {
    const { props } = this;
    const { blueGreen = false, key, logKey, name, deletionProtection } = props;
    const logs = new DatabaseLogs(this, 'logs', {
      identifier: name,
      key: logKey,
      retention: this.cloudwatchLogsRetention,
    });
    return new DbInstance(this, 'primary', {
      ...this.common,
      ...storageSettings(props),
      ...monitoringSettings(monitoring, key),
      ...masterPassword(password, key),
      backupRetentionPeriod: days(props.backupRetention),
      ...(blueGreen ? { blueGreenUpdate: { enabled: true } } : {}),
      dbName: 'platform',
      dbSubnetGroupName: subnetGroup.name,
      deleteAutomatedBackups: !deletionProtection,
      deletionProtection: deletionProtection,
      dependsOn: [...logs.ready, monitoring.ready],
      engine: 'postgres',
      engineVersion: props.engineVersion,
      ...(deletionProtection ? { finalSnapshotIdentifier: `${name}-final` } : {}),
      identifier: name,
      instanceClass: props.instanceClass,
      ...(key ? { kmsKeyId: key.keyArn } : {}),
      lifecycle: { preventDestroy: deletionProtection },
      multiAz: props.multiAz,
      parameterGroupName: parameters.groupName,
      skipFinalSnapshot: !deletionProtection,
      tags: { Name: name },
      username: 'postgres',
      vpcSecurityGroupIds: [this.securityGroup.groupId],
    });
  }

  /** The promoted ones first: they are what later ones may replicate. */
  private readReplicas(primary: DbInstance, { monitoring, parameters, password }: SharedParts): Replicas {
    const { common, cloudwatchLogsRetention, maxConnections, props } = this;
    const { name: zone } = props.zone;
    const names = { primaryHost: Database.primaryHost(zone), replicaHost: Database.readerHost(zone) };
    const made: Record<string, DatabaseReplica> = {};
    const order = sortedEntries(this.replicas).sort(([, a], [, b]) => Number(!!b.promoted) - Number(!!a.promoted));
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
        cloudwatchLogsRetention,
        maxConnections,
        monitoring,
        name: key,
        parameterGroup: parameters.groupName,
        parameters: props.parameters ?? {},
        password,
        primary: { primary: props.name, ...names },
        props: replica,
        deletionProtection: props.deletionProtection,
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

interface SharedParts {
  readonly monitoring: DatabaseMonitoring;
  readonly parameters: DatabaseParameters;
  readonly password: DatabasePassword | undefined;
}

type Replicas = Readonly<Record<string, DatabaseReplica>>;

function replicaIdentifier(name: string, key: string, replica: ReplicaProps): string {
  return `${name}-${replicaName(key, replica)}`;
}
