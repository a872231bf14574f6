import { checkAddressPlan, checkCidr, type TierSlot } from '../../../lib/core/cidr';

describe('a slot', () => {
  const slots = (tiers: Readonly<Record<string, TierSlot>>) => checkAddressPlan({ tiers, zones: {} });

  it('that is used twice is told with its owner and the free ones', () => {
    expect(checkAddressPlan({ tiers: {}, zones: { a: { slot: 0 }, b: { slot: 1 }, c: { slot: 1 } } })).toEqual([
      {
        setting: 'zones.c.slot',
        message: 'slot 1 is taken by zones.b, and a slot is the address of everything in it',
        hint: 'use a free one (2, 3, 4, 5, 6, 7), and leave zones.b as it is',
      },
    ]);
  });

  it('that lies in a wide tier is taken by that tier', () => {
    expect(slots({ pods: { slot: 4, width: 4 }, web: { slot: 6 } })).toEqual([
      {
        setting: 'tiers.web.slot',
        message: 'slot 6 is taken by tiers.pods, and a slot is the address of everything in it',
        hint: 'use a free one (0, 1, 2, 3), and leave tiers.pods as it is',
      },
    ]);
  });

  it('of a wide tier is offered only places that are free as a whole', () => {
    expect(slots({ a: { slot: 0 }, b: { slot: 3 }, c: { slot: 0, width: 2 } })).toEqual([
      {
        setting: 'tiers.c.slot',
        message: 'slot 0 is taken by tiers.a, and a slot is the address of everything in it',
        hint: 'use a free one (4, 6), and leave tiers.a as it is',
      },
    ]);
  });

  it('cannot be offered where none is free', () => {
    expect(slots({ a: { slot: 0, width: 4 }, b: { slot: 4, width: 4 }, c: { slot: 5 } })).toEqual([
      {
        setting: 'tiers.c.slot',
        message: 'slot 5 is taken by tiers.b, and a slot is the address of everything in it',
        hint: 'no slot is free in tiers: remove one that is not used',
      },
    ]);
  });

  it.each([-1, 8, 1.5, Number.NaN])('of %d is out of range, and the ones allowed are listed', (slot) => {
    expect(slots({ web: { slot } })).toEqual([
      {
        setting: 'tiers.web.slot',
        message: `slot must be one of 0, 1, 2, 3, 4, 5, 6, 7, got ${slot}`,
        hint: 'choose one of these',
      },
    ]);
  });

  it.each([
    [2, 3, '0, 2, 4, 6'],
    [4, 2, '0, 4'],
    [4, 6, '0, 4'],
  ] as const)('of a width of %i must be aligned: %i is not', (width, slot, allowed) => {
    expect(slots({ pods: { slot, width } })).toEqual([
      {
        setting: 'tiers.pods.slot',
        message: `slot must be one of ${allowed} for a width of ${width}, got ${slot}`,
        hint: 'choose one of these',
      },
    ]);
  });

  it('has all of its mistakes told at once, in tiers and zones', () => {
    const found = checkAddressPlan({
      tiers: { a: { slot: 9 }, b: { slot: 0 }, c: { slot: 0 } },
      zones: { x: { slot: 1 }, y: { slot: 1 } },
    });
    expect(found.map(({ setting }) => setting)).toEqual(['tiers.a.slot', 'tiers.c.slot', 'zones.y.slot']);
  });
});

describe('a range that a person wrote', () => {
  const check = (cidr: string) => checkCidr(cidr, 'network.cidr', { max: 20, min: 16 });

  it.each(['10.20.0.0/16', '10.20.16.0/20', '192.168.0.0/16'])('may be %s', (cidr) => {
    expect(check(cidr)).toEqual([]);
  });

  it.each(['', '10.20.0.0', '10.20.0/16', '10.20.0.256/16', '10.20.0.0/33', 'fd00::/16', '10.20.0.0/16 ', 'ten'])(
    "may not be '%s', which is no range",
    (cidr) => {
      expect(check(cidr)).toEqual([
        {
          setting: 'network.cidr',
          message: `must be an IPv4 range with a prefix from /16 to /20, got '${cidr}'`,
          hint: 'write it as 10.20.0.0/16',
        },
      ]);
    },
  );

  it.each([
    ['10.0.0.0/8', 8],
    ['10.0.0.0/21', 21],
  ])('may not be %s, which is too large or too small', (cidr, prefix) => {
    expect(check(cidr)).toEqual([
      {
        setting: 'network.cidr',
        message: `must be an IPv4 range with a prefix from /16 to /20, got /${prefix}`,
        hint: 'choose a prefix from /16 to /20',
      },
    ]);
  });

  it('is shown where it starts when it starts in its middle', () => {
    expect(check('10.20.1.0/16')).toEqual([
      {
        setting: 'network.cidr',
        message: 'must start at the first address of its range, got 10.20.1.0/16',
        hint: 'write 10.20.0.0/16',
      },
    ]);
  });
});
