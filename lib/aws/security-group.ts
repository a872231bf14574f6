import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import type { Cidr } from '../core/cidr';
import { report } from '../core/errors';
import { checkName } from '../core/naming';

/** A security group as other constructs use it, whether this stack owns it or finds it. */
export interface ISecurityGroup {
  readonly groupId: string;
  /** What it stands for in the descriptions of rules. */
  readonly label: string;
}

export interface SecurityGroupProps {
  /** Name, by which other stacks find it. @replaces the group */
  readonly name: string;
  /** What it stands for: `nodes`. @replaces the group, as its description */
  readonly label: string;
  /** The VPC. @replaces the group */
  readonly vpcId: string;
}

/** A security group without rules: nothing comes in and nothing goes out until a relation says so. */
export class SecurityGroup extends Construct implements ISecurityGroup {
  readonly groupId: string;
  readonly label: string;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    report(this, checkName('security-group', props.name));
    const { name, label, vpcId } = props;
    this.groupId = new AwsSecurityGroup(this, 'Resource', { description: label, name, tags: { Name: name }, vpcId }).id;
    this.label = label;
  }

  /** A group that another stack owns, by its name. */
  static existing(scope: Construct, id: string, { name, label, vpcId }: SecurityGroupProps): ISecurityGroup {
    return { groupId: new DataAwsSecurityGroup(scope, id, { name, vpcId }).id, label };
  }
}

export interface ConnectionProps {
  /** Who opens the connection: a group, or everything in a range. @inPlace; another kind of source is a new rule */
  readonly from: ISecurityGroup | Cidr;
  /** Who answers. @inPlace; another kind of target is a new rule */
  readonly to: ISecurityGroup | Cidr;
  /** TCP port, or everything between machines of one trust. @inPlace */
  readonly port: number | 'all';
  /** Why: it stands on the rules. @inPlace */
  readonly purpose: string;
}

/** One allowed relation: the rule on each side that is a group of ours, and nothing else. */
export class Connection extends Construct {
  constructor(scope: Construct, id: string, { from, to, port, purpose }: ConnectionProps) {
    super(scope, id);
    const ports = port === 'all' ? { ipProtocol: '-1' } : { fromPort: port, ipProtocol: 'tcp', toPort: port };
    if (typeof to !== 'string') {
      const description = `${purpose}, from ${typeof from === 'string' ? from : from.label}`;
      new VpcSecurityGroupIngressRule(this, 'ingress', {
        ...ports,
        ...peer(from),
        description,
        securityGroupId: to.groupId,
      });
    }
    if (typeof from !== 'string') {
      const description = `${purpose}, to ${typeof to === 'string' ? to : to.label}`;
      new VpcSecurityGroupEgressRule(this, 'egress', {
        ...ports,
        ...peer(to),
        description,
        securityGroupId: from.groupId,
      });
    }
  }
}

function peer(
  side: ISecurityGroup | Cidr,
): { readonly cidrIpv4: string } | { readonly referencedSecurityGroupId: string } {
  return typeof side === 'string' ? { cidrIpv4: side } : { referencedSecurityGroupId: side.groupId };
}
