import { EgressOnlyInternetGateway } from '@cdktf/provider-aws/lib/egress-only-internet-gateway';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { subnetName } from './address-plan';
import type { NatGatewayByZone } from './nat';
import type { IRouteTable, NetworkProps, Subnets } from './props';

/** Route table of a tier with the same routes in all zones, or of one private subnet. */
interface RouteTableName {
  /** `public`, `private-a`. */
  readonly key: string;
  readonly tier: string;
  /** The only zone, if the tier has a table for each. */
  readonly zone?: string;
  readonly name: string;
}

/** Returns one table a tier, or one a subnet in private tiers, so that a change of NAT changes routes only. */
export function routeTableNames({
  name,
  tiers,
  zones,
}: Pick<NetworkProps, 'name' | 'tiers' | 'zones'>): RouteTableName[] {
  return sortedEntries(tiers).flatMap(([tier, { access }]): RouteTableName[] =>
    access === 'private'
      ? sortedEntries(zones).map(([zone]) => ({
          key: `${tier}-${zone}`,
          name: subnetName(name, tier, zone),
          tier,
          zone,
        }))
      : [{ key: tier, name: `${name}-${tier}`, tier }],
  );
}

/** Creates the route tables of a network and associates their subnets. Returns the tables by their keys. */
export function createRouteTables(
  network: Construct,
  props: NetworkProps,
  subnets: Subnets,
  vpcId: string,
): Readonly<Record<string, IRouteTable>> {
  return Object.fromEntries(
    routeTableNames(props).map(({ key, name, tier, zone: only }) => {
      const { id: routeTableId } = new RouteTable(network, `routes-${key}`, { tags: { Name: name }, vpcId });
      for (const [zone, { id: subnetId }] of sortedEntries(subnets[tier] ?? {})) {
        if (only !== undefined && only !== zone) continue;
        new RouteTableAssociation(network, `routes-of-${tier}-${zone}`, { routeTableId, subnetId });
      }
      return [key, { routeTableId }];
    }),
  );
}

/** Creates the routes to the internet: in both directions for public tiers, outbound for private ones, none for isolated ones. */
export function createRoutes(
  network: Construct,
  props: NetworkProps,
  tables: Readonly<Record<string, IRouteTable>>,
  targets: { readonly gateway: InternetGateway; readonly nat: NatGatewayByZone; readonly vpcId: string },
): void {
  const egressOnlyGateway = createEgressOnlyGateway(network, props, targets.vpcId);
  for (const { key, tier, zone } of routeTableNames(props)) {
    const routeTableId = tables[key]?.routeTableId ?? '';
    const { access, ipv6 = false } = props.tiers[tier] ?? {};
    const nat = zone === undefined ? undefined : targets.nat(zone);
    const anyIpv4 = { destinationCidrBlock: '0.0.0.0/0', routeTableId };
    const anyIpv6 = { destinationIpv6CidrBlock: '::/0', routeTableId };
    if (access === 'public') new Route(network, `route-${key}`, { ...anyIpv4, gatewayId: targets.gateway.id });
    if (nat) new Route(network, `route-${key}`, { ...anyIpv4, natGatewayId: nat.id });
    if (ipv6 && access === 'public')
      new Route(network, `route-ipv6-${key}`, { ...anyIpv6, gatewayId: targets.gateway.id });
    if (ipv6 && access === 'private' && egressOnlyGateway)
      new Route(network, `route-ipv6-${key}`, { ...anyIpv6, egressOnlyGatewayId: egressOnlyGateway.id });
  }
}

/** Creates the gateway for outbound IPv6 connections, which corresponds to NAT for IPv4. It costs nothing but traffic. */
function createEgressOnlyGateway(
  network: Construct,
  { ipv6, name, tiers }: NetworkProps,
  vpcId: string,
): EgressOnlyInternetGateway | undefined {
  if (ipv6 === undefined || !Object.values(tiers).some((tier) => tier.access === 'private' && tier.ipv6))
    return undefined;
  return new EgressOnlyInternetGateway(network, 'egress-only-gateway', { tags: { Name: name }, vpcId });
}
