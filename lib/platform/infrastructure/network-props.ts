import type { AclRules, NetworkProps, TierProps } from '../../aws/network/props';
import type { Cidr, ZoneSlot } from '../../core/cidr';
import type { Finding } from '../../core/diagnostics';
import { resourceNames } from './resource-names';

/** Settings of an environment that its network follows from. Nodes are in the tier `private`, pods in `pods`. */
export interface NetworkEnvironment {
  readonly account: string;
  readonly name: string;
  readonly region: string;
  readonly cluster: { readonly serviceCidr: Cidr };
  readonly network: {
    readonly cidr: Cidr;
    readonly nat: NetworkProps['nat'];
    readonly tiers: Readonly<Record<string, TierProps>>;
    readonly zones: Readonly<Record<string, ZoneSlot>>;
    readonly awsApiAccess: 'nat' | 'interface-endpoints';
  };
}

/**
 * Props of an environment's network, for the stack that creates it and for the stacks that look it up.
 *
 * @param acls rules of network ACLs by tier
 */
export function networkProps(
  environment: NetworkEnvironment,
  acls: Readonly<Record<string, AclRules>> = {},
): NetworkProps {
  const { cluster, name, network, region } = environment;
  const { cidr, nat, tiers, zones } = network;
  return {
    reservedCidrs: { services: cluster.serviceCidr },
    cidr,
    clusterName: resourceNames(environment).cluster,
    name,
    nat,
    region,
    tiers: Object.fromEntries(
      Object.entries(tiers).map(([tier, props]) => [
        tier,
        { ...props, ...(tier === 'pods' && { kubernetesRole: 'cni' }), ...(acls[tier] && { acl: acls[tier] }) },
      ]),
    ),
    zones,
  };
}

/** Nodes without a route to the AWS APIs: no NAT gateway, and no interface endpoints. */
export function checkAwsApiAccess({ awsApiAccess, nat }: NetworkEnvironment['network']): Finding[] {
  if (awsApiAccess === 'interface-endpoints' || nat !== 'none') return [];
  return [
    {
      id: 'aws-api-access',
      setting: 'awsApiAccess',
      message: "awsApiAccess must be 'interface-endpoints' in a network without NAT; got 'nat'",
      hint: "set awsApiAccess to 'interface-endpoints', or nat to 'single'",
    },
  ];
}
