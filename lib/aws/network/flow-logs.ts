import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { addFindings, type Finding } from '../../core/diagnostics';
import { checkName, physicalName } from '../../core/naming';
import { days, type LogRetention } from '../../core/units';
import { policyDocument } from '../iam/iam-policy';
import type { IKmsKey } from '../iam/kms-key';
import type { IBucket } from '../storage/bucket-props';
import type { INetwork } from './props';

export interface FlowLogsProps {
  /**
   * Prefix of the names of the flow log, its log group and its role.
   *
   * @replaces the flow log, its log group with all records, and its role
   */
  readonly name: string;
  /**
   * The network whose traffic is recorded.
   *
   * @replaces the flow log
   */
  readonly network: Pick<INetwork, 'vpcId'>;
  /**
   * The account, 12 digits. Flow logs of no other account may use the role.
   *
   * @inPlace the role's trust policy
   */
  readonly account: string;
  /**
   * AWS region.
   *
   * @inPlace the role's trust policy
   */
  readonly region: string;
  /**
   * Maximum aggregation interval of a record: `60s` has ten times the resolution, and up to ten times the records.
   *
   * @replaces the flow log, with a gap of seconds
   */
  readonly maxAggregationInterval: '60s' | '600s';
  /**
   * Destination of the records.
   *
   * @replaces the flow log, with a gap of seconds
   * @inPlace the key and retention of a log group
   */
  readonly destination: FlowLogDestination;
}

interface LogGroup {
  readonly kind: 'log-group';
  readonly key: IKmsKey;
  readonly retention: LogRetention;
}

interface LogBucket {
  readonly kind: 'bucket';
  readonly bucket: IBucket;
}

/** Destination of flow log records. */
export class FlowLogDestination {
  private constructor(readonly target: LogGroup | LogBucket) {}

  /**
   * Creates a CloudWatch log group: records can be queried at once, for about $0.50 a GB.
   *
   * @param props `retention` of the records; `key` that encrypts them, with a grant for `FlowLogs.logGroupName`
   */
  static logGroup(props: { readonly retention: LogRetention; readonly key: IKmsKey }): FlowLogDestination {
    return new FlowLogDestination({ ...props, kind: 'log-group' });
  }

  /**
   * Writes Parquet files to a bucket: about half the price, to be queried with Athena. Retention and encryption are the
   * bucket's. Its policy needs the grant `BucketGrant.logDelivery(FlowLogs.prefix)`.
   */
  static bucket(bucket: IBucket): FlowLogDestination {
    return new FlowLogDestination({ bucket, kind: 'bucket' });
  }
}

/**
 * VPC flow log of all accepted and rejected traffic of a network: addresses, ports and sizes, and no content.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
 *
 * @example
 * new FlowLogs(stack, 'flow-logs', {
 *   account: '111111111111',
 *   destination: FlowLogDestination.logGroup({ key, retention: '30d' }),
 *   maxAggregationInterval: '60s',
 *   name: 'shop',
 *   network,
 *   region: 'eu-west-1',
 * });
 */
export class FlowLogs extends Construct {
  /** Prefix of the records in a bucket. */
  static readonly prefix = 'flow-logs';

  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    addFindings(this, checkFlowLogs(props));
    const { target } = props.destination;
    if (target.kind === 'bucket') this.logToBucket(props, target);
    else this.logToLogGroup(props, target);
  }

  /** Returns the name of the log group, for the policy of the key that encrypts it. */
  static logGroupName({ name }: Pick<FlowLogsProps, 'name'>): string {
    return `/adamant/${name}/flow-logs`;
  }

  private logToLogGroup(props: FlowLogsProps, { key, retention }: LogGroup): void {
    const group = new CloudwatchLogGroup(this, 'log-group', {
      kmsKeyId: key.keyArn,
      name: FlowLogs.logGroupName(props),
      retentionInDays: days(retention),
    });
    const role = new IamRole(this, 'role', { assumeRolePolicy: trustPolicy(props), name: roleName(props) });
    const { account, region } = props;
    const permission = new IamRolePolicy(this, 'write', {
      name: 'write',
      policy: policyDocument({
        // The API has no resource-level permission for it. It reveals names of log groups, and no records.
        FindGroup: {
          actions: ['logs:DescribeLogGroups'],
          resources: [`arn:aws:logs:${region}:${account}:log-group:*`],
        },
        // Without CreateLogGroup: records in transit would recreate a destroyed group without its key and retention.
        WriteRecords: {
          actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          resources: [group.arn, `${group.arn}:*`],
        },
      }),
      role: role.name,
    });
    new FlowLog(this, 'Resource', {
      ...flowLogConfig(props),
      dependsOn: [permission],
      iamRoleArn: role.arn,
      logDestination: group.arn,
      logDestinationType: 'cloud-watch-logs',
    });
  }

  private logToBucket(props: FlowLogsProps, { bucket }: LogBucket): void {
    new FlowLog(this, 'Resource', {
      ...flowLogConfig(props),
      // Without it, the service would add statements of its own to the policy, which the next apply would remove.
      ...(bucket.policy && { dependsOn: [bucket.policy] }),
      // Hive-compatible partitions have other folder names than those that the bucket's policy allows.
      destinationOptions: { fileFormat: 'parquet', hiveCompatiblePartitions: false, perHourPartition: true },
      logDestination: `arn:aws:s3:::${bucket.bucketName}/${FlowLogs.prefix}`,
      logDestinationType: 's3',
    });
  }
}

function flowLogConfig({ maxAggregationInterval, name, network }: FlowLogsProps) {
  return {
    maxAggregationInterval: maxAggregationInterval === '60s' ? 60 : 600,
    tags: { Name: name },
    trafficType: 'ALL',
    vpcId: network.vpcId,
  };
}

function roleName({ name }: FlowLogsProps): string {
  return physicalName('iam-role', name, 'flow-logs');
}

/**
 * Returns the trust policy of the role, with conditions against a confused deputy.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
function trustPolicy({ account, region }: FlowLogsProps): string {
  return policyDocument({
    FlowLogs: {
      actions: ['sts:AssumeRole'],
      conditions: {
        ArnLike: { 'aws:SourceArn': `arn:aws:ec2:${region}:${account}:vpc-flow-log/*` },
        StringEquals: { 'aws:SourceAccount': account },
      },
      principal: { service: 'vpc-flow-logs.amazonaws.com' },
    },
  });
}

/** Both names follow from one prop, so its first mistake is reported. */
function checkFlowLogs(props: FlowLogsProps): Finding[] {
  return [...checkName('vpc', props.name), ...checkName('iam-role', roleName(props))].slice(0, 1);
}
