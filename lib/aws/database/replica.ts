import { DbInstance, type DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { days, type Duration } from '../../core/units';
import type { ITopic } from '../monitoring/alarm-topic';
import { DatabaseAlarms } from './alarms';
import { DatabaseLogs, type DatabaseMonitoring, monitoringSettings } from './monitoring';
import { DatabaseParameters } from './parameters';
import type { DatabasePassword } from './password';
import { type PromotionFacts, promotionRunbook } from './promotion-runbook';
import { type DatabaseStorage, storageSettings } from './storage';
import type { IKmsKey } from '../iam/kms-key';
import { keepPreviousName } from '../stack/moved-blocks';
import type { INetwork } from '../network/props';
import { StackFile } from '../stack/stack-file';

/** Another region, with everything in it that a replica cannot bring along. */
export interface ReplicaRegion {
  /** The provider of that region, for this account. @replaces the replica */
  readonly provider: TerraformProvider;
  /** A network of that region. RDS moves no subnet group to another one. @replaces its security group @inPlace its subnet group */
  readonly network: INetwork;
  /** The tier of that network. @inPlace */
  readonly tier: string;
  /** A key of that region: keys do not leave theirs. @replaces the replica */
  readonly key: IKmsKey;
  /** Who is told of its alarms: a topic of that region. @inPlace @default nobody */
  readonly alarmTopic?: ITopic;
}

export interface ReplicaProps {
  /** RDS instance class. @inPlace, in the maintenance window @default the primary's */
  readonly instanceClass?: string;
  /** A standby in another zone. @inPlace @default false */
  readonly multiAz?: boolean;
  /** How many of 255 parts of the readers it gets beside other replicas; 0 takes it out. Not for another region. @inPlace @default 1 */
  readonly weight?: number;
  /** How far back it can be restored by itself. @inPlace @default none: the primary has backups */
  readonly backupRetention?: Duration;
  /** How far behind it may be before somebody is told. @inPlace @default '60s' */
  readonly lag?: Duration;
  /** Where it stands, if not beside the primary. @replaces the replica @default beside the primary */
  readonly region?: ReplicaRegion;
  /**
   * It was promoted and is the primary now: the primary's name leads to it, and it is kept as one. There is no way back.
   * See its runbook before. @inPlace @default false
   */
  readonly promoted?: boolean;
  /** The promoted replica that it replicates. For new replicas: one that exists keeps its source. @inPlace, and refused by RDS @default the primary */
  readonly from?: string;
  /**
   * Its name before it was renamed: the instance is kept, and called what it was. @default it was not renamed
   * @replaces its log groups and alarms, when it is removed and no `physicalName` stands in @inPlace the instance, which
   * then gets another identifier and address
   */
  readonly renamedFrom?: string;
  /**
   * What its names in AWS end in. @default its (former) name @replaces its log groups and alarms @inPlace the instance,
   * which gets another identifier and address
   */
  readonly physicalName?: string;
}

/** What the names of a replica in AWS end in: a rename in the program changes none of them. */
export function replicaName(name: string, { physicalName, renamedFrom }: ReplicaProps): string {
  return physicalName ?? renamedFrom ?? name;
}

/** What a replica shares with its primary. */
export interface ReplicaFacts {
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
  /** What every instance has. */
  readonly common: Partial<DbInstanceConfig>;
  /** In the primary's region. */
  readonly parameterGroup: string;
  readonly securityGroup: string;
  readonly monitoring: DatabaseMonitoring;
  readonly password: DatabasePassword | undefined;
  /** The instance that it replicates. */
  readonly source: DbInstance;
  /** The primary's own identifier, and the private names by role: for the runbook. */
  readonly primary: Pick<PromotionFacts, 'primary' | 'primaryHost' | 'replicaHost'>;
  /** Its name among the replicas. */
  readonly name: string;
}

/** The id of a replica's construct. */
export function replicaId(name: string): string {
  return `replica-${name}`;
}

/** A copy that can be read, and that can become the primary. It is made from the primary alone, so it holds nothing to lose. */
export class DatabaseReplica extends Construct {
  readonly instance: DbInstance;

  constructor(
    scope: Construct,
    id: string,
    private readonly facts: ReplicaFacts,
  ) {
    super(scope, id);
    const logs = this.logs();
    const place = facts.props.region ? this.elsewhere(facts.props.region) : this.besidePrimary();
    this.instance = this.replica(place, [...logs.ready, facts.monitoring.ready]);
    this.alarms();
    this.runbook();
    const { renamedFrom } = facts.props;
    keepPreviousName(this, renamedFrom === undefined ? undefined : replicaId(renamedFrom));
  }

  private logs(): DatabaseLogs {
    const { identifier, logKey, cloudwatchLogsRetention, props } = this.facts;
    // A key of the primary's region cannot encrypt logs of another one.
    const key = props.region ? undefined : logKey;
    return new DatabaseLogs(this, 'logs', {
      identifier,
      key,
      provider: this.provider,
      retention: cloudwatchLogsRetention,
    });
  }

  private get provider(): TerraformProvider | undefined {
    return this.facts.props.region?.provider;
  }

  /** In the same region, RDS takes subnet group and key from the source, and refuses to be told them. */
  private besidePrimary(): Partial<DbInstanceConfig> {
    const { key, monitoring, parameterGroup, securityGroup, source } = this.facts;
    return {
      ...monitoringSettings(monitoring, key),
      parameterGroupName: parameterGroup,
      replicateSourceDb: source.identifier,
      vpcSecurityGroupIds: [securityGroup],
    };
  }

  private elsewhere({ key, network, provider, tier }: ReplicaRegion): Partial<DbInstanceConfig> {
    const { engineVersion, identifier, maxConnections, monitoring, parameters, source } = this.facts;
    const name = identifier;
    const tags = { Name: name };
    const subnetIds = Object.values(network.subnets(tier)).map(({ id }) => id);
    const lifecycle = { createBeforeDestroy: true };
    const guard = { description: 'database', lifecycle, name, provider, tags, vpcId: network.vpcId };
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
      // Across regions a name says nothing.
      replicateSourceDb: source.arn,
      vpcSecurityGroupIds: [new AwsSecurityGroup(this, 'security-group', guard).id],
    };
  }

  private replica(place: Partial<DbInstanceConfig>, dependsOn: ITerraformDependable[]): DbInstance {
    const { common, engineVersion, identifier, instanceClass, props, storage } = this.facts;
    const { replicateSourceDb, ...standing } = place;
    return new DbInstance(this, 'Resource', {
      ...common,
      ...storageSettings(storage),
      ...standing,
      ...(props.promoted ? this.asPrimary(engineVersion) : this.asReplica(replicateSourceDb)),
      dependsOn,
      identifier,
      instanceClass: props.instanceClass ?? instanceClass,
      multiAz: props.multiAz ?? false,
      ...(this.provider ? { provider: this.provider } : {}),
      tags: { Name: identifier },
    });
  }

  /** RDS takes no last snapshot of a replica. The one in another region is what is left when a region is lost. */
  private asReplica(replicateSourceDb = ''): Partial<DbInstanceConfig> {
    const { props, deletionProtection } = this.facts;
    const guarded = deletionProtection && props.region !== undefined;
    return {
      backupRetentionPeriod: props.backupRetention === undefined ? 0 : days(props.backupRetention),
      deletionProtection: guarded,
      lifecycle: { preventDestroy: guarded },
      replicateSourceDb,
      skipFinalSnapshot: true,
    };
  }

  /** What the primary has, as far as it can be given to an instance that exists. */
  private asPrimary(engineVersion: string): Partial<DbInstanceConfig> {
    const { backupRetention, identifier, password, deletionProtection } = this.facts;
    return {
      ...(password ? { passwordWo: password.value, passwordWoVersion: password.version } : {}),
      backupRetentionPeriod: days(backupRetention),
      deleteAutomatedBackups: !deletionProtection,
      deletionProtection: deletionProtection,
      engine: 'postgres',
      engineVersion,
      ...(deletionProtection ? { finalSnapshotIdentifier: `${identifier}-final` } : {}),
      lifecycle: { preventDestroy: deletionProtection },
      skipFinalSnapshot: !deletionProtection,
    };
  }

  private alarms(): void {
    const { alarmTopic, identifier, maxConnections, props, storage } = this.facts;
    new DatabaseAlarms(this, 'alarms', {
      identifier,
      ...(props.promoted ? {} : { lag: props.lag ?? '60s' }),
      maxConnections,
      provider: this.provider,
      storage: storage.storage,
      topic: props.region ? props.region.alarmTopic : alarmTopic,
    });
  }

  private runbook(): void {
    const { identifier, name, primary, props } = this.facts;
    new StackFile(this, 'runbook', {
      content: promotionRunbook({ ...primary, identifier, key: name, otherRegion: props.region !== undefined }),
      path: `runbooks/promote-${name}.md`,
    });
  }
}
