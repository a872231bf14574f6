import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { addFindings } from '../../core/diagnostics';
import { checkName, physicalName } from '../../core/naming';
import { days, type LogRetention } from '../../core/units';
import type { IBucket } from '../storage/bucket-props';
import type { IKmsKey } from '../iam/kms-key';
import type { INetwork } from './props';
import { policyDocument } from '../iam/iam-policy';

export interface FlowLogsProps {
  /** Prefix of the names of the log, its group and its role. @replaces the log, its group with all records, and its role */
  readonly name: string;
  /** The network whose connections are recorded. @replaces the log */
  readonly network: Pick<INetwork, 'vpcId'>;
  /** The account, 12 digits: nobody else's flow logs may use the role. @inPlace the role's trust */
  readonly account: string;
  /** AWS region. @inPlace the role's trust */
  readonly region: string;
  /**
   * Over how long packets are joined to one record: `60s` shows an incident ten times sharper, for up to ten times the
   * records. @replaces the log, with a gap of seconds
   */
  readonly interval: '60s' | '600s';
  /** Where records are kept. @replaces the log, with a gap of seconds; key and retention of a log group change @inPlace */
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

/** Where records of connections are kept. */
export class FlowLogDestination {
  private constructor(readonly place: LogGroup | LogBucket) {}

  /**
   * A CloudWatch log group of their own: searched at once, at about $0.50 a GB.
   *
   * @param props `retention`: for how long; `key`: encrypts them, and must let CloudWatch Logs use it for `FlowLogs.logGroupOf`
   */
  static logGroup(props: { readonly retention: LogRetention; readonly key: IKmsKey }): FlowLogDestination {
    return new FlowLogDestination({ ...props, kind: 'log-group' });
  }

  /** A bucket, as Parquet: about half the price, read with Athena. Retention and encryption are the bucket's; it must let `BucketUse.logDelivery(FlowLogs.prefix)` in. */
  static bucket(bucket: IBucket): FlowLogDestination {
    return new FlowLogDestination({ bucket, kind: 'bucket' });
  }
}

/** A record of every connection of a network, refused ones too: who spoke with whom, never what. */
export class FlowLogs extends Construct {
  /** Where in a bucket records are. */
  static readonly prefix = 'flow-logs';

  constructor(
    scope: Construct,
    id: string,
    private readonly props: FlowLogsProps,
  ) {
    super(scope, id);
    addFindings(this, [...checkName('vpc', props.name), ...checkName('iam-role', this.roleName)]);
    const { place } = props.destination;
    if (place.kind === 'bucket') this.intoBucket(place);
    else this.intoLogGroup(place);
  }

  /** The log group of a network's records, for the policy of the key that encrypts it. */
  static logGroupName({ name }: Pick<FlowLogsProps, 'name'>): string {
    return `/adamant/${name}/flow-logs`;
  }

  private get roleName(): string {
    return physicalName('iam-role', this.props.name, 'flow-logs');
  }

  private intoLogGroup({ key, retention }: LogGroup): void {
    const group = new CloudwatchLogGroup(this, 'log-group', {
      kmsKeyId: key.keyArn,
      name: FlowLogs.logGroupName(this.props),
      retentionInDays: days(retention),
    });
    const role = new IamRole(this, 'role', { assumeRolePolicy: this.trust(), name: this.roleName });
    const { account, region } = this.props;
    const permission = new IamRolePolicy(this, 'write', {
      name: 'write',
      policy: policyDocument({
        // Asked of all groups at once: it shows their names, and nothing that is in them.
        FindGroup: {
          actions: ['logs:DescribeLogGroups'],
          resources: [`arn:aws:logs:${region}:${account}:log-group:*`],
        },
        // Not CreateLogGroup: records on their way would bring a destroyed group back, without key or retention.
        WriteRecords: {
          actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          resources: [group.arn, `${group.arn}:*`],
        },
      }),
      role: role.name,
    });
    new FlowLog(this, 'Resource', {
      ...this.recorded(),
      dependsOn: [permission],
      iamRoleArn: role.arn,
      logDestination: group.arn,
      logDestinationType: 'cloud-watch-logs',
    });
  }

  private intoBucket({ bucket }: LogBucket): void {
    new FlowLog(this, 'Resource', {
      ...this.recorded(),
      // Hive's folders are named differently, and what the bucket lets in is said by folder.
      destinationOptions: { fileFormat: 'parquet', hiveCompatiblePartitions: false, perHourPartition: true },
      logDestination: `arn:aws:s3:::${bucket.bucketName}/${FlowLogs.prefix}`,
      logDestinationType: 's3',
    });
  }

  private recorded() {
    const { interval, name, network } = this.props;
    return {
      maxAggregationInterval: interval === '60s' ? 60 : 600,
      tags: { Name: name },
      trafficType: 'ALL',
      vpcId: network.vpcId,
    };
  }

  /** Source: "IAM role for publishing flow logs to CloudWatch Logs", with its guard against a confused deputy. */
  private trust(): string {
    const { account, region } = this.props;
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
}
