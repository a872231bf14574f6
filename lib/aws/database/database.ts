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
import { DatabaseParameters, replicationParameters } from './parameters';
import { DatabasePassword } from './password';
import { DatabaseReplica, replicaId, replicaName } from './replica';
import type { ReplicaProps } from './replica-props';
import { creationArguments, initialData } from './restore';
import { fenceName } from './promotion-runbook';
import { storageSettings } from './storage';
import { SecurityGroup } from '../network/security-group';
import { type DatabaseProps } from './props';
import { regionOf, requireUniqueName } from '../stack/unique-name';

export { databasePort };

/**
 * PostgreSQL on RDS with read replicas, encrypted and with host names by role in a private zone. Its password is in no state and
 * no plan.
 *
 * @example
 * new Database(stack, 'database', {
 *   name: 'lab',
 *   backupRetention: '7d',
 *   deletionProtection: true,
 *   engineVersion: '17.9',
 *   instanceClass: 'db.m6g.large',
 *   key,
 *   multiAz: true,
 *   network,
 *   passwordVersion: 1,
 *   replicas: { reports: {} },
 *   storage: '100Gi',
 *   tier: 'data',
 *   zone,
 * });
 */
export class Database extends Construct {
  readonly securityGroup: SecurityGroup;
  private readonly common: Partial<DbInstanceConfig>;
  private readonly maxConnections: number;
  private readonly parameters: Readonly<Record<string, string>>;
  private readonly cloudwatchLogsRetention: Duration;
  private readonly replicas: Readonly<Record<string, ReplicaProps>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabaseProps,
  ) {
    super(scope, id);
    addFindings(this, checkDatabase(props, regionOf(this)));
    this.requireUniqueIdentifiers();
    this.maxConnections = props.maxConnections ?? 200;
    this.cloudwatchLogsRetention = props.cloudwatchLogsRetention ?? '30d';
    this.replicas = props.replicas ?? {};
    this.parameters = { ...replicationParameters(this.replicas), ...props.parameters };
    this.common = commonSettings({
      allowMajorVersionUpgrade: props.allowMajorVersionUpgrade ?? false,
      iamDatabaseAuthentication: props.iamDatabaseAuthentication ?? false,
    });

    this.securityGroup = new SecurityGroup(this, 'security-group', Database.securityGroupProps(props));
    this.createFence();
    const shared = {
      monitoring: this.createMonitoring(),
      parameters: this.createParameters(),
      password: this.createPassword(),
    };
    const primary = this.createPrimary(this.createSubnetGroup(), shared);
    const replicas = this.createReplicas(primary, shared);
    this.createAlarms(primary);
    createDatabaseRecords(this, { created: replicas, primary, replicas: this.replicas, zone: props.zone });
  }

  /** Returns the props of its security group, with which another stack can look it up to add rules. */
  static securityGroupProps({ name, network }: Pick<DatabaseProps, 'name' | 'network'>) {
    return { displayName: 'database', name, vpcId: network.vpcId };
  }

  /** Returns the host name of the primary before it exists. */
  static primaryHost(zone: string): string {
    return primaryHost(zone);
  }

  /** Returns the host name of the readers. Without replicas it points to the primary. */
  static readerHost(zone: string): string {
    return replicaHost(zone);
  }

  /** Returns the name of the security group without rules that fences a primary off. */
  static fenceName(name: string): string {
    return fenceName(name);
  }

  /** Returns the name of the secret that holds the generated password of the user `postgres`. */
  static passwordSecretName(name: string): string {
    return `${name}-master-password`;
  }

  /** Creates the group without rules that the runbook of a promotion moves the old primary into. */
  private createFence(): void {
    const { name, network } = this.props;
    new SecurityGroup(this, 'fence', {
      displayName: 'no connections',
      name: Database.fenceName(name),
      vpcId: network.vpcId,
    });
  }

  private createSubnetGroup(): DbSubnetGroup {
    const { name, network, tier } = this.props;
    const subnetIds = Object.values(network.subnets(tier)).map(({ id }) => id);
    return new DbSubnetGroup(this, 'subnet-group', {
      description: 'database',
      // RDS does not move an instance to another subnet group of its VPC, so a renamed database keeps it.
      lifecycle: { ignoreChanges: ['name'] },
      name,
      subnetIds,
      tags: { Name: name },
    });
  }

  /** Two instances of one identifier, such as two replicas with one `renamedFrom`. */
  private requireUniqueIdentifiers(): void {
    const kind = 'database instance';
    const { name, replicas = {} } = this.props;
    requireUniqueName(this, { kind, name });
    for (const [key, replica] of sortedEntries(replicas)) {
      if (replica.region) continue;
      requireUniqueName(this, { kind, name: replicaIdentifier(name, key, replica), setting: ['replicas', key] });
    }
  }

  private createMonitoring(): DatabaseMonitoring {
    const { name } = this.props;
    const identifiers = [
      name,
      ...sortedEntries(this.replicas).map(([key, replica]) => replicaIdentifier(name, key, replica)),
    ];
    return new DatabaseMonitoring(this, 'monitoring', { identifiers, name });
  }

  private createParameters(): DatabaseParameters {
    const { engineVersion, name } = this.props;
    const { maxConnections, parameters } = this;
    return new DatabaseParameters(this, 'parameters', { engineVersion, maxConnections, name, parameters });
  }

  private createPassword(): DatabasePassword | undefined {
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

  private createPrimary(subnetGroup: DbSubnetGroup, { monitoring, parameters, password }: SharedParts): DbInstance {
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
      dbSubnetGroupName: subnetGroup.name,
      deleteAutomatedBackups: !deletionProtection,
      deletionProtection,
      dependsOn: [...logs.ready, monitoring.ready],
      engine: 'postgres',
      engineVersion: props.engineVersion,
      ...(deletionProtection ? { finalSnapshotIdentifier: `${name}-final` } : {}),
      identifier: name,
      instanceClass: props.instanceClass,
      ...(key ? { kmsKeyId: key.keyArn } : {}),
      lifecycle: { ignoreChanges: creationArguments, preventDestroy: deletionProtection },
      ...initialData(props.restoreFrom),
      multiAz: props.multiAz,
      parameterGroupName: parameters.groupName,
      skipFinalSnapshot: !deletionProtection,
      tags: { Name: name },
      username: 'postgres',
      vpcSecurityGroupIds: [this.securityGroup.groupId],
    });
  }

  /** Creates the replicas, promoted ones first, since others may replicate them. */
  private createReplicas(primary: DbInstance, { monitoring, parameters, password }: SharedParts): Replicas {
    const { common, cloudwatchLogsRetention, maxConnections, parameters: values, props } = this;
    const { name: zone } = props.zone;
    const names = { primaryHost: Database.primaryHost(zone), replicaHost: Database.readerHost(zone) };
    const created: Record<string, DatabaseReplica> = {};
    const order = sortedEntries(this.replicas).sort(([, a], [, b]) => Number(!!b.promoted) - Number(!!a.promoted));
    for (const [key, replica] of order) {
      created[key] = new DatabaseReplica(this, replicaId(key), {
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
        parameters: values,
        password,
        primary: { primary: props.name, ...names },
        props: replica,
        deletionProtection: props.deletionProtection,
        securityGroup: this.securityGroup.groupId,
        source: created[replica.sourceReplica ?? '']?.instance ?? primary,
        storage: props,
      });
    }
    return created;
  }

  private createAlarms(instance: DbInstance): void {
    const { alarmTopic: topic, name: identifier, storage } = this.props;
    const { maxConnections } = this;
    new DatabaseAlarms(this, 'alarms', { identifier, instance, maxConnections, storage, topic });
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
