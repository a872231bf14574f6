import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Construct } from 'constructs';
import { report } from '../../core/diagnostics';
import { checkName } from '../../core/naming';

/** A security group as other constructs use it, whether this stack owns it or finds it. */
export interface ISecurityGroup {
  readonly groupId: string;
  /** What it stands for in the descriptions of rules. */
  readonly label: string;
  /** How far its machines get. @default 'network' */
  readonly reach?: Reach | undefined;
}

/** How far machines get by their tier's routes: no further than the network and what is joined to it, or to the internet. */
export type Reach = 'network' | 'internet';

export interface SecurityGroupProps {
  /**
   * Name, by which other stacks find it. @replaces the group; the new one comes before the old one goes, but machines that
   * are still in the old one lose its rules, so roll them out of it before
   */
  readonly name: string;
  /** What it stands for: `nodes`. @inPlace in the descriptions of rules; that of the group stays what it was */
  readonly label: string;
  /** The VPC. @replaces the group, as another name does */
  readonly vpcId: string;
  /** How far its machines get: what `reachOf` says of their tier. Only a rule is decided by it. @inPlace @default 'network' */
  readonly reach?: Reach;
}

/** A security group without rules: nothing comes in and nothing goes out until a relation says so. */
export class SecurityGroup extends Construct implements ISecurityGroup {
  readonly groupId: string;
  readonly label: string;
  readonly reach: Reach | undefined;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    report(this, checkName('security-group', props.name));
    const { name, label, vpcId } = props;
    this.groupId = new AwsSecurityGroup(this, 'Resource', {
      description: label,
      // A group that is in use cannot go first, and AWS changes no description.
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ['description'] },
      name,
      tags: { Name: name },
      vpcId,
    }).id;
    this.label = label;
    this.reach = props.reach;
  }

  /** A group that another stack owns, by its name. */
  static existing(scope: Construct, id: string, { name, label, reach, vpcId }: SecurityGroupProps): ISecurityGroup {
    return { groupId: new DataAwsSecurityGroup(scope, id, { name, vpcId }).id, label, reach };
  }
}
