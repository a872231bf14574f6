import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import { type Duration, seconds } from '../../core/units';
import { type ITopic, notify } from '../monitoring/alarm-topic';
import { launchTimeout, terminatingHeartbeat } from './lifecycle-hooks';
import type { ZoneGroup } from './scaling';

const period = 60;

/** Drains that take longer have an alarm. Members of RabbitMQ in three zones leave one by one within it. */
const longestDrain = seconds('1h');

export interface GroupAlarmOptions extends ZoneGroup {
  /** The name of the launch template, with which the names of the alarms begin. */
  readonly physicalName: string;
  readonly topic: ITopic | undefined;
}

/**
 * Creates the alarm of a group that has fewer instances in service than it should for most of the time of a launch. The cluster
 * autoscaler gives up on a group after its `--max-node-provision-time`, 15 minutes like `launchTimeout`, lowers the desired number
 * again, and tries another zone: instances are missing for no longer than that at a time. One that becomes ready takes half of it.
 * An instance that is drained is not missing: it is replaced afterwards where instances are terminated first.
 *
 * A launch that EC2 refuses is too short for it: see `createFailureEvents`.
 */
export function createCapacityAlarm(
  scope: Construct,
  { name: group, physicalName, topic, zone }: GroupAlarmOptions,
): void {
  const alarmName = `${physicalName}-${zone}-capacity`;
  const launch = seconds(launchTimeout) / period;
  new CloudwatchMetricAlarm(scope, `capacity-alarm-${zone}`, {
    ...notify(topic),
    alarmDescription: `${physicalName} in zone ${zone}: instances that it should have are not in service`,
    alarmName,
    comparisonOperator: 'GreaterThanThreshold',
    // Metrics are up to three minutes late.
    datapointsToAlarm: launch - 3,
    evaluationPeriods: launch,
    metricQuery: [
      groupMetric('desired', 'GroupDesiredCapacity', group),
      groupMetric('in_service', 'GroupInServiceInstances', group),
      groupMetric('terminating', 'GroupTerminatingInstances', group),
      { expression: 'desired - in_service - terminating', id: 'missing', label: 'missing instances', returnData: true },
    ],
    tags: { Name: alarmName },
    threshold: 0,
    // A new group has no data yet.
    treatMissingData: 'notBreaching',
  });
}

/**
 * Creates the alarm of instances that are drained without a pause for longer than their pods need, such as by a disruption budget
 * that permits no eviction. Heartbeats hold such an instance, and the roll of its group, for up to two days.
 */
export function createDrainAlarm(
  scope: Construct,
  { drainTimeout, name: group, physicalName, topic, zone }: GroupAlarmOptions & { readonly drainTimeout: Duration },
): void {
  const alarmName = `${physicalName}-${zone}-drain`;
  const duration = Math.max(2 * terminatingHeartbeat(drainTimeout), longestDrain);
  const minutes = Math.ceil(duration / period);
  new CloudwatchMetricAlarm(scope, `drain-alarm-${zone}`, {
    ...notify(topic),
    alarmDescription: `${physicalName} in zone ${zone}: a node is drained for longer than ${minutes} minutes, see kubectl get poddisruptionbudgets`,
    alarmName,
    comparisonOperator: 'GreaterThanThreshold',
    dimensions: { AutoScalingGroupName: group },
    evaluationPeriods: minutes,
    metricName: 'GroupTerminatingInstances',
    namespace: 'AWS/AutoScaling',
    period,
    // 0 between two instances of a roll: a new one is launched before the next is drained.
    statistic: 'Minimum',
    tags: { Name: alarmName },
    threshold: 0,
    treatMissingData: 'notBreaching',
  });
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html */
function groupMetric(id: string, metricName: string, group: string): CloudwatchMetricAlarmMetricQuery {
  return {
    id,
    metric: {
      dimensions: { AutoScalingGroupName: group },
      metricName,
      namespace: 'AWS/AutoScaling',
      period,
      stat: 'Minimum',
    },
  };
}
