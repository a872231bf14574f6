import fc from 'fast-check';
import {
  type AddressPlan,
  type Cidr,
  checkAddressPlan,
  checkCidr,
  overlap,
  subnetCidr,
  type TierSlot,
  usableAddresses,
  within,
  type ZoneSlot,
} from '../../../lib/core/cidr';

/** Subnets of a plan, by `tier-zone`. */
function planSubnets({ cidr, tiers, zones }: AddressPlan): Record<string, Cidr> {
  return Object.fromEntries(
    Object.entries(tiers).flatMap(([tier, tierSlot]) =>
      Object.entries(zones).map(([zone, zoneSlot]) => [`${tier}-${zone}`, subnetCidr(cidr, tierSlot, zoneSlot)]),
    ),
  );
}

function shuffled<V>(record: Readonly<Record<string, V>>, order: readonly number[]): Record<string, V> {
  const entries = Object.entries(record).map((entry, index) => ({ entry, rank: order[index] ?? 0 }));
  return Object.fromEntries(entries.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry));
}

const networks = fc
  .tuple(fc.integer({ max: 20, min: 16 }), fc.integer({ max: 255, min: 0 }), fc.integer({ max: 15, min: 0 }))
  .map(([prefix, second, third]): Cidr => {
    const step = 2 ** (24 - prefix);
    return `10.${second}.${(third * step) % 256}.0/${prefix}`;
  });

const keys = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);

/** Tiers without a common eighth: each occupies an aligned block of 4, 2 or 1 that is still free. */
const tierSlots = fc.array(fc.constantFrom<1 | 2 | 4>(1, 2, 4), { maxLength: 6, minLength: 1 }).map((widths) => {
  const placed: TierSlot[] = [];
  const taken = new Set<number>();
  for (const width of widths) {
    const slot = [0, 1, 2, 3, 4, 5, 6, 7].find(
      (start) =>
        start % width === 0 && Array.from({ length: width }, (_, i) => start + i).every((eighth) => !taken.has(eighth)),
    );
    if (slot === undefined) continue;
    for (let eighth = slot; eighth < slot + width; eighth += 1) taken.add(eighth);
    placed.push({ slot, width });
  }
  return placed;
});
const zoneSlots = fc.uniqueArray(fc.integer({ max: 7, min: 0 }), { maxLength: 6, minLength: 1 });

const plans: fc.Arbitrary<AddressPlan> = fc
  .tuple(
    networks,
    tierSlots,
    zoneSlots,
    fc.uniqueArray(keys, { maxLength: 8, minLength: 8 }),
    fc.uniqueArray(keys, { maxLength: 6, minLength: 6 }),
  )
  .map(([cidr, tiers, zones, tierNames, zoneNames]) => ({
    cidr,
    tiers: Object.fromEntries(tiers.map((tier, index) => [`${tierNames[index]}`, tier])),
    zones: Object.fromEntries(zones.map((slot, index): [string, ZoneSlot] => [`${zoneNames[index]}`, { slot }])),
  }));

describe('valid address plan', () => {
  it('subnets: are inside of the network and do not overlap', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(checkAddressPlan(plan)).toEqual([]);
        const subnets = Object.values(planSubnets(plan));
        for (const [index, subnet] of subnets.entries()) {
          expect(within(subnet, plan.cidr)).toBe(true);
          expect(checkCidr(subnet, 'cidr', { max: 28, min: 16 })).toEqual([]);
          expect(subnets.slice(0, index).filter((other) => overlap(subnet, other))).toEqual([]);
        }
      }),
    );
  });

  it('subnets: stay when a zone or a tier is added, independent of its name', () => {
    const additions = fc.record({
      tier: fc.integer({ max: 7, min: 0 }),
      tierName: keys,
      zone: fc.integer({ max: 7, min: 0 }),
      zoneName: keys,
    });
    fc.assert(
      fc.property(plans, additions, (plan, { tier, tierName, zone, zoneName }) => {
        fc.pre(!(tierName in plan.tiers) && !(zoneName in plan.zones));
        const grown: AddressPlan = {
          ...plan,
          tiers: { [tierName]: { slot: tier }, ...plan.tiers },
          zones: { [zoneName]: { slot: zone }, ...plan.zones },
        };
        expect(planSubnets(grown)).toMatchObject(planSubnets(plan));
      }),
    );
  });

  it('subnets: do not depend on the order of keys', () => {
    const ranks = fc.array(fc.integer(), { maxLength: 8, minLength: 8 });
    fc.assert(
      fc.property(plans, ranks, (plan, order) => {
        const reordered = { ...plan, tiers: shuffled(plan.tiers, order), zones: shuffled(plan.zones, order) };
        expect(planSubnets(reordered)).toEqual(planSubnets(plan));
      }),
    );
  });
});

describe('subnet range', () => {
  // 10.20.0.0/16 has eighths of 8192 addresses (/19); an eighth of a /19 is a /22, and of a half network (/17) a /20.
  it.each<[Cidr, TierSlot, number, Cidr]>([
    ['10.20.0.0/16', { slot: 0 }, 0, '10.20.0.0/22'],
    ['10.20.0.0/16', { slot: 0 }, 2, '10.20.8.0/22'],
    ['10.20.0.0/16', { slot: 1 }, 0, '10.20.32.0/22'],
    ['10.20.0.0/16', { slot: 7 }, 7, '10.20.252.0/22'],
    ['10.20.0.0/16', { slot: 4, width: 4 }, 0, '10.20.128.0/20'],
    ['10.20.0.0/16', { slot: 4, width: 4 }, 1, '10.20.144.0/20'],
    ['10.20.0.0/16', { slot: 2, width: 2 }, 3, '10.20.88.0/21'],
    ['10.0.16.0/20', { slot: 0 }, 1, '10.0.16.64/26'],
    ['10.0.16.0/20', { slot: 1 }, 0, '10.0.18.0/26'],
  ])('network %s, tier %o, zone slot %i: is %s', (network, tier, slot, expected) => {
    expect(subnetCidr(network, tier, { slot })).toBe(expected);
  });

  it('usable addresses: are all but the five that AWS reserves', () => {
    expect(usableAddresses('10.20.0.0/22')).toBe(1019);
    expect(usableAddresses('10.0.16.64/28')).toBe(11);
  });
});

describe('ranges', () => {
  it.each<[Cidr, Cidr, boolean, boolean]>([
    ['10.0.0.0/16', '10.0.0.0/16', true, true],
    ['10.0.128.0/17', '10.0.0.0/16', true, true],
    ['10.0.0.0/16', '10.0.128.0/17', true, false],
    ['10.0.0.0/17', '10.0.128.0/17', false, false],
    ['10.1.0.0/16', '10.0.0.0/16', false, false],
    ['9.255.255.0/24', '10.0.0.0/8', false, false],
    ['10.0.0.255/32', '10.0.0.0/24', true, true],
    ['10.0.0.1/32', '10.0.0.1/32', true, true],
  ])('%s and %s: overlap %s, the first within the second %s', (a, b, shared, contained) => {
    expect(overlap(a, b)).toBe(shared);
    expect(overlap(b, a)).toBe(shared);
    expect(within(a, b)).toBe(contained);
  });
});
