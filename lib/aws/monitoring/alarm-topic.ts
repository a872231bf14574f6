import { DataAwsSnsTopic } from '@cdktf/provider-aws/lib/data-aws-sns-topic';
import type { CloudwatchMetricAlarmConfig } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';

/** An SNS topic as other constructs use it, in the region of what it is told about. */
export interface ITopic {
  readonly topicArn: string;
}

export interface ExistingTopicProps {
  /** Its name, in the account and region of the stack: alarms reach no other account's by name. @inPlace */
  readonly name: string;
}

/**
 * The topic of those who are on call, by its name: who is woken, and how, changes without us. A plan fails where there is
 * none, because an alarm would take any address and tell nobody.
 *
 * Its policy must let `cloudwatch.amazonaws.com` do `sns:Publish`, where `aws:SourceAccount` is the account. One that is
 * encrypted needs a key of its owner's, whose policy lets the same service do `kms:Decrypt` and `kms:GenerateDataKey*`:
 * with AWS's own key, `alias/aws/sns`, every message is lost.
 */
export function existingTopic(scope: Construct, id: string, { name }: ExistingTopicProps): ITopic {
  return { topicArn: new DataAwsSnsTopic(scope, id, { name }).arn };
}

/** What an alarm says to whom: that it began, and that it is over. */
export function notify(topic: ITopic | undefined): Pick<CloudwatchMetricAlarmConfig, 'alarmActions' | 'okActions'> {
  return topic ? { alarmActions: [topic.topicArn], okActions: [topic.topicArn] } : {};
}
