import { Eip } from '@cdktf/provider-aws/lib/eip';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import type { Construct } from 'constructs';
import { byCodePoint, sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import type { NetworkProps, Subnets } from './props';

/** Returns the NAT gateway of a zone, or undefined without NAT. */
export type NatGatewayByZone = (zone: string) => NatGateway | undefined;

/** Creates the NAT gateways of a network. */
export function createNatGateways(
  network: Construct,
  props: NetworkProps,
  subnets: Subnets,
  { gateway, vpcId }: { readonly gateway: InternetGateway; readonly vpcId: string },
): NatGatewayByZone {
  const { nat, name } = props;
  if (nat === 'none') return () => undefined;
  if (nat === 'regional') {
    // Without configured addresses, AWS assigns one in each zone with instances, within an hour of the first instance; until
    // then the zone uses the address of another. See https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html.
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
      // A gateway that is created before the internet gateway is attached fails.
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

/** Checks the placement of NAT gateways. */
export function checkNat({ nat, natPlacement = {}, tiers, zones }: NetworkProps): Finding[] {
  const publicTiers = sortedEntries(tiers)
    .filter(([, { access }]) => access === 'public')
    .map(([tier]) => tier);
  const findings: Finding[] = [];
  if ((nat === 'single' || nat === 'per-zone') && publicTiers.length === 0) {
    findings.push({
      id: 'nat-public-tier',
      setting: 'nat',
      message: `nat must be 'none' or 'regional' in a network without a public tier; got '${nat}'`,
      hint: `add a tier with access 'public', or set nat to 'regional'`,
    });
  }
  if (natPlacement.tier !== undefined && !publicTiers.includes(natPlacement.tier)) {
    findings.push({
      id: 'nat-placement',
      setting: 'natPlacement.tier',
      message: `natPlacement.tier must be a public tier; got '${natPlacement.tier}'`,
      hint: publicTiers.length === 0 ? 'remove it' : `choose one of ${publicTiers.join(', ')}`,
    });
  }
  if (natPlacement.zone !== undefined && zones[natPlacement.zone] === undefined) {
    findings.push({
      id: 'nat-placement',
      setting: 'natPlacement.zone',
      message: `natPlacement.zone must be a zone of the network; got '${natPlacement.zone}'`,
      hint: `choose one of ${Object.keys(zones).sort(byCodePoint).join(', ')}`,
    });
  }
  return findings;
}

function natPlacement({ nat, natPlacement = {}, tiers, zones }: NetworkProps): {
  tier: string;
  zones: readonly string[];
} {
  const publicTiers = Object.fromEntries(Object.entries(tiers).filter(([, { access }]) => access === 'public'));
  const tier = natPlacement.tier ?? keyWithLowestSlot(publicTiers);
  const zone = natPlacement.zone ?? keyWithLowestSlot(zones);
  if (tier === undefined || zone === undefined) return { tier: '', zones: [] };
  return { tier, zones: nat === 'per-zone' ? sortedEntries(zones).map(([key]) => key) : [zone] };
}

/** The slot decides, because the order of keys in the source has no meaning. */
function keyWithLowestSlot(places: Readonly<Record<string, { readonly slot: number }>>): string | undefined {
  return Object.entries(places).sort(([, a], [, b]) => a.slot - b.slot)[0]?.[0];
}
