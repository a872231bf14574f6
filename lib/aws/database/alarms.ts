import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Duration, gibibytes, seconds, type Storage } from '../../core/units';
import { type ITopic, notify } from '../monitoring/alarm-topic';

export interface DatabaseAlarmsProps {
  /** The instance. @replaces the alarms */
  readonly identifier: string;
  /** The size that the volume starts with. @inPlace */
  readonly storage: Storage;
  /** Connections at most. @inPlace */
  readonly maxConnections: number;
  /** How far a replica may be behind. @inPlace @default none: it is no replica */
  readonly lag?: Duration;
  /** Who is told. @inPlace @default nobody: alarms are only shown */
  readonly topic?: ITopic | undefined;
  /** Another region's provider. @replaces the alarms @default the stack's own */
  readonly provider?: TerraformProvider | undefined;
}

type Alarm = Pick<
  CloudwatchMetricAlarmConfig,
  'alarmDescription' | 'comparisonOperator' | 'metricName' | 'statistic' | 'threshold' | 'treatMissingData'
>;

/** Above these, an instance answers later and later, and there is still time to do something about it. */
const limits = { connections: 0.8, cpuPercent: 80, freeStorage: 0.1 } as const;

/** What somebody has to look at, after a quarter of an hour of it. */
export class DatabaseAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseAlarmsProps) {
    super(scope, id);
    const { identifier, provider, topic } = props;
    for (const [name, alarm] of sortedEntries(databaseAlarms(props))) {
      new CloudwatchMetricAlarm(this, name, {
        ...alarm,
        ...notify(topic),
        alarmName: `${identifier}-${name}`,
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
    // RDS grows a volume after five minutes below the same limit. If that helps, nobody has to know.
    storage: {
      alarmDescription: `${identifier}: less than ${gibibytes(storage) * limits.freeStorage}Gi of storage is free, and RDS did not grow it`,
      comparisonOperator: 'LessThanThreshold',
      metricName: 'FreeStorageSpace',
      statistic: 'Minimum',
      threshold: gibibytes(storage) * limits.freeStorage * 2 ** 30,
      treatMissingData: 'missing',
    },
    // A replica that says nothing may have stopped to replicate.
    ...(lag
      ? {
          lag: {
            ...above('ReplicaLag', 'Maximum', seconds(lag)),
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
