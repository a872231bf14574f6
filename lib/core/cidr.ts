import { Address4 } from 'ip-address';
import { sortedEntries } from './canonical';
import type { Finding } from './diagnostics';

/** IPv4 range in CIDR notation: `10.20.0.0/16`. */
export type Cidr = `${number}.${number}.${number}.${number}/${number}`;

/** Number of equal parts that a network has for its tiers, and a tier for its zones. A region of AWS has at most 6 zones. */
const slots = 8;
const slotBits = Math.log2(slots);

/** Position of a tier in its network. */
export interface TierSlot {
  /** The first eighth of the network that the tier occupies, 0 to 7. */
  readonly slot: number;
  /**
   * Number of eighths that the tier occupies; `slot` is a multiple of it.
   *
   * @default 1
   */
  readonly width?: 1 | 2 | 4;
}

/** Position of a zone in every tier. */
export interface ZoneSlot {
  /** The eighth of each tier that the zone's subnet occupies, 0 to 7. */
  readonly slot: number;
}

/** Addresses of a network: its range, and the slots of its tiers and zones. */
export interface AddressPlan {
  readonly cidr: Cidr;
  readonly tiers: Readonly<Record<string, TierSlot>>;
  readonly zones: Readonly<Record<string, ZoneSlot>>;
}

/**
 * Returns the range of one subnet. It follows from the network's range and the two slots alone, so that adding a tier or a
 * zone moves no other subnet.
 */
export function subnetCidr(network: Cidr, tier: TierSlot, zone: ZoneSlot): Cidr {
  const { width = 1 } = tier;
  const { first, prefix } = addressRange(network);
  const slotSize = 2n ** BigInt(32 - prefix - slotBits);
  const tierPrefix = prefix + slotBits - Math.log2(width);
  const subnetSize = 2n ** BigInt(32 - tierPrefix - slotBits);
  const start = first + BigInt(tier.slot) * slotSize + BigInt(zone.slot) * subnetSize;
  return `${Address4.fromBigInt(start).correctForm()}/${tierPrefix + slotBits}` as Cidr;
}

/** Returns the range of a whole tier, in all zones, for rules that apply to the tier. */
export function tierCidr(network: Cidr, { slot, width = 1 }: TierSlot): Cidr {
  const { first, prefix } = addressRange(network);
  const start = first + BigInt(slot) * 2n ** BigInt(32 - prefix - slotBits);
  return `${Address4.fromBigInt(start).correctForm()}/${prefix + slotBits - Math.log2(width)}` as Cidr;
}

/**
 * Returns the index of a subnet's /64 in the network's /56, 0 to 63. It follows from the two slots alone, like the IPv4
 * range. A wide tier needs no more than one /64 a zone.
 */
export function ipv6Slot(tier: TierSlot, zone: ZoneSlot): number {
  return tier.slot * slots + zone.slot;
}

/** Returns the range of one address, counted from the first of a range: that of the API server's Service is 1 in its range. */
export function addressCidr(range: Cidr, index: number): Cidr {
  return `${Address4.fromBigInt(addressRange(range).first + BigInt(index)).correctForm()}/32` as Cidr;
}

/** True if two ranges share an address. */
export function overlap(a: Cidr, b: Cidr): boolean {
  const [left, right] = [addressRange(a), addressRange(b)];
  return left.first <= right.last && right.first <= left.last;
}

/** True if a range lies within another. */
export function within(inner: Cidr, outer: Cidr): boolean {
  const [small, large] = [addressRange(inner), addressRange(outer)];
  return large.first <= small.first && small.last <= large.last;
}

/**
 * Returns the number of addresses of a subnet that instances and pods can use: AWS reserves five.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function usableAddresses(cidr: Cidr): number {
  const { first, last } = addressRange(cidr);
  return Number(last - first) + 1 - 5;
}

/**
 * Returns the number of whole blocks of 16 addresses (/28) that a subnet has for prefix delegation. AWS reserves the first
 * four addresses and the last one, so neither the first nor the last block is whole.
 */
export function wholeBlocks(cidr: Cidr): number {
  const { first, last } = addressRange(cidr);
  return Math.max(0, Number((last - first + 1n) / 16n) - 2);
}

/**
 * Checks that a range shares no address with other ranges.
 *
 * @param setting the setting of the range
 * @param others the other ranges, by their settings
 */
export function checkNoOverlap(cidr: Cidr, setting: string, others: Readonly<Record<string, Cidr>>): Finding[] {
  return sortedEntries(others)
    .filter(([, other]) => overlap(cidr, other))
    .map(([otherSetting, other]) => ({
      id: 'cidr-overlap',
      setting,
      message: `${setting} must not overlap with ${otherSetting} (${other}); got ${cidr}`,
      hint: `change ${setting} or ${otherSetting}: an address may belong to one network only`,
    }));
}

