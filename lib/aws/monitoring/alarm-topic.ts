import type { CloudwatchMetricAlarmConfig } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DataAwsSnsTopic } from '@cdktf/provider-aws/lib/data-aws-sns-topic';
import type { Construct } from 'constructs';

/** An SNS topic as other constructs use it, in the region of the alarms that publish to it. */
export interface ITopic {
  readonly topicArn: string;
}

export interface ExistingTopicProps {
  /**
   * Name of the topic, in the account and region of the stack.
   *
   * @inPlace
   */
  readonly name: string;
}

/**
 * Looks up an SNS topic by its name, so that subscriptions are managed elsewhere. A plan fails if the topic does not exist,
 * because CloudWatch accepts any ARN as an alarm action and drops the notifications.
 *
 * The topic's policy must allow the action `sns:Publish` to `cloudwatch.amazonaws.com` if `aws:SourceAccount` is the account, and to
 * `events.amazonaws.com`, for failures of node groups, if `aws:SourceArn` is like `arn:aws:events:<region>:<account>:rule/*`. An
 * encrypted topic needs a customer managed key whose policy allows both services `kms:Decrypt` and `kms:GenerateDataKey*`: with the
 * AWS managed key `alias/aws/sns`, every notification is lost.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 *
 * @example
 * const topic = existingTopic(stack, 'alarm-topic', { name: 'alarms' });
 */
export function existingTopic(scope: Construct, id: string, { name }: ExistingTopicProps): ITopic {
  return { topicArn: new DataAwsSnsTopic(scope, id, { name }).arn };
}

/** Returns the actions of an alarm that notifies a topic when it begins and when it ends; none without a topic. */
export function notify(topic: ITopic | undefined): Pick<CloudwatchMetricAlarmConfig, 'alarmActions' | 'okActions'> {
  return topic ? { alarmActions: [topic.topicArn], okActions: [topic.topicArn] } : {};
}
