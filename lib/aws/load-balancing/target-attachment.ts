import { AutoscalingTrafficSourceAttachment } from '@cdktf/provider-aws/lib/autoscaling-traffic-source-attachment';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import type { ITargetGroup } from './target-group';

/** Machines that take requests: a group that manages no target groups of its own (it ignores changes of them). */
export interface IAutoScalingGroup {
  readonly groupName: string;
  /** Machines at most. */
  readonly maxSize: number;
}

export interface TargetAttachmentProps {
  /** What the machines are told apart by in errors: `general`. @inPlace */
  readonly name: string;
  /** The machines. @replaces the attachment; the new one comes before the old one goes */
  readonly group: IAutoScalingGroup;
  /** What they take requests for. @replaces the attachment; the new one comes before the old one goes */
  readonly targetGroup: ITargetGroup;
}

/**
 * Target groups of one Auto Scaling group. AWS raises it for nobody.
 * Source: "Quotas for Amazon EC2 Auto Scaling", Elastic Load Balancing target groups per Auto Scaling group.
 */
const targetGroupsPerGroup = 50;

/** How many target groups each Auto Scaling group of the program has been given. */
const attached = new WeakMap<IAutoScalingGroup, number>();

/** The group itself names no target group, so a service comes and goes without touching it. */
export class TargetAttachment extends Construct {
  constructor(scope: Construct, id: string, { group, name, targetGroup }: TargetAttachmentProps) {
    super(scope, id);
    addFindings(this, checkQuota(group, name));
    new AutoscalingTrafficSourceAttachment(this, 'Resource', {
      autoscalingGroupName: group.groupName,
      lifecycle: { createBeforeDestroy: true },
      trafficSource: { identifier: targetGroup.targetGroupArn, type: 'elbv2' },
    });
  }
}

function checkQuota(group: IAutoScalingGroup, label: string): Finding[] {
  const count = (attached.get(group) ?? 0) + 1;
  attached.set(group, count);
  if (count <= targetGroupsPerGroup) return [];
  return [
    {
      hint: 'bring it to another node group, or end a variant that takes no requests any more',
      message: `a node group takes requests for at most ${targetGroupsPerGroup} target groups, got ${count} on '${label}'`,
      setting: `nodeGroups.${label}`,
    },
  ];
}
