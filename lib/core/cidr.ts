import { Address4 } from 'ip-address';
import { sortedEntries } from './canonical';
import type { Finding } from './diagnostics';

/** An IPv4 range: `10.20.0.0/16`. */
export type Cidr = `${number}.${number}.${number}.${number}/${number}`;

/** How many equal parts a network has for its tiers, and a tier for its zones. AWS has at most 6 zones in a region. */
const slots = 8;
const slotBits = Math.log2(slots);

/** A tier's place in its network. */
export interface TierSlot {
  /** The first eighth of the network that the tier takes, 0 to 7. */
  readonly slot: number;
  /** How many eighths it takes; `slot` is a multiple of it. @default 1 */
  readonly width?: 1 | 2 | 4;
}

/** A zone's place in every tier. */
export interface ZoneSlot {
  /** The eighth of each tier that the zone's subnet takes, 0 to 7. */
  readonly slot: number;
}

/** The keys and places of everything that has addresses in a network. */
export interface AddressPlan {
  readonly cidr: Cidr;
  readonly tiers: Readonly<Record<string, TierSlot>>;
  readonly zones: Readonly<Record<string, ZoneSlot>>;
}

/**
 * The range of one subnet: a pure function of the network's range and the two slots, and of nothing else.
 * So a tier or a zone that is added later moves no other subnet.
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

/** The range of a whole tier, in all zones: what a rule about the tier names. */
export function tierCidr(network: Cidr, { slot, width = 1 }: TierSlot): Cidr {
  const { first, prefix } = addressRange(network);
  const start = first + BigInt(slot) * 2n ** BigInt(32 - prefix - slotBits);
  return `${Address4.fromBigInt(start).correctForm()}/${prefix + slotBits - Math.log2(width)}` as Cidr;
}

/**
 * Which /64 of the network's /56 a subnet has, 0 to 63. It follows from the two slots alone, like the IPv4 range; a wide
 * tier needs no more, since a /64 never fills.
 */
export function ipv6Slot(tier: TierSlot, zone: ZoneSlot): number {
  return tier.slot * slots + zone.slot;
}

/** Whether two ranges share an address. */
export function overlap(a: Cidr, b: Cidr): boolean {
  const [left, right] = [addressRange(a), addressRange(b)];
  return left.first <= right.last && right.first <= left.last;
}

/** Whether a range lies within another. */
export function within(inner: Cidr, outer: Cidr): boolean {
  const [small, large] = [addressRange(inner), addressRange(outer)];
  return large.first <= small.first && small.last <= large.last;
}

/** How many machines and pods fit in a subnet: AWS keeps five addresses of each for itself. */
export function usableAddresses(cidr: Cidr): number {
  const { first, last } = addressRange(cidr);
  return Number(last - first) + 1 - 5;
}

/**
 * How many whole blocks of 16 addresses (/28) a subnet has for prefix delegation. AWS keeps the first four addresses and
 * the last one, so neither the first nor the last block is whole.
 */
export function wholeBlocks(cidr: Cidr): number {
  const { first, last } = addressRange(cidr);
  return Math.max(0, Number((last - first + 1n) / 16n) - 2);
}

/** What is wrong with ranges that must not share an address: each is named by the setting that it was written in. */
export function checkNoOverlap(ranges: Readonly<Record<string, Cidr>>): Finding[] {
  const all = sortedEntries(ranges);
  return all.flatMap(([setting, range], index) =>
    all
      .slice(0, index)
      .filter(([, other]) => overlap(range, other))
      .map(([other, taken]) => ({
        hint: 'give one of them a range of its own',
        message: `${range} overlaps with ${taken} (${other}), and an address can mean one machine only`,
        setting,
      })),
  );
}

/** What is wrong with a range that a person wrote. */
export function checkCidr(
  cidr: string,
  setting: string,
  prefixes: { readonly min: number; readonly max: number },
): Finding[] {
  const expected = `an IPv4 range with a prefix from /${prefixes.min} to /${prefixes.max}`;
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(cidr) || !Address4.isValid(cidr)) {
    return [{ setting, message: `must be ${expected}, got '${cidr}'`, hint: 'write it as 10.20.0.0/16' }];
  }
  const address = new Address4(cidr);
  if (address.subnetMask < prefixes.min || address.subnetMask > prefixes.max) {
    return [
      {
        setting,
        message: `must be ${expected}, got /${address.subnetMask}`,
        hint: `choose a prefix from /${prefixes.min} to /${prefixes.max}`,
      },
    ];
  }
  const start = `${address.startAddress().correctForm()}/${address.subnetMask}`;
  return start === cidr
    ? []
    : [{ setting, message: `must start at the first address of its range, got ${cidr}`, hint: `write ${start}` }];
}

/** What is wrong with the slots of a network: out of range, not aligned, or used twice. */
export function checkAddressPlan(plan: Pick<AddressPlan, 'tiers' | 'zones'>): Finding[] {
  return [...checkSlots('tiers', plan.tiers), ...checkSlots('zones', plan.zones)];
}

function checkSlots(setting: 'tiers' | 'zones', places: Readonly<Record<string, TierSlot>>): Finding[] {
  const found: Finding[] = [];
  const owner = new Map<number, string>();
  for (const [key, { slot, width = 1 }] of sortedEntries(places)) {
    const at = `${setting}.${key}.slot`;
    if (!Number.isInteger(slot) || slot < 0 || slot + width > slots || slot % width !== 0) {
      const allowed = Array.from({ length: slots / width }, (_, index) => index * width).join(', ');
      found.push({
        setting: at,
        message: `slot must be one of ${allowed}${width > 1 ? ` for a width of ${width}` : ''}, got ${slot}`,
        hint: 'choose one of these',
      });
      continue;
    }
    const taken = Array.from({ length: width }, (_, index) => slot + index);
    const other = taken.map((place) => owner.get(place)).find((name) => name !== undefined);
    if (other !== undefined) {
      const free = freeSlots(places, width);
      found.push({
        setting: at,
        message: `slot ${slot} is taken by ${setting}.${other}, and a slot is the address of everything in it`,
        hint:
          free.length === 0
            ? `no slot is free in ${setting}: remove one that is not used`
            : `use a free one (${free.join(', ')}), and leave ${setting}.${other} as it is`,
      });
    }
    for (const place of taken) if (!owner.has(place)) owner.set(place, key);
  }
  return found;
}

function freeSlots(places: Readonly<Record<string, TierSlot>>, width: number): number[] {
  const taken = new Set(
    Object.values(places).flatMap(({ slot, width: wide = 1 }) =>
      Array.from({ length: wide }, (_, index) => slot + index),
    ),
  );
  return Array.from({ length: slots / width }, (_, index) => index * width).filter((start) =>
    Array.from({ length: width }, (_, index) => start + index).every((place) => !taken.has(place)),
  );
}

function addressRange(cidr: Cidr): { readonly first: bigint; readonly last: bigint; readonly prefix: number } {
  const address = new Address4(cidr);
  return { first: address.startAddress().bigInt(), last: address.endAddress().bigInt(), prefix: address.subnetMask };
}
