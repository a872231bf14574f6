import { DbInstance, type DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { stableName } from '../../core/stable-name';
import { days, type Duration } from '../../core/units';
import type { IKmsKey } from '../iam/kms-key';
import type { ITopic } from '../monitoring/alarm-topic';
import { keepPreviousName } from '../stack/moved-blocks';
import { StackFile } from '../stack/stack-file';
import { DatabaseAlarms } from './alarms';
import { DatabaseLogs, type DatabaseMonitoring, monitoringSettings } from './monitoring';
import { DatabaseParameters } from './parameters';
import type { DatabasePassword } from './password';
import { promotionChanges } from './promotion-changes';
import { promotionRunbook } from './promotion-runbook';
import type { PromotionRunbookValues } from './promotion-runbook-values';
import type { ReplicaProps, ReplicaRegion } from './replica-props';
import { type DatabaseStorage, storageSettings } from './storage';

/** Returns the end of a replica's names in AWS, which a rename in the program does not change. */
export function replicaName(name: string, { physicalName, renamedFrom }: ReplicaProps): string {
  return stableName({ name, physicalName, renamedFrom });
}

/** The settings of a replica, and those that it shares with its primary. */
export interface ReplicaSettings {
  readonly props: ReplicaProps;
  readonly identifier: string;
  readonly storage: DatabaseStorage;
  readonly instanceClass: string;
  readonly engineVersion: string;
  readonly maxConnections: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly deletionProtection: boolean;
  readonly backupRetention: Duration;
  readonly cloudwatchLogsRetention: Duration;
  readonly logKey: IKmsKey | undefined;
  readonly key: IKmsKey | undefined;
  readonly alarmTopic: ITopic | undefined;
  /** The arguments of every instance. */
  readonly common: Partial<DbInstanceConfig>;
  /** The parameter group of the primary's region. */
  readonly parameterGroup: string;
  readonly securityGroup: string;
  readonly monitoring: DatabaseMonitoring;
  readonly password: DatabasePassword | undefined;
  /** The instance that it replicates. */
  readonly source: DbInstance;
  /** The identifier of the primary and the host names, for the runbook. */
  readonly primary: Pick<PromotionRunbookValues, 'primary' | 'primaryHost' | 'replicaHost'>;
  /** The key of the replica. */
  readonly name: string;
}

/** Returns the id of a replica's construct. */
export function replicaId(name: string): string {
  return `replica-${name}`;
}

/** Read replica that can be promoted to the primary. All of its data comes from the primary. */
export class DatabaseReplica extends Construct {
  readonly instance: DbInstance;

  constructor(
    scope: Construct,
    id: string,
    private readonly settings: ReplicaSettings,
  ) {
    super(scope, id);
    const logs = this.createLogs();
    const { region } = settings.props;
    const regional = region ? this.otherRegionArguments(region) : this.sameRegionArguments();
    this.instance = this.createInstance(regional, [...logs.ready, settings.monitoring.ready]);
    this.createAlarms();
    this.createRunbook();
    const { renamedFrom } = settings.props;
    keepPreviousName(this, renamedFrom === undefined ? undefined : replicaId(renamedFrom));
  }

  private createLogs(): DatabaseLogs {
    const { identifier, logKey, cloudwatchLogsRetention, props } = this.settings;
    // A KMS key cannot encrypt logs of another region.
    const key = props.region ? undefined : logKey;
    return new DatabaseLogs(this, 'logs', {
      identifier,
      key,
      provider: this.provider,
      retention: cloudwatchLogsRetention,
    });
  }

  private get provider(): TerraformProvider | undefined {
    return this.settings.props.region?.provider;
  }

  /** Arguments for the primary's region, where RDS copies subnet group and key of the source and rejects others. */
  private sameRegionArguments(): Partial<DbInstanceConfig> {
    const { key, monitoring, parameterGroup, securityGroup, source } = this.settings;
    return {
      ...monitoringSettings(monitoring, key),
      parameterGroupName: parameterGroup,
      replicateSourceDb: source.identifier,
      vpcSecurityGroupIds: [securityGroup],
    };
  }

  private otherRegionArguments({ key, network, provider, tier }: ReplicaRegion): Partial<DbInstanceConfig> {
    const { engineVersion, identifier, maxConnections, monitoring, parameters, source } = this.settings;
    const name = identifier;
    const tags = { Name: name };
    const subnetIds = Object.values(network.subnets(tier)).map(({ id }) => id);
    const lifecycle = { createBeforeDestroy: true };
    const securityGroup = { description: 'database', lifecycle, name, provider, tags, vpcId: network.vpcId };
    const shared = { engineVersion, maxConnections, name, parameters, provider };
    return {
      ...monitoringSettings(monitoring, key),
      dbSubnetGroupName: new DbSubnetGroup(this, 'subnet-group', {
        description: 'database',
        name,
        provider,
        subnetIds,
        tags,
      }).name,
      kmsKeyId: key.keyArn,
      parameterGroupName: new DatabaseParameters(this, 'parameters', shared).groupName,
      // Across regions, RDS requires the ARN.
      replicateSourceDb: source.arn,
      vpcSecurityGroupIds: [new AwsSecurityGroup(this, 'security-group', securityGroup).id],
    };
  }

  private createInstance(regional: Partial<DbInstanceConfig>, dependsOn: ITerraformDependable[]): DbInstance {
    const { common, engineVersion, identifier, instanceClass, props, storage } = this.settings;
    const { replicateSourceDb, ...others } = regional;
    return new DbInstance(this, 'Resource', {
      ...common,
      ...storageSettings(storage),
      ...others,
      ...(props.promoted ? this.primaryArguments(engineVersion) : this.replicaArguments(replicateSourceDb)),
      dependsOn,
      identifier,
      instanceClass: props.instanceClass ?? instanceClass,
      multiAz: props.multiAz ?? false,
      ...(this.provider ? { provider: this.provider } : {}),
      tags: { Name: identifier },
    });
  }

  /** Arguments of a replica. RDS takes no final snapshot of it. One in another region is protected: it survives the loss of a region. */
  private replicaArguments(replicateSourceDb = ''): Partial<DbInstanceConfig> {
    const { props, deletionProtection } = this.settings;
    const isProtected = deletionProtection && props.region !== undefined;
    return {
      backupRetentionPeriod: props.backupRetention === undefined ? 0 : days(props.backupRetention),
      deletionProtection: isProtected,
      lifecycle: { preventDestroy: isProtected },
      replicateSourceDb,
      skipFinalSnapshot: true,
    };
  }

  /** Arguments of the primary, as far as they apply to an existing instance. */
  private primaryArguments(engineVersion: string): Partial<DbInstanceConfig> {
    const { backupRetention, identifier, password, deletionProtection } = this.settings;
    return {
      ...(password ? { passwordWo: password.value, passwordWoVersion: password.version } : {}),
      backupRetentionPeriod: days(backupRetention),
      deleteAutomatedBackups: !deletionProtection,
      deletionProtection,
      engine: 'postgres',
      engineVersion,
      ...(deletionProtection ? { finalSnapshotIdentifier: `${identifier}-final` } : {}),
      lifecycle: { preventDestroy: deletionProtection },
      skipFinalSnapshot: !deletionProtection,
    };
  }

  private createAlarms(): void {
    const { alarmTopic, identifier, maxConnections, props, storage } = this.settings;
    new DatabaseAlarms(this, 'alarms', {
      identifier,
      instance: this.instance,
      ...(props.promoted ? {} : { lag: props.maxReplicaLag ?? '120s' }),
      maxConnections,
      provider: this.provider,
      storage: storage.storage,
      topic: props.region ? props.region.alarmTopic : alarmTopic,
    });
  }

  private createRunbook(): void {
    const { identifier, name, primary, props } = this.settings;
    const otherRegion = props.region !== undefined;
    const changes = promotionChanges(this, { key: name, otherRegion });
    new StackFile(this, 'runbook', {
      content: promotionRunbook({ ...primary, changes, identifier, key: name, otherRegion }),
      path: `runbooks/promote-${name}.md`,
    });
  }
}
