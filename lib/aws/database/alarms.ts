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
const limits = { connections: 0.8, cpuPercent: 80, freeStorage: 0.1 } as const;

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
      alarmDescription: `${identifier}: CPU above ${limits.cpuPercent} %`,
    },
    // RDS grows a volume after five minutes below the same threshold, so the alarm goes off only if it did not.
    storage: {
      alarmDescription: `${identifier}: less than ${gibibytes(storage) * limits.freeStorage}Gi of storage is free, and RDS did not grow it`,
      comparisonOperator: 'LessThanThreshold',
      metricName: 'FreeStorageSpace',
      statistic: 'Minimum',
      threshold: gibibytes(storage) * limits.freeStorage * 2 ** 30,
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
