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

/** The interval of Enhanced Monitoring in seconds. Shorter intervals cost more. */
const monitoringInterval = 60;

/** The retention of Performance Insights that is free of charge. */
const insightsDays = 7;

/** The logs of RDS for PostgreSQL. */
const logs = ['postgresql', 'upgrade'];

export interface DatabaseMonitoringProps {
  /**
   * The beginning of the role's name.
   *
   * @replaces the role
   */
  readonly name: string;
  /**
   * The identifiers of the instances that may use the role.
   *
   * @inPlace
   */
  readonly identifiers: readonly string[];
}

/**
 * The IAM role of Enhanced Monitoring, limited to the named instances.
 *
 * @example
 * new DatabaseMonitoring(stack, 'monitoring', { identifiers: ['lab', 'lab-reports'], name: 'lab' });
 */
export class DatabaseMonitoring extends Construct {
  readonly roleArn: string;
  /** The policy attachment, which an instance with the role depends on. */
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, { identifiers, name }: DatabaseMonitoringProps) {
    super(scope, id);
    const account = new DataAwsCallerIdentity(this, 'account').accountId;
    const roleName = physicalName('iam-role', name, 'monitoring');
    const role = new IamRole(this, 'Resource', {
      assumeRolePolicy: policyDocument({
        Monitoring: {
          actions: ['sts:AssumeRole'],
          // Any region: a replica may be in another one, and IAM roles are global.
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
  /**
   * The identifier of the instance.
   *
   * @replaces the log groups
   */
  readonly identifier: string;
  /**
   * The retention of the logs, one of CloudWatch's retention periods.
   *
   * @inPlace
   */
  readonly retention: Duration;
  /**
   * The KMS key of the logs. Its policy must allow CloudWatch Logs to use it.
   *
   * @default CloudWatch's own key
   * @inPlace
   */
  readonly key?: IKmsKey | undefined;
  /**
   * The provider of another region.
   *
   * @default that of the stack
   * @replaces the log groups
   */
  readonly provider?: TerraformProvider | undefined;
}

/**
 * The log groups of an instance. They are created before it: RDS would create them without retention and key.
 *
 * @example
 * new DatabaseLogs(stack, 'logs', { identifier: 'lab', retention: '30d' });
 */
export class DatabaseLogs extends Construct {
  /** The log groups, which the instance depends on. */
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

/** Returns the arguments of an instance for logs, metrics and Performance Insights. */
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
