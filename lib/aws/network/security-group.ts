import { TerraformStack } from 'cdktf';
import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Construct } from 'constructs';
import { addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { requireUniqueName } from '../stack/unique-name';

/** A security group as other constructs use it: owned by this stack, or looked up. */
export interface ISecurityGroup {
  readonly groupId: string;
  /** Name in the descriptions of rules. */
  readonly displayName: string;
  /**
   * VPC and name of a group of another stack, which are the same in each lookup.
   *
   * @default the group's id
   */
  readonly identity?: string;
  /**
   * Destinations that the group's members have a route to.
   *
   * @default 'network'
   */
  readonly egressScope?: EgressScope | undefined;
}

/** Destinations by the routes of a tier: `network` is the VPC and its peers, `internet` everything. */
export type EgressScope = 'network' | 'internet';

export interface SecurityGroupProps {
  /**
   * Name, by which other stacks look the group up.
   *
   * @replaces the group; the new one exists before the old one is removed, but instances in the old one lose its rules: roll
   * them first
   */
  readonly name: string;
  /**
   * Name in the descriptions of rules: `nodes`.
   *
   * @inPlace in the descriptions of rules; the description of the group itself does not change
   */
  readonly displayName: string;
  /**
   * The VPC.
   *
   * @replaces the group, as another name does
   */
  readonly vpcId: string;
  /**
   * Destinations that the group's members have a route to: `egressScope` of their tier. It affects the checks of rules only.
   *
   * @default 'network'
   * @inPlace
   */
  readonly egressScope?: EgressScope;
}

/**
 * Security group without rules: `SecurityGroupRule` adds them, one allowed connection at a time.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 *
 * @example
 * new SecurityGroup(stack, 'nodes', { displayName: 'nodes', name: 'lab-nodes', vpcId: network.vpcId });
 */
export class SecurityGroup extends Construct implements ISecurityGroup {
  readonly groupId: string;
  readonly displayName: string;
  readonly egressScope: EgressScope | undefined;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    const { name, displayName, vpcId } = props;
    addFindings(this, checkName('security-group', name));
    // A group that belongs to another construct has its name, which that construct checks.
    if (TerraformStack.isStack(scope)) {
      requireUniqueName(this, { kind: 'security group', name, within: `VPC ${vpcId}` });
    }
    this.groupId = new AwsSecurityGroup(this, 'Resource', {
      description: displayName,
      // A group in use cannot be destroyed first, and AWS changes no description.
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ['description'] },
      name,
      tags: { Name: name },
      vpcId,
    }).id;
    this.displayName = displayName;
    this.egressScope = props.egressScope;
  }

  /** Looks up a group that another stack owns, by its name. */
  static existing(
    scope: Construct,
    id: string,
    { name, displayName, egressScope, vpcId }: SecurityGroupProps,
  ): ISecurityGroup {
    const { id: groupId } = new DataAwsSecurityGroup(scope, id, { name, vpcId });
    return { groupId, displayName, egressScope, identity: `${vpcId}/${name}` };
  }
}