/** Checks an IPv4 range: its notation, its prefix, and that it starts at its first address. */
export function checkCidr(
  cidr: string,
  setting: string,
  prefixes: { readonly min: number; readonly max: number },
): Finding[] {
  const expected = `an IPv4 range with a prefix from /${prefixes.min} to /${prefixes.max}`;
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(cidr) || !Address4.isValid(cidr)) {
    const message = `${setting} must be ${expected}; got '${cidr}'`;
    const [address = ''] = String(cidr).split('/');
    const range = Address4.isValid(address) ? address : '10.20.0.0';
    return [{ id: 'cidr', setting, message, hint: `write it as '${range}/${prefixes.min}'` }];
  }
  const address = new Address4(cidr);
  if (address.subnetMask < prefixes.min || address.subnetMask > prefixes.max) {
    const message = `${setting} must be ${expected}; got ${cidr}`;
    return [{ id: 'cidr-size', setting, message, hint: `choose a prefix from /${prefixes.min} to /${prefixes.max}` }];
  }
  const start = `${address.startAddress().correctForm()}/${address.subnetMask}`;
  if (start === cidr) return [];
  const message = `${setting} must begin with the first address of its range; got ${cidr}`;
  return [{ id: 'cidr', setting, message, hint: `write ${start}` }];
}

/**
 * Ranges of addresses that no network can have.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6890
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
const specialRanges: readonly (readonly [Cidr, string])[] = [
  ['0.0.0.0/8', 'the own network'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local: instance metadata, DNS and NTP of AWS'],
  ['172.17.0.0/16', 'the bridge of Docker'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
];

/**
 * Private addresses, which are routed on no public network: those of RFC 1918, and the shared ones of RFC 6598.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1918
 * @see https://www.rfc-editor.org/rfc/rfc6598
 */
const privateRanges: readonly Cidr[] = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

/** Bounds of the addresses of Services, as prefixes: the API server accepts no more than 20 bits for them. */
export const servicePrefixes = { max: 24, min: 12 } as const;

/** Checks that a valid range is private, and that it contains no addresses with a special use. */
export function checkPrivateCidr(cidr: Cidr, setting: string): Finding[] {
  const special = specialRanges.find(([range]) => overlap(cidr, range));
  if (special) {
    const [range, use] = special;
    return [
      {
        id: 'cidr-special-use',
        setting,
        message: `${setting} must not contain ${range} (${use}); got ${cidr}`,
        hint: `choose a range of ${privateRanges.join(', ')} without it`,
      },
    ];
  }
  if (privateRanges.some((range) => within(cidr, range))) return [];
  return [
    {
      id: 'cidr-public',
      setting,
      message: `${setting} must be a private range (within ${privateRanges.join(', ')}); got ${cidr}`,
      hint: 'choose a private range: owners of public addresses become unreachable from the network',
    },
  ];
}

/** Checks the slots of a network: in range, aligned to their width, and used once. */
export function checkAddressPlan(plan: Pick<AddressPlan, 'tiers' | 'zones'>): Finding[] {
  return [...checkSlots('tiers', plan.tiers), ...checkSlots('zones', plan.zones)];
}

function checkSlots(plural: 'tiers' | 'zones', places: Readonly<Record<string, TierSlot>>): Finding[] {
  const findings: Finding[] = [];
  const owners = new Map<number, string>();
  for (const [key, { slot, width = 1 }] of sortedEntries(places)) {
    const setting = `${plural}.${key}.slot`;
    if (!Number.isInteger(slot) || slot < 0 || slot + width > slots || slot % width !== 0) {
      const allowed = startSlots(width).join(', ');
      findings.push({
        id: 'subnet-slot',
        setting,
        message: `${setting} must be one of ${allowed}${width > 1 ? ` at a width of ${width}` : ''}; got ${slot}`,
        hint: 'choose one of these slots',
      });
      continue;
    }
    const occupied = slotRange(slot, width);
    const owner = occupied.map((eighth) => owners.get(eighth)).find((name) => name !== undefined);
    if (owner !== undefined) {
      const free = freeSlots(places, width);
      findings.push({
        id: 'subnet-slot-conflict',
        setting,
        message: `${setting} must be a free slot; got ${slot}, which belongs to ${plural}.${owner}`,
        hint:
          free.length === 0
            ? `remove one of the ${plural} that is not used: no slot is free`
            : `give the newer of the two a free slot (${free.join(', ')}): the slot of existing subnets must not change`,
      });
    }
    for (const eighth of occupied) if (!owners.has(eighth)) owners.set(eighth, key);
  }
  return findings;
}

/** Slots that are aligned to a width. */
function startSlots(width: number): number[] {
  return Array.from({ length: slots / width }, (_, index) => index * width);
}

function slotRange(slot: number, width: number): number[] {
  return Array.from({ length: width }, (_, index) => slot + index);
}

function freeSlots(places: Readonly<Record<string, TierSlot>>, width: number): number[] {
  const occupied = new Set(Object.values(places).flatMap((place) => slotRange(place.slot, place.width ?? 1)));
  return startSlots(width).filter((start) => slotRange(start, width).every((eighth) => !occupied.has(eighth)));
}

function addressRange(cidr: Cidr): { readonly first: bigint; readonly last: bigint; readonly prefix: number } {
  const address = new Address4(cidr);
  return { first: address.startAddress().bigInt(), last: address.endAddress().bigInt(), prefix: address.subnetMask };
}
