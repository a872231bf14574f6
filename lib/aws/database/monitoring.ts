import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import type { DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { physicalName } from '../../core/naming';
import { days, type Duration } from '../../core/units';
import type { IKmsKey } from '../iam/kms-key';
import { policyDocument } from '../iam/iam-policy';

/** RDS's operating system metrics, once a minute: finer ones cost more than they show. */
const monitoringInterval = 60;

/** What Performance Insights keeps without being paid for it. */
const insightsDays = 7;

/** The logs that PostgreSQL on RDS has. */
const logs = ['postgresql', 'upgrade'];

export interface DatabaseMonitoringProps {
  /** What the role's name starts with. @replaces the role */
  readonly name: string;
  /** The instances that may use it. @inPlace */
  readonly identifiers: readonly string[];
}

/** The role with which RDS writes the metrics of our instances, and of nobody else's. */
export class DatabaseMonitoring extends Construct {
  readonly roleArn: string;
  /** What must stand before an instance that uses the role. */
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, { identifiers, name }: DatabaseMonitoringProps) {
    super(scope, id);
    const account = new DataAwsCallerIdentity(this, 'account').accountId;
    const roleName = physicalName('iam-role', name, 'monitoring');
    const role = new IamRole(this, 'Resource', {
      assumeRolePolicy: policyDocument({
        Monitoring: {
          actions: ['sts:AssumeRole'],
          // Whatever the region: a replica may stand in another one, and roles are in all of them.
          conditions: {
            ArnLike: { 'aws:SourceArn': identifiers.map((identifier) => `arn:aws:rds:*:${account}:db:${identifier}`) },
            StringEquals: { 'aws:SourceAccount': account },
          },
          principal: { service: 'monitoring.rds.amazonaws.com' },
        },
      }),
      description: 'writes metrics of the databases',
      name: roleName,
      tags: { Name: roleName },
    });
    this.ready = new IamRolePolicyAttachment(this, 'metrics', {
      policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole',
      role: role.name,
    });
    this.roleArn = role.arn;
  }
}

export interface DatabaseLogsProps {
  /** The instance. @replaces the log groups */
  readonly identifier: string;
  /** How long logs are kept: one of the spans that CloudWatch knows. @inPlace */
  readonly retention: Duration;
  /** What encrypts them. Its policy must let CloudWatch Logs use it. @inPlace @default CloudWatch's own key */
  readonly key?: IKmsKey | undefined;
  /** Another region's provider. @replaces the log groups @default the stack's own */
  readonly provider?: TerraformProvider | undefined;
}

/** The groups that an instance's logs go to. They stand before it: RDS would make them without an end, and without a key. */
export class DatabaseLogs extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { identifier, key, provider, retention }: DatabaseLogsProps) {
    super(scope, id);
    this.ready = logs.map(
      (log) =>
        new CloudwatchLogGroup(this, log, {
          ...(key ? { kmsKeyId: key.keyArn } : {}),
          name: `/aws/rds/instance/${identifier}/${log}`,
          ...(provider ? { provider } : {}),
          retentionInDays: days(retention),
          tags: { Name: `${identifier}-${log}` },
        }),
    );
  }
}

/** The arguments of an instance for what is seen of it. */
export function monitoringSettings(role: DatabaseMonitoring, key: IKmsKey | undefined): Partial<DbInstanceConfig> {
  return {
    enabledCloudwatchLogsExports: logs,
    monitoringInterval,
    monitoringRoleArn: role.roleArn,
    performanceInsightsEnabled: true,
    ...(key ? { performanceInsightsKmsKeyId: key.keyArn } : {}),
    performanceInsightsRetentionPeriod: insightsDays,
  };
}
