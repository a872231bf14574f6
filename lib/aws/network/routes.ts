import { EgressOnlyInternetGateway } from '@cdktf/provider-aws/lib/egress-only-internet-gateway';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { NatGatewayByZone } from './nat';
import type { IRouteTable } from './props';
import type { NetworkProps } from './props';
import { subnetName } from './address-plan';
import { type Subnets } from './props';

/** One route table: of a tier whose zones are all routed alike, or of one private subnet. */
interface Table {
  /** `public`, `private-a`. */
  readonly key: string;
  readonly tier: string;
  /** The only zone, where the tier has a table for each. */
  readonly zone?: string;
  readonly name: string;
}

/** One table a tier where all zones are routed alike; one a subnet where NAT is, so that its mode changes routes only. */
export function routeTableNames({ name, tiers, zones }: Pick<NetworkProps, 'name' | 'tiers' | 'zones'>): Table[] {
  return sortedEntries(tiers).flatMap(([tier, { access }]): Table[] =>
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

/** The route tables of a network, by their keys, with their subnets tied to them. */
export function routeTables(
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

/** The ways out: of public tiers both ways, of private ones outwards only, of isolated ones none. */
export function routes(
  network: Construct,
  props: NetworkProps,
  tables: Readonly<Record<string, IRouteTable>>,
  ways: { readonly gateway: InternetGateway; readonly nat: NatGatewayByZone; readonly vpcId: string },
): void {
  const outwards = egressOnly(network, props, ways.vpcId);
  for (const { key, tier, zone } of routeTableNames(props)) {
    const routeTableId = tables[key]?.routeTableId ?? '';
    const { access, ipv6 = false } = props.tiers[tier] ?? {};
    const nat = zone === undefined ? undefined : ways.nat(zone);
    const everywhere = { destinationCidrBlock: '0.0.0.0/0', routeTableId };
    const everywhereIpv6 = { destinationIpv6CidrBlock: '::/0', routeTableId };
    if (access === 'public') new Route(network, `route-${key}`, { ...everywhere, gatewayId: ways.gateway.id });
    if (nat) new Route(network, `route-${key}`, { ...everywhere, natGatewayId: nat.id });
    if (ipv6 && access === 'public')
      new Route(network, `route-ipv6-${key}`, { ...everywhereIpv6, gatewayId: ways.gateway.id });
    if (ipv6 && access === 'private' && outwards)
      new Route(network, `route-ipv6-${key}`, { ...everywhereIpv6, egressOnlyGatewayId: outwards.id });
  }
}

/** What NAT is for IPv4: connections go out, none come in. It costs nothing but traffic. */
function egressOnly(
  network: Construct,
  { ipv6, name, tiers }: NetworkProps,
  vpcId: string,
): EgressOnlyInternetGateway | undefined {
  if (ipv6 === undefined || !Object.values(tiers).some((tier) => tier.access === 'private' && tier.ipv6))
    return undefined;
  return new EgressOnlyInternetGateway(network, 'egress-only-gateway', { tags: { Name: name }, vpcId });
}
