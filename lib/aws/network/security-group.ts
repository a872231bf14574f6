import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Construct } from 'constructs';
import { addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';

/** A security group as other constructs use it, whether this stack owns it or finds it. */
export interface ISecurityGroup {
  readonly groupId: string;
  /** What it stands for in the descriptions of rules. */
  readonly displayName: string;
  /** How far its machines get. @default 'network' */
  readonly egressScope?: EgressScope | undefined;
}

/** How far machines get by their tier's routes: no further than the network and what is joined to it, or to the internet. */
export type EgressScope = 'network' | 'internet';

export interface SecurityGroupProps {
  /**
   * Name, by which other stacks find it. @replaces the group; the new one comes before the old one goes, but machines that
   * are still in the old one lose its rules, so roll them out of it before
   */
  readonly name: string;
  /** What it stands for: `nodes`. @inPlace in the descriptions of rules; that of the group stays what it was */
  readonly displayName: string;
  /** The VPC. @replaces the group, as another name does */
  readonly vpcId: string;
  /** How far its machines get: what `reachOf` says of their tier. Only a rule is decided by it. @inPlace @default 'network' */
  readonly egressScope?: EgressScope;
}

/** A security group without rules: nothing comes in and nothing goes out until a relation says so. */
export class SecurityGroup extends Construct implements ISecurityGroup {
  readonly groupId: string;
  readonly displayName: string;
  readonly egressScope: EgressScope | undefined;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    addFindings(this, checkName('security-group', props.name));
    const { name, displayName, vpcId } = props;
    this.groupId = new AwsSecurityGroup(this, 'Resource', {
      description: displayName,
      // A group that is in use cannot go first, and AWS changes no description.
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ['description'] },
      name,
      tags: { Name: name },
      vpcId,
    }).id;
    this.displayName = displayName;
    this.egressScope = props.egressScope;
  }

  /** A group that another stack owns, by its name. */
  static existing(
    scope: Construct,
    id: string,
    { name, displayName, egressScope, vpcId }: SecurityGroupProps,
  ): ISecurityGroup {
    return { groupId: new DataAwsSecurityGroup(scope, id, { name, vpcId }).id, displayName, egressScope };
  }
}
