import { entriesOf } from '../core/canonical';
import { type AddressPlan, checkAddressPlan, checkCidr, type Cidr, subnetCidr } from '../core/cidr';
import type { Finding } from '../core/errors';
import { checkName } from '../core/naming';
import type { ISubnet, NetworkProps } from './network';

/** Subnets by tier and zone. */
export type Subnets = Readonly<Record<string, Readonly<Record<string, ISubnet>>>>;

/** The network without its subnets where its plan is wrong: what is wrong has been reported, and nothing is written. */
export function usable(props: NetworkProps): NetworkProps {
  return checkNetwork(props).length === 0 ? props : { ...props, tiers: {}, zones: {} };
}

/** What is wrong with a network's plan. */
export function checkNetwork(props: NetworkProps): Finding[] {
  return [
    ...checkName('vpc', props.name),
    ...checkCidr(props.cidr, 'cidr', { max: 20, min: 16 }),
    ...checkAddressPlan(props),
    ...entriesOf(props.zones).flatMap(([zone]) => checkZone(zone)),
    ...checkNat(props),
  ];
}

function checkZone(zone: string): Finding[] {
  if (/^[a-z]$/.test(zone)) return [];
  return [
    {
      fix: `write 'a' for the zone eu-west-1a`,
      rule: `a zone is named by its letter, got '${zone}'`,
      setting: `zones.${zone}`,
    },
  ];
}

function checkNat({ nat, tiers }: NetworkProps): Finding[] {
  if (nat === 'none' || Object.values(tiers).some(({ access }) => access === 'public')) return [];
  return [
    {
      fix: `add a tier with access 'public', or set nat to 'none'`,
      rule: `nat '${nat}' needs a public tier to stand in, got none`,
      setting: 'nat',
    },
  ];
}

/** The range of one subnet of a sound plan. */
export function rangeOf({ cidr, tiers, zones }: AddressPlan, tier: string, zone: string): Cidr {
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
  const present = entriesOf(tiers).filter(([tier]) => wanted.includes(tier));
  return Object.fromEntries(
    present.map(([tier]) => [tier, Object.fromEntries(entriesOf(zones).map(([zone]) => [zone, subnet(tier, zone)]))]),
  );
}
