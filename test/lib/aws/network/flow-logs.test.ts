import { FlowLogDestination, FlowLogs, type FlowLogsProps } from '../../../../lib/aws/network/flow-logs';
import { type Json, network, only, terraformJson } from '../../../support/terraform';

describe('flow logs', () => {
  const logs = (props: Partial<FlowLogsProps>) =>
    terraformJson((stack) => {
      new FlowLogs(stack, 'flow-logs', {
        account: '111111111111',
        destination: FlowLogDestination.logGroup({ key: { keyArn: 'arn:key' }, retention: '30d' }),
        maxAggregationInterval: '60s',
        name: 'lab',
        network: network(stack),
        region: 'eu-west-1',
        ...props,
      });
    });

  it('log group: is encrypted, has a retention, and gets accepted and rejected traffic', () => {
    const written = logs({});
    expect(only(written, 'aws_flow_log')).toMatchObject({
      iam_role_arn: '${aws_iam_role.flow-logs_role.arn}',
      log_destination: '${aws_cloudwatch_log_group.flow-logs_log-group.arn}',
      log_destination_type: 'cloud-watch-logs',
      max_aggregation_interval: 60,
      traffic_type: 'ALL',
      vpc_id: '${aws_vpc.network_vpc.id}',
    });
    expect(only(written, 'aws_cloudwatch_log_group')).toMatchObject({
      kms_key_id: 'arn:key',
      name: '/adamant/lab/flow-logs',
      retention_in_days: 30,
    });
  });

  it('role: trusts flow logs of the account only, and writes to the log group without creating one', () => {
    const written = logs({});
    const [trust] = JSON.parse(only(written, 'aws_iam_role').assume_role_policy).Statement;
    expect(trust).toMatchObject({
      Condition: {
        ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:eu-west-1:111111111111:vpc-flow-log/*' },
        StringEquals: { 'aws:SourceAccount': '111111111111' },
      },
      Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
    });
    const { policy } = only(written, 'aws_iam_role_policy');
    const find = JSON.parse(policy).Statement.find(({ Sid }: Json) => Sid === 'FindGroup');
    expect(find).toMatchObject({
      Action: ['logs:DescribeLogGroups'],
      Effect: 'Allow',
      Resource: ['arn:aws:logs:eu-west-1:111111111111:log-group:*'],
    });
    expect(policy).not.toContain('CreateLogGroup');
    expect(policy).not.toContain('"*"');
  });

  it('bucket: needs no role', () => {
    const written = logs({
      destination: FlowLogDestination.bucket({ bucketName: 'lab-logs' }),
      maxAggregationInterval: '600s',
    });
    expect(only(written, 'aws_flow_log')).toEqual({
      destination_options: { file_format: 'parquet', hive_compatible_partitions: false, per_hour_partition: true },
      log_destination: 'arn:aws:s3:::lab-logs/flow-logs',
      log_destination_type: 's3',
      max_aggregation_interval: 600,
      tags: { Name: 'lab' },
      traffic_type: 'ALL',
      vpc_id: '${aws_vpc.network_vpc.id}',
    });
    expect(written.resource.aws_iam_role).toBeUndefined();
  });
});
