import { sortedEntries } from '../../core/canonical';
import { type AddressPlan, checkAddressPlan, checkNoOverlap, checkCidr, type Cidr, subnetCidr } from '../../core/cidr';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkDhcp } from './dhcp-options';
import { checkNat } from './nat';
import type { ISubnet, Subnets } from './props';
import type { NetworkProps } from './props';
import { checkAcl } from './network-acl';
import { checkDefaultAcl } from './defaults';
import type { EgressScope } from './security-group';

/** The network without its subnets where its plan is wrong: what is wrong has been reported, and nothing is written. */
export function withoutInvalidSubnets(props: NetworkProps): NetworkProps {
  return checkNetwork(props).length === 0 ? props : { ...props, tiers: {}, zones: {} };
}

/** How far machines of a tier get: a private one reaches the internet where there is NAT. */
export function egressScope({ nat, tiers }: Pick<NetworkProps, 'nat' | 'tiers'>, tier: string): EgressScope {
  const access = tiers[tier]?.access;
  return access === 'public' || (access === 'private' && nat !== 'none') ? 'internet' : 'network';
}

/** How large a network may be, as prefixes. */
export const vpcPrefixes = { max: 20, min: 16 } as const;

/** What is wrong with a network's plan. */
export function checkNetwork(props: NetworkProps): Finding[] {
  const range = checkCidr(props.cidr, 'cidr', vpcPrefixes);
  return [
    ...checkName('vpc', props.name),
    ...range,
    ...(range.length === 0 ? checkNeighbours(props) : []),
    ...checkAddressPlan(props),
    ...sortedEntries(props.zones).flatMap(([zone]) => checkZone(zone)),
    ...checkNat(props),
    ...checkIpv6(props),
    ...sortedEntries(props.tiers).flatMap(([tier, { acl = {} }]) => checkAcl(acl, `tiers.${tier}.acl`)),
    ...checkDefaultAcl(props),
    ...checkDhcp(props.dhcp ?? {}),
  ];
}

/** Only this network is judged: that two neighbours share addresses may be their right. */
function checkNeighbours({ reservedCidrs = {}, cidr }: NetworkProps): Finding[] {
  return sortedEntries(reservedCidrs).flatMap(([name, range]) => {
    const setting = `reservedCidrs.${name}`;
    const wrong = checkCidr(range, setting, { max: 32, min: 8 });
    return wrong.length > 0 ? wrong : checkNoOverlap({ [setting]: range, cidr });
  });
}

function checkIpv6({ ipv6, tiers }: NetworkProps): Finding[] {
  if (ipv6 !== undefined) return [];
  return sortedEntries(tiers)
    .filter(([, tier]) => tier.ipv6)
    .map(([tier]) => ({
      hint: `set the network's ipv6 to 'amazon-provided', or leave it out of the tier`,
      message: `tier '${tier}' asks for IPv6, and the network has no block to give it from`,
      setting: `tiers.${tier}.ipv6`,
    }));
}

function checkZone(zone: string): Finding[] {
  if (/^[a-f]$/.test(zone)) return [];
  return [
    {
      hint: `write 'a' for the zone eu-west-1a`,
      message: `a zone is named by its letter, got '${zone}'`,
      setting: `zones.${zone}`,
    },
  ];
}

/** The range of one subnet of a sound plan. */
export function tierSubnetCidr({ cidr, tiers, zones }: AddressPlan, tier: string, zone: string): Cidr {
  const [tierSlot, zoneSlot] = [tiers[tier], zones[zone]];
  if (!tierSlot || !zoneSlot) throw new Error(`no subnet ${tier}-${zone} in this network`);
  return subnetCidr(cidr, tierSlot, zoneSlot);
}

/** One subnet for each zone of each tier. */
export function mapTiers(
  { tiers, zones }: NetworkProps,
  subnet: (tier: string, zone: string) => ISubnet,
  wanted: readonly string[] = Object.keys(tiers),
): Subnets {
  const present = sortedEntries(tiers).filter(([tier]) => wanted.includes(tier));
  return Object.fromEntries(
    present.map(([tier]) => [
      tier,
      Object.fromEntries(sortedEntries(zones).map(([zone]) => [zone, subnet(tier, zone)])),
    ]),
  );
}

/** A subnet's name, by which other stacks find it; also that of its route table where it has one to itself. */
export function subnetName(network: string, tier: string, zone: string): string {
  return `${network}-${tier}-${zone}`;
}
