import { DefaultNetworkAcl } from '@cdktf/provider-aws/lib/default-network-acl';
import { DefaultRouteTable } from '@cdktf/provider-aws/lib/default-route-table';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import type { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import type { DefaultAcl, NetworkProps } from './props';

/**
 * Adopts the security group, route table and network ACL that AWS creates with every VPC, and that apply if a resource names
 * none: they allow and route nothing. Terraform does not destroy them in AWS.
 */
export function adoptDefaults(
  network: Construct,
  props: NetworkProps,
  vpc: Vpc,
  aclAssociations: readonly ITerraformDependable[],
): void {
  const tags = { Name: `${props.name}-default` };
  // Empty lists are explicit: Terraform ignores a list that is left out.
  new DefaultSecurityGroup(network, 'default-security-group', { egress: [], ingress: [], tags, vpcId: vpc.id });
  new DefaultRouteTable(network, 'default-route-table', {
    defaultRouteTableId: vpc.defaultRouteTableId,
    route: [],
    tags,
  });
  const rules = defaultAcl(props) === 'open' ? openRules(props) : [];
  new DefaultNetworkAcl(network, 'default-network-acl', {
    defaultNetworkAclId: vpc.defaultNetworkAclId,
    // Emptied only after every subnet is associated with its tier's ACL.
    ...(rules.length === 0 && aclAssociations.length > 0 && { dependsOn: [...aclAssociations] }),
    egress: rules,
    ingress: rules,
    // Subnets cannot be removed from it, only associated with another ACL.
    lifecycle: { ignoreChanges: ['subnet_ids'] },
    tags,
  });
}

/** Checks that no subnet has the default network ACL if that is empty: it would be cut off. */
export function checkDefaultAcl(props: NetworkProps): Finding[] {
  if (defaultAcl(props) === 'open') return [];
  const tiers = sortedEntries(props.tiers)
    .filter(([, { acl }]) => acl === undefined)
    .map(([tier]) => tier);
  if (tiers.length === 0) return [];
  return [
    {
      id: 'default-network-acl',
      setting: 'defaultAcl',
      message: `defaultAcl must be 'open' if a tier has no acl (${tiers.join(', ')}); got 'empty'`,
      hint: `set ${tiers.map((tier) => `tiers.${tier}.acl`).join(' and ')}, or set defaultAcl to 'open'`,
    },
  ];
}

function defaultAcl({ defaultAcl, tiers }: NetworkProps): DefaultAcl {
  const all = Object.values(tiers);
  return defaultAcl ?? (all.length > 0 && all.every(({ acl }) => acl !== undefined) ? 'empty' : 'open');
}

/**
 * Returns the rules with which AWS creates the default network ACL.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
 */
function openRules({ ipv6 }: NetworkProps) {
  const everything = { action: 'allow', fromPort: 0, protocol: '-1', toPort: 0 };
  const ipv4 = { ...everything, cidrBlock: '0.0.0.0/0', ruleNo: 100 };
  return ipv6 === undefined ? [ipv4] : [ipv4, { ...everything, ipv6CidrBlock: '::/0', ruleNo: 101 }];
}
