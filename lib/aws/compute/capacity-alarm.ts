import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import { seconds } from '../../core/units';
import { type ITopic, notify } from '../monitoring/alarm-topic';
import { launchTimeout } from './lifecycle-hooks';
import type { ZoneGroup } from './scaling';

const period = 60;

export interface CapacityAlarmOptions extends ZoneGroup {
  /** The name of the launch template, with which the name of the alarm begins. */
  readonly physicalName: string;
  readonly topic: ITopic | undefined;
}

/**
 * Creates the alarm of a group that has fewer instances in service than it should, for twice the time of a launch: an image that
 * does not become ready, a vCPU quota, no capacity, a key that may not be used. An apply does not wait for instances, and ends
 * without an error.
 */
export function createCapacityAlarm(
  scope: Construct,
  { name: group, physicalName, topic, zone }: CapacityAlarmOptions,
): void {
  const alarmName = `${physicalName}-${zone}-capacity`;
  new CloudwatchMetricAlarm(scope, `capacity-alarm-${zone}`, {
    ...notify(topic),
    alarmDescription: `${physicalName} in zone ${zone}: instances that it should have are not in service`,
    alarmName,
    comparisonOperator: 'GreaterThanThreshold',
    evaluationPeriods: (2 * seconds(launchTimeout)) / period,
    metricQuery: [
      groupMetric('desired', 'GroupDesiredCapacity', group),
      groupMetric('in_service', 'GroupInServiceInstances', group),
      { expression: 'desired - in_service', id: 'missing', label: 'missing instances', returnData: true },
    ],
    tags: { Name: alarmName },
    threshold: 0,
    // A new group has no data yet.
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
