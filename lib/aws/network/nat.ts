import { Eip } from '@cdktf/provider-aws/lib/eip';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import type { NetworkProps } from './props';
import type { Subnets } from './props';

/** The gateway of each zone, or none. */
export type NatGatewayByZone = (zone: string) => NatGateway | undefined;

/** The NAT gateways that a network asks for, made in its scope. */
export function natGateways(
  network: Construct,
  props: NetworkProps,
  subnets: Subnets,
  { gateway, vpcId }: { readonly gateway: InternetGateway; readonly vpcId: string },
): NatGatewayByZone {
  const { nat, name } = props;
  if (nat === 'none') return () => undefined;
  if (nat === 'regional') {
    // Without addresses of ours AWS gives it one in each zone that has machines, within an hour of the first machine;
    // until then the zone uses another one's. Source: "Regional NAT gateways for automatic multi-AZ expansion".
    const regional = new NatGateway(network, 'nat-regional', {
      availabilityMode: 'regional',
      connectivityType: 'public',
      dependsOn: [gateway],
      tags: { Name: `${name}-nat` },
      vpcId,
    });
    return () => regional;
  }
  const { tier, zones } = natPlacement(props);
  const gateways = Object.fromEntries(
    zones.map((zone) => {
      const address = new Eip(network, `nat-address-${zone}`, { domain: 'vpc', tags: { Name: `${name}-nat-${zone}` } });
      // A gateway that is created before the VPC is attached to the internet fails.
      const zonal = new NatGateway(network, `nat-${zone}`, {
        allocationId: address.id,
        dependsOn: [gateway],
        subnetId: subnets[tier]?.[zone]?.id ?? '',
        tags: { Name: `${name}-${zone}` },
      });
      return [zone, zonal];
    }),
  );
  return (zone) => gateways[zone] ?? Object.values(gateways)[0];
}

/** What is wrong with where gateways are to stand. */
export function checkNat({ nat, natPlacement = {}, tiers, zones }: NetworkProps): Finding[] {
  const open = sortedEntries(tiers).filter(([, { access }]) => access === 'public');
  const found: Finding[] = [];
  if ((nat === 'single' || nat === 'per-zone') && open.length === 0) {
    found.push({
      hint: `add a tier with access 'public', or set nat to 'none'`,
      message: `nat '${nat}' needs a public tier to stand in, got none`,
      setting: 'nat',
    });
  }
  if (natPlacement.tier !== undefined && tiers[natPlacement.tier]?.access !== 'public') {
    found.push({
      hint: open.length === 0 ? 'leave it out' : `choose one of ${open.map(([tier]) => tier).join(', ')}`,
      message: `a NAT gateway stands in a public tier, got '${natPlacement.tier}'`,
      setting: 'natPlacement.tier',
    });
  }
  if (natPlacement.zone !== undefined && zones[natPlacement.zone] === undefined) {
    found.push({
      hint: `choose one of ${sortedEntries(zones)
        .map(([zone]) => zone)
        .join(', ')}`,
      message: `a NAT gateway stands in a zone of the network, got '${natPlacement.zone}'`,
      setting: 'natPlacement.zone',
    });
  }
  return found;
}

function natPlacement({ nat, natPlacement = {}, tiers, zones }: NetworkProps): {
  tier: string;
  zones: readonly string[];
} {
  const open = Object.fromEntries(Object.entries(tiers).filter(([, { access }]) => access === 'public'));
  const tier = natPlacement.tier ?? lowest(open);
  const zone = natPlacement.zone ?? lowest(zones);
  if (tier === undefined || zone === undefined) return { tier: '', zones: [] };
  return { tier, zones: nat === 'per-zone' ? sortedEntries(zones).map(([key]) => key) : [zone] };
}

/** The key with the lowest slot: the order in which a record was written means nothing. */
function lowest(places: Readonly<Record<string, { readonly slot: number }>>): string | undefined {
  return Object.entries(places).sort(([, a], [, b]) => a.slot - b.slot)[0]?.[0];
}
