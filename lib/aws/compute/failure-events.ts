import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { Construct } from 'constructs';
import { physicalName } from '../../core/naming';
import type { ITopic } from '../monitoring/alarm-topic';

export interface FailureEventsOptions {
  /** The name of the launch template, with which the name of the rule begins. */
  readonly name: string;
  /** The names of the Auto Scaling groups. */
  readonly groups: readonly string[];
  readonly topic: ITopic;
}

/**
 * Events of a group that no metric shows: a refresh that failed is not started again by a later apply, and after a launch that
 * EC2 refuses (no capacity, a vCPU quota, a key that may not be used) the cluster autoscaler lowers the desired number within
 * minutes, and tries another zone.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-autoscaling.html
 */
const failures = [
  'EC2 Auto Scaling Instance Refresh Failed',
  'EC2 Auto Scaling Instance Refresh Rollback Failed',
  'EC2 Instance Launch Unsuccessful',
];

/**
 * Publishes failures of a node group to the topic of its alarms. The policy of the topic, and that of its key, must permit it to
 * `events.amazonaws.com`.
 */
export function createFailureEvents(scope: Construct, { groups, name, topic }: FailureEventsOptions): void {
  const rule = new CloudwatchEventRule(scope, 'failures', {
    description: `failed refreshes and launches of ${name}`,
    eventPattern: JSON.stringify({
      'source': ['aws.autoscaling'],
      'detail-type': failures,
      'detail': { AutoScalingGroupName: groups },
    }),
    name: physicalName('event-rule', name, 'failures'),
    tags: { Name: `${name}-failures` },
  });
  new CloudwatchEventTarget(scope, 'failures-target', {
    arn: topic.topicArn,
    rule: rule.name,
    targetId: 'alarm-topic',
  });
}
