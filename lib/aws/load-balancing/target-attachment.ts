import { AutoscalingTrafficSourceAttachment } from '@cdktf/provider-aws/lib/autoscaling-traffic-source-attachment';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Finding, addFindings } from '../../core/diagnostics';
import { previousConstructId } from '../../core/stable-name';
import { keepPreviousName } from '../stack/moved-blocks';
import type { ITargetGroup } from './target-group';

/** Auto Scaling groups, one in each zone, that ignore changes of their target groups: a node group. */
export interface INodeGroup {
  /** The names of the Auto Scaling groups by zone. */
  readonly groupNames: Readonly<Record<string, string>>;
  /** The maximum number of instances in all zones. */
  readonly maxSize: number;
  /** The node group's name before a rename: its attachments are kept under their new addresses. */
  readonly renamedFrom?: string | undefined;
}

export interface TargetAttachmentProps {
  /**
   * The name of the node group in messages: `general`.
   *
   * @inPlace
   */
  readonly name: string;
  /**
   * The node group whose instances become targets.
   *
   * @replaces the attachments; the new ones are created before the old ones are destroyed
   */
  readonly group: INodeGroup;
  /**
   * The target group.
   *
   * @replaces the attachments; the new ones are created before the old ones are destroyed
   */
  readonly targetGroup: ITargetGroup;
}

/**
 * The quota of target groups of one Auto Scaling group. It is not adjustable.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html
 */
const targetGroupsPerGroup = 50;

/** The owners of the attachments of each node group in the program. Its Auto Scaling groups have the same ones. */
const attachments = new WeakMap<INodeGroup, string[]>();

/**
 * Attaches the Auto Scaling groups of a node group to a target group. They have no list of target groups, so that a new
 * service does not change them.
 *
 * @example
 * const targetGroup = { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/api/1' };
 * new TargetAttachment(stack, 'attachment-general', { name: 'general', group: nodeGroup, targetGroup });
 */
export class TargetAttachment extends Construct {
  constructor(scope: Construct, id: string, { group, name, targetGroup }: TargetAttachmentProps) {
    super(scope, id);
    addFindings(this, checkQuota(group, name, scope.node.path));
    for (const [zone, autoscalingGroupName] of sortedEntries(group.groupNames)) {
      new AutoscalingTrafficSourceAttachment(this, `attachment-${zone}`, {
        autoscalingGroupName,
        lifecycle: { createBeforeDestroy: true },
        trafficSource: { identifier: targetGroup.targetGroupArn, type: 'elbv2' },
      });
    }
    keepPreviousName(this, previousConstructId(this, { name, renamedFrom: group.renamedFrom }));
  }
}

/** Reports only the attachment that exceeds the quota first. */
function checkQuota(group: INodeGroup, name: string, owner: string): Finding[] {
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
