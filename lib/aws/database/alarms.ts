import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Duration, gibibytes, seconds, type Storage } from '../../core/units';
import { type ITopic, notify } from '../monitoring/alarm-topic';

export interface DatabaseAlarmsProps {
  /**
   * The identifier of the instance.
   *
   * @replaces the alarms
   */
  readonly identifier: string;
  /**
   * The instance, so that the alarms are created after it: the alarm of a replica's lag goes off without data.
   *
   * @default it exists
   * @inPlace
   */
  readonly instance?: ITerraformDependable;
  /**
   * The initial size of the volume.
   *
   * @inPlace
   */
  readonly storage: Storage;
  /**
   * The maximum number of connections.
   *
   * @inPlace
   */
  readonly maxConnections: number;
  /**
   * The replica lag above which an alarm goes off.
   *
   * @default none: the instance is not a replica
   * @inPlace
   */
  readonly lag?: Duration;
  /**
   * The topic that alarms notify.
   *
   * @default none: alarms are visible in CloudWatch only
   * @inPlace
   */
  readonly topic?: ITopic | undefined;
  /**
   * The provider of another region.
   *
   * @default that of the stack
   * @replaces the alarms
   */
  readonly provider?: TerraformProvider | undefined;
}

type Alarm = Pick<
  CloudwatchMetricAlarmConfig,
  'alarmDescription' | 'comparisonOperator' | 'metricName' | 'statistic' | 'threshold' | 'treatMissingData'
>;

/** Thresholds that leave time to react before the instance slows down. */
const limits = { connections: 0.8, cpuPercent: 80 } as const;

/**
 * The percentage of the initial size below which free storage is an alarm. RDS grows a volume when 10 % of its current size is free,
 * so at every size the alarm is below that point, and goes off only if RDS did not grow the volume: it grows it at most once in six
 * hours, and not above the maximum. CloudWatch has no metric of the size, so a grown volume keeps the threshold of its initial size:
 * 8 % at first, and 4 % at twice the size.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
 */
const freeStoragePercent = 8;

/**
 * CloudWatch alarms of one database instance, which go off after a quarter of an hour.
 *
 * @example
 * new DatabaseAlarms(stack, 'alarms', { identifier: 'lab', maxConnections: 200, storage: '100Gi' });
 */
export class DatabaseAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseAlarmsProps) {
    super(scope, id);
    const { identifier, instance, provider, topic } = props;
    for (const [name, alarm] of sortedEntries(databaseAlarms(props))) {
      new CloudwatchMetricAlarm(this, name, {
        ...alarm,
        ...notify(topic),
        alarmName: `${identifier}-${name}`,
        ...(instance && { dependsOn: [instance] }),
        dimensions: { DBInstanceIdentifier: identifier },
        evaluationPeriods: 3,
        namespace: 'AWS/RDS',
        period: 300,
        ...(provider ? { provider } : {}),
        tags: { Name: `${identifier}-${name}` },
      });
    }
  }
}

function databaseAlarms({ identifier, lag, maxConnections, storage }: DatabaseAlarmsProps): Record<string, Alarm> {
  const connections = Math.floor(maxConnections * limits.connections);
  return {
    connections: {
      ...above('DatabaseConnections', 'Maximum', connections),
      alarmDescription: `${identifier}: more than ${connections} of ${maxConnections} connections are open`,
    },
    cpu: {
      ...above('CPUUtilization', 'Average', limits.cpuPercent),
      alarmDescription: `${identifier}: CPU above ${limits.cpuPercent} %, or not running`,
      // An instance that is down reports nothing. One of its alarms is enough to say so.
      treatMissingData: 'breaching',
    },
    storage: {
      alarmDescription: `${identifier}: less than ${freeStoragePercent} % of ${storage} of storage is free, and RDS did not grow it`,
      comparisonOperator: 'LessThanThreshold',
      metricName: 'FreeStorageSpace',
      statistic: 'Minimum',
      threshold: Math.floor((gibibytes(storage) * 2 ** 30 * freeStoragePercent) / 100),
      treatMissingData: 'missing',
    },
    // Missing data can mean that the replication has stopped.
    ...(lag
      ? {
          lag: {
            // Without writes the lag rises to 5 minutes and falls to 0 again, so only a lag that never falls is real.
            ...above('ReplicaLag', 'Minimum', seconds(lag)),
            alarmDescription: `${identifier}: more than ${lag} behind the primary, or not replicating`,
            treatMissingData: 'breaching',
          },
        }
      : {}),
  };
}

function above(metricName: string, statistic: string, threshold: number): Alarm {
  return { comparisonOperator: 'GreaterThanThreshold', metricName, statistic, threshold, treatMissingData: 'missing' };
}
