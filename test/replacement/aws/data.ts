import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Database } from '../../../lib/aws/database/database';
import { type DatabaseProps } from '../../../lib/aws/database/props';
import { DatabaseAlarms, type DatabaseAlarmsProps } from '../../../lib/aws/database/alarms';
import {
  DatabaseLogs,
  type DatabaseLogsProps,
  DatabaseMonitoring,
  type DatabaseMonitoringProps,
} from '../../../lib/aws/database/monitoring';
import { DatabaseParameters, type DatabaseParametersProps } from '../../../lib/aws/database/parameters';
import { DatabasePassword, type DatabasePasswordProps } from '../../../lib/aws/database/password';
import { ReaderEndpoint, type ReaderEndpointProps } from '../../../lib/aws/database/reader-endpoint';
import type { ReplicaProps, ReplicaRegion } from '../../../lib/aws/database/replica-props';
import type { DatabaseStorage } from '../../../lib/aws/database/storage';
import type { RestoreSource } from '../../../lib/aws/database/restore';
import type { INetwork } from '../../../lib/aws/network/props';
import type { Stack } from '../../../lib/aws/stack/stack';
import type { Own } from '../../provider-schema/agreement';
import { otherKey, otherNetwork, scene, type Scenes } from './change';

const here: INetwork = {
  access: () => undefined,
  cidr: '10.10.0.0/16',
  subnets: (tier) => ({
    a: { cidr: '10.10.1.0/24', id: `subnet-${tier}-a` },
    b: { cidr: '10.10.2.0/24', id: `subnet-${tier}-b` },
  }),
  vpcId: 'vpc-1',
};
const there: INetwork = { ...here, cidr: '10.20.0.0/16', vpcId: 'vpc-2' };
const keyThere = { keyArn: 'arn:aws:kms:eu-central-1:111111111111:key/there' };
const topic = { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alarms' };

function database(stack: Stack, props: Partial<DatabaseProps>): void {
  new Database(stack, 'database', {
    backupRetention: '7d',
    engineVersion: '17.6',
    instanceClass: 'db.m6g.large',
    key: { keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/here' },
    multiAz: true,
    name: 'lab',
    network: here,
    passwordVersion: 1,
    deletionProtection: true,
    replicas: { reports: {} },
    storage: '100Gi',
    tier: 'data',
    zone: { name: 'lab.internal', zoneId: 'Z1' },
    ...props,
  });
}

function frankfurt(stack: Stack): AwsProvider {
  return new AwsProvider(stack, 'aws-frankfurt', { alias: 'frankfurt', region: 'eu-central-1' });
}

function elsewhere(stack: Stack): ReplicaRegion {
  return { key: keyThere, network: there, provider: frankfurt(stack), tier: 'data' };
}

/** A replica, and the promoted one that it replicates where it says so. */
function replica(stack: Stack, props: Partial<ReplicaProps>): void {
  database(stack, { replicas: { reports: props, ...('sourceReplica' in props && { rescue: { promoted: true } }) } });
}

/** Log groups and alarms of an instance. */
const seen = ['aws_cloudwatch_log_group', 'aws_cloudwatch_metric_alarm'];

/** Resources that are named after a database, without the instances and their subnet group. */
const named = [
  'aws_cloudwatch_log_group',
  'aws_cloudwatch_metric_alarm',
  'aws_db_parameter_group',
  'aws_iam_role',
  'aws_iam_role_policy_attachment',
  'aws_secretsmanager_secret',
  'aws_secretsmanager_secret_version',
  'aws_security_group',
];

export const data: Scenes = {
  DatabaseProps: scene<Own<DatabaseProps, DatabaseStorage>>(database, {
    name: { replaces: named, to: 'other' },
    engineVersion: [{ to: '17.7' }, { replaces: ['aws_db_parameter_group'], to: '18.1' }],
    allowMajorVersionUpgrade: { to: true },
    restoreFrom: [
      { to: { snapshot: 'lab-final' } },
      { to: { instance: 'lab-old', time: '2026-11-26T03:15:00Z' } },
      { given: { restoreFrom: { snapshot: 'lab-final' } }, to: undefined },
    ],
    instanceClass: { to: 'db.m6g.xlarge' },
    multiAz: { to: false },
    backupRetention: { to: '14d' },
    network: { replaces: ['aws_security_group'], to: otherNetwork },
    tier: { to: 'other' },
    zone: { replaces: ['aws_route53_record'], to: { name: 'other.internal', zoneId: 'Z2' } },
    deletionProtection: { to: false },
    key: { replaces: ['aws_db_instance'], to: otherKey },
    passwordVersion: { replaces: ['aws_secretsmanager_secret_version'], to: 2 },
    iamDatabaseAuthentication: { to: true },
    replicas: { to: { more: {}, reports: {} } },
    maxConnections: { to: 300 },
    parameters: { to: { work_mem: '8192' } },
    blueGreen: { given: { replicas: {} }, to: true },
    cloudwatchLogsRetention: { to: '90d' },
    logKey: { to: otherKey },
    alarmTopic: { to: topic },
  }),
  RestoreSource: scene<RestoreSource>(
    (stack, props) =>
      database(stack, { restoreFrom: props.snapshot === undefined ? { instance: 'lab-old', ...props } : props }),
    {
      instance: { to: 'lab-older' },
      snapshot: { given: { snapshot: 'lab-1' }, to: 'lab-2' },
      time: { to: '2026-11-26T03:15:00Z' },
    },
  ),
  DatabaseStorage: scene<DatabaseStorage>((stack, props) => database(stack, { storage: '400Gi', ...props }), {
    storage: { to: '500Gi' },
    maxStorage: { to: '1000Gi' },
    iops: { to: 16_000 },
    throughput: { to: '1000Mi/s' },
  }),
  ReplicaProps: scene<ReplicaProps>(replica, {
    instanceClass: { to: 'db.m6g.xlarge' },
    multiAz: { to: true },
    weight: { to: 0 },
    backupRetention: { to: '7d' },
    maxReplicaLag: { to: '5m' },
    region: {
      replaces: ['aws_cloudwatch_log_group', 'aws_cloudwatch_metric_alarm', 'aws_db_instance'],
      to: elsewhere,
    },
    promoted: { inState: { aws_db_instance: { engine: 'postgres' } }, to: true },
    sourceReplica: { given: { sourceReplica: 'rescue' }, to: undefined },
    renamedFrom: { given: { renamedFrom: 'old' }, replaces: seen, to: undefined },
    physicalName: { replaces: seen, to: 'other' },
  }),
  ReplicaRegion: scene<ReplicaRegion>((stack, props) => replica(stack, { region: { ...elsewhere(stack), ...props } }), {
    provider: {
      replaces: [
        'aws_cloudwatch_log_group',
        'aws_cloudwatch_metric_alarm',
        'aws_db_instance',
        'aws_db_parameter_group',
        'aws_db_subnet_group',
        'aws_security_group',
      ],
      to: (stack) => new AwsProvider(stack, 'aws-paris', { alias: 'paris', region: 'eu-west-3' }),
    },
    network: { replaces: ['aws_security_group'], to: otherNetwork },
    tier: { to: 'other' },
    key: { replaces: ['aws_db_instance'], to: otherKey },
    alarmTopic: { to: topic },
  }),
  DatabaseAlarmsProps: scene<DatabaseAlarmsProps>(
    (stack, props) => {
      new DatabaseAlarms(stack, 'alarms', { identifier: 'lab', maxConnections: 200, storage: '100Gi', ...props });
    },
    {
      identifier: { replaces: ['aws_cloudwatch_metric_alarm'], to: 'other' },
      storage: { to: '200Gi' },
      maxConnections: { to: 300 },
      lag: { to: '60s' },
      instance: { to: (stack) => ({ fqn: `aws_db_instance.${stack.name}` }) },
      topic: { to: topic },
      provider: { replaces: ['aws_cloudwatch_metric_alarm'], to: frankfurt },
    },
  ),
  DatabaseMonitoringProps: scene<DatabaseMonitoringProps>(
    (stack, props) => {
      new DatabaseMonitoring(stack, 'monitoring', { identifiers: ['lab'], name: 'lab', ...props });
    },
    {
      name: { replaces: ['aws_iam_role', 'aws_iam_role_policy_attachment'], to: 'other' },
      identifiers: { to: ['lab', 'lab-reports'] },
    },
  ),
  DatabaseLogsProps: scene<DatabaseLogsProps>(
    (stack, props) => {
      new DatabaseLogs(stack, 'logs', { identifier: 'lab', retention: '30d', ...props });
    },
    {
      identifier: { replaces: ['aws_cloudwatch_log_group'], to: 'other' },
      retention: { to: '90d' },
      key: { to: otherKey },
      provider: { replaces: ['aws_cloudwatch_log_group'], to: frankfurt },
    },
  ),
  DatabaseParametersProps: scene<DatabaseParametersProps>(
    (stack, props) => {
      new DatabaseParameters(stack, 'parameters', {
        engineVersion: '17.6',
        maxConnections: 200,
        name: 'lab',
        ...props,
      });
    },
    {
      name: { replaces: ['aws_db_parameter_group'], to: 'other' },
      engineVersion: [
        { unwritten: true, to: '17.7' },
        { replaces: ['aws_db_parameter_group'], to: '18.1' },
      ],
      maxConnections: { to: 300 },
      parameters: { to: { work_mem: '8192' } },
      provider: { replaces: ['aws_db_parameter_group'], to: frankfurt },
    },
  ),
  DatabasePasswordProps: scene<DatabasePasswordProps>(
    (stack, props) => {
      new DatabasePassword(stack, 'password', { name: 'lab-password', deletionProtection: true, version: 1, ...props });
    },
    {
      name: { replaces: ['aws_secretsmanager_secret', 'aws_secretsmanager_secret_version'], to: 'other' },
      version: { replaces: ['aws_secretsmanager_secret_version'], to: 2 },
      key: { to: otherKey },
      deletionProtection: { to: false },
    },
  ),
  ReaderEndpointProps: scene<ReaderEndpointProps>(
    (stack, props) => {
      const readers = { reports: { address: 'reports.rds', weight: 1 } };
      new ReaderEndpoint(stack, 'readers', {
        fallback: 'primary.rds',
        name: 'replica.lab.internal',
        readers,
        ttl: 30,
        zoneId: 'Z1',
        ...props,
      });
    },
    {
      name: { replaces: ['aws_route53_record'], to: 'other.lab.internal' },
      zoneId: { replaces: ['aws_route53_record'], to: 'Z2' },
      ttl: { to: 60 },
      fallback: { to: 'other.rds' },
      readers: { to: { more: { address: 'more.rds', weight: 1 }, reports: { address: 'reports.rds', weight: 1 } } },
    },
  ),
};
