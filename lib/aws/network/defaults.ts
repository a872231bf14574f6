import type { ITerraformDependable } from 'cdktf';
import { DefaultNetworkAcl } from '@cdktf/provider-aws/lib/default-network-acl';
import { DefaultRouteTable } from '@cdktf/provider-aws/lib/default-route-table';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import type { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import type { DefaultAcl, NetworkProps } from './props';

/**
 * What AWS makes with every VPC, and what anything falls back to that names nothing: a group and a table that let nothing
 * through. Destroying these resources changes nothing in AWS, so they are always written, whatever they hold.
 */
export function networkDefaults(
  network: Construct,
  props: NetworkProps,
  vpc: Vpc,
  acls: readonly ITerraformDependable[],
): void {
  const tags = { Name: `${props.name}-default` };
  // Empty lists are written: Terraform leaves alone what is left out.
  new DefaultSecurityGroup(network, 'default-security-group', { egress: [], ingress: [], tags, vpcId: vpc.id });
  new DefaultRouteTable(network, 'default-route-table', {
    defaultRouteTableId: vpc.defaultRouteTableId,
    route: [],
    tags,
  });
  const rules = defaultAcl(props) === 'open' ? openRules(props) : [];
  new DefaultNetworkAcl(network, 'default-network-acl', {
    defaultNetworkAclId: vpc.defaultNetworkAclId,
    // Emptied only after every subnet has moved to its own.
    ...(rules.length === 0 && acls.length > 0 && { dependsOn: [...acls] }),
    egress: rules,
    ingress: rules,
    // Subnets cannot be taken off it, only given another one.
    lifecycle: { ignoreChanges: ['subnet_ids'] },
    tags,
  });
}

/** A subnet on an empty network ACL is cut off, so every tier must have one of its own before the default is emptied. */
export function checkDefaultAcl(props: NetworkProps): Finding[] {
  if (defaultAcl(props) === 'open') return [];
  return sortedEntries(props.tiers)
    .filter(([, { acl }]) => acl === undefined)
    .map(([tier]) => ({
      hint: `give the tier rules in tiers.${tier}.acl, or set defaultAcl to 'open'`,
      message: `tier '${tier}' has no network acl of its own, and the default one is empty: nothing would reach its subnets`,
      setting: 'defaultAcl',
    }));
}

function defaultAcl({ defaultAcl, tiers }: NetworkProps): DefaultAcl {
  const all = Object.values(tiers);
  return defaultAcl ?? (all.length > 0 && all.every(({ acl }) => acl !== undefined) ? 'empty' : 'open');
}

/** The rules that AWS makes it with. Source: "Default network ACL for a VPC", AWS. */
function openRules({ ipv6 }: NetworkProps) {
  const everything = { action: 'allow', fromPort: 0, protocol: '-1', toPort: 0 };
  const ipv4 = { ...everything, cidrBlock: '0.0.0.0/0', ruleNo: 100 };
  return ipv6 === undefined ? [ipv4] : [ipv4, { ...everything, ipv6CidrBlock: '::/0', ruleNo: 101 }];
}
