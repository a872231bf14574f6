import { sortedEntries } from '../../core/canonical';
import {
  type AddressPlan,
  checkAddressPlan,
  checkCidr,
  checkNoOverlap,
  checkPrivateCidr,
  type Cidr,
  subnetCidr,
} from '../../core/cidr';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkZone } from '../../core/regions';
import { checkDefaultAcl } from './defaults';
import { checkNat } from './nat';
import type { ISubnet, NetworkProps, Subnets } from './props';
import type { EgressScope } from './security-group';

/** Returns the props without tiers and zones if they are invalid: the network reports why, and no subnet can be computed. */
export function withoutInvalidSubnets(props: NetworkProps): NetworkProps {
  return checkNetwork(props).length === 0 ? props : { ...props, tiers: {}, zones: {} };
}

/** Returns the destinations that instances of a tier have a route to: the internet from a public tier, and from a private one with NAT. */
export function egressScope({ nat, tiers }: Pick<NetworkProps, 'nat' | 'tiers'>, tier: string): EgressScope {
  const access = tiers[tier]?.access;
  return access === 'public' || (access === 'private' && nat !== 'none') ? 'internet' : 'network';
}

/** Bounds of a network's size, as prefixes. */
export const vpcPrefixes = { max: 20, min: 16 } as const;

/** Checks a network's address plan, NAT and IPv6. */
export function checkNetwork(props: NetworkProps): Finding[] {
  const range = checkCidr(props.cidr, 'cidr', vpcPrefixes);
  return [
    ...checkName('vpc', props.name),
    ...range,
    ...(range.length === 0 ? [...checkPrivateCidr(props.cidr, 'cidr'), ...checkReservedCidrs(props)] : []),
    ...checkAddressPlan(props),
    ...sortedEntries(props.zones).flatMap(([zone]) => checkZoneKey(props.region, zone)),
    ...checkNat(props),
    ...checkIpv6(props),
    ...checkDefaultAcl(props),
  ];
}

/** Reserved ranges may overlap with each other, so each is compared with the network only. */
function checkReservedCidrs({ cidr, reservedCidrs = {} }: NetworkProps): Finding[] {
  return sortedEntries(reservedCidrs).flatMap(([name, range]) => {
    const setting = `reservedCidrs.${name}`;
    const malformed = checkCidr(range, setting, { max: 32, min: 8 });
    return malformed.length > 0 ? malformed : checkNoOverlap(cidr, 'cidr', { [setting]: range });
  });
}

function checkIpv6({ ipv6, tiers }: NetworkProps): Finding[] {
  if (ipv6 !== undefined) return [];
  return sortedEntries(tiers)
    .filter(([, tier]) => tier.ipv6)
    .map(([tier]) => ({
      id: 'network-ipv6',
      setting: `tiers.${tier}.ipv6`,
      message: `tiers.${tier}.ipv6 must be false in a network without an IPv6 block; got true`,
      hint: `set the network's ipv6 to 'amazon-provided', or remove ipv6 from the tier`,
    }));
}

function checkZoneKey(region: string, zone: string): Finding[] {
  if (/^[a-f]$/.test(zone)) return checkZone(region, zone, ['zones', zone]);
  return [
    {
      id: 'zone-letter',
      setting: ['zones', zone],
      message: `zones must have letters from a to f as keys; got '${zone}'`,
      hint: `write 'a' for the zone eu-west-1a`,
    },
  ];
}

/** Returns the range of one subnet of a valid plan. */
export function tierSubnetCidr({ cidr, tiers, zones }: AddressPlan, tier: string, zone: string): Cidr {
  const [tierSlot, zoneSlot] = [tiers[tier], zones[zone]];
  if (!tierSlot || !zoneSlot) throw new Error(`no subnet ${tier}-${zone} in this network`);
  return subnetCidr(cidr, tierSlot, zoneSlot);
}

/** Creates a subnet for each zone of each tier, or of the tiers in `use`. */
export function mapTiers(
  { tiers, zones }: NetworkProps,
  subnet: (tier: string, zone: string) => ISubnet,
  use: readonly string[] = Object.keys(tiers),
): Subnets {
  const used = sortedEntries(tiers).filter(([tier]) => use.includes(tier));
  return Object.fromEntries(
    used.map(([tier]) => [tier, Object.fromEntries(sortedEntries(zones).map(([zone]) => [zone, subnet(tier, zone)]))]),
  );
}

/** Returns a subnet's name, by which other stacks look it up. A route table for one subnet has the same name. */
export function subnetName(network: string, tier: string, zone: string): string {
  return `${network}-${tier}-${zone}`;
}
