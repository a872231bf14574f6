import { AutoscalingTrafficSourceAttachment } from '@cdktf/provider-aws/lib/autoscaling-traffic-source-attachment';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import { previousConstructId } from '../../core/stable-name';
import { keepPreviousName } from '../stack/moved-blocks';
import type { ITargetGroup } from './target-group';

/** An Auto Scaling group that ignores changes of its target groups, such as a node group. */
export interface IAutoScalingGroup {
  readonly groupName: string;
  /** The maximum number of instances. */
  readonly maxSize: number;
  /** The group's name before a rename: its attachments are kept under their new addresses. */
  readonly renamedFrom?: string | undefined;
}

export interface TargetAttachmentProps {
  /**
   * The name of the group in messages: `general`.
   *
   * @inPlace
   */
  readonly name: string;
  /**
   * The Auto Scaling group whose instances become targets.
   *
   * @replaces the attachment; the new one is created before the old one is destroyed
   */
  readonly group: IAutoScalingGroup;
  /**
   * The target group.
   *
   * @replaces the attachment; the new one is created before the old one is destroyed
   */
  readonly targetGroup: ITargetGroup;
}

/**
 * The quota of target groups of one Auto Scaling group. It is not adjustable.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html
 */
const targetGroupsPerGroup = 50;

/** The names of the attachments of each Auto Scaling group in the program. */
const attachments = new WeakMap<IAutoScalingGroup, string[]>();

/**
 * Attaches an Auto Scaling group to a target group. The Auto Scaling group has no list of target groups, so that a new service
 * does not change it.
 *
 * @example
 * const targetGroup = { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/api/1' };
 * new TargetAttachment(stack, 'attachment-general', { name: 'general', group: nodeGroup, targetGroup });
 */
export class TargetAttachment extends Construct {
  constructor(scope: Construct, id: string, { group, name, targetGroup }: TargetAttachmentProps) {
    super(scope, id);
    addFindings(this, checkQuota(group, name, scope.node.path));
    new AutoscalingTrafficSourceAttachment(this, 'Resource', {
      autoscalingGroupName: group.groupName,
      lifecycle: { createBeforeDestroy: true },
      trafficSource: { identifier: targetGroup.targetGroupArn, type: 'elbv2' },
    });
    keepPreviousName(this, previousConstructId(this, { name, renamedFrom: group.renamedFrom }));
  }
}

/** Reports only the attachment that exceeds the quota first. */
function checkQuota(group: IAutoScalingGroup, name: string, owner: string): Finding[] {
  const owners = [...(attachments.get(group) ?? []), owner];
  attachments.set(group, owners);
  if (owners.length !== targetGroupsPerGroup + 1) return [];
  return [
    {
      id: 'target-group-quota',
      setting: 'group',
      message: `node group '${name}' must have at most ${targetGroupsPerGroup} target groups; got ${owners.length}, the last for ${owner}`,
      hint: 'run the service on another node group, or remove variants with a weight of 0',
    },
  ];
}
