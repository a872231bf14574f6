import { checkAddressPlan, checkCidr, checkNoOverlap, type Cidr, type TierSlot } from '../../../lib/core/cidr';
import type { Finding } from '../../../lib/core/diagnostics';

const idsAndSettings = (findings: readonly Finding[]) => findings.map(({ id, setting }) => [id, setting]);

describe('address plan checks', () => {
  const checkTiers = (tiers: Readonly<Record<string, TierSlot>>) => checkAddressPlan({ tiers, zones: {} });

  it('slot: used by two zones is reported for the second', () => {
    const found = checkAddressPlan({ tiers: {}, zones: { a: { slot: 0 }, b: { slot: 1 }, c: { slot: 1 } } });
    expect(idsAndSettings(found)).toEqual([['subnet-slot-conflict', 'zones.c.slot']]);
    expect(found[0]?.hint).toContain('(2, 3, 4, 5, 6, 7)');
  });

  it('slot: inside of a wide tier belongs to that tier', () => {
    const found = checkTiers({ pods: { slot: 4, width: 4 }, web: { slot: 6 } });
    expect(idsAndSettings(found)).toEqual([['subnet-slot-conflict', 'tiers.web.slot']]);
    expect(found[0]?.hint).toContain('(0, 1, 2, 3)');
  });

  it('hint: suggests slots for a wide tier that are free as a whole', () => {
    const tiers = { a: { slot: 0 }, b: { slot: 3 } };
    const found = checkTiers({ ...tiers, c: { slot: 0, width: 2 } });
    expect(found[0]?.hint).toContain('(4, 6)');
    for (const slot of [4, 6]) expect(checkTiers({ ...tiers, c: { slot, width: 2 } })).toEqual([]);
  });

  it('hint: suggests no slot if none is free', () => {
    const found = checkTiers({ a: { slot: 0, width: 4 }, b: { slot: 4, width: 4 }, c: { slot: 5 } });
    expect(idsAndSettings(found)).toEqual([['subnet-slot-conflict', 'tiers.c.slot']]);
    expect(found[0]?.hint).not.toMatch(/\(\d/);
  });

  it.each([-1, 8, 1.5, Number.NaN])('slot: %d is out of range', (slot) => {
    expect(idsAndSettings(checkTiers({ web: { slot } }))).toEqual([['subnet-slot', 'tiers.web.slot']]);
  });

  it.each([
    [2, 3, [0, 2, 4, 6]],
    [4, 2, [0, 4]],
    [4, 6, [0, 4]],
  ] as const)('slot: at a width of %i, %i is not aligned', (width, slot, aligned) => {
    const found = checkTiers({ pods: { slot, width } });
    expect(idsAndSettings(found)).toEqual([['subnet-slot', 'tiers.pods.slot']]);
    expect(found[0]?.message).toContain(aligned.join(', '));
    for (const other of aligned) expect(checkTiers({ pods: { slot: other, width } })).toEqual([]);
  });

  it('mistakes: are all reported, in tiers and zones', () => {
    const found = checkAddressPlan({
      tiers: { a: { slot: 9 }, b: { slot: 0 }, c: { slot: 0 } },
      zones: { x: { slot: 1 }, y: { slot: 1 } },
    });
    expect(found.map(({ setting }) => setting)).toEqual(['tiers.a.slot', 'tiers.c.slot', 'zones.y.slot']);
  });
});

describe('CIDR check', () => {
  const check = (cidr: string) => idsAndSettings(checkCidr(cidr, 'network.cidr', { max: 20, min: 16 }));

  it.each(['10.20.0.0/16', '10.20.16.0/20', '192.168.0.0/16'])('range: %s is valid', (cidr) => {
    expect(check(cidr)).toEqual([]);
  });

  it.each([
    ...['', '10.20.0.0', '10.20.0/16', '10.20.0.256/16', '10.20.0.0/33', 'fd00::/16', '10.20.0.0/16 ', 'ten'],
    '10.20.1.0/16',
  ])("range: '%s' is malformed", (cidr) => {
    expect(check(cidr)).toEqual([['cidr', 'network.cidr']]);
  });

  it.each(['10.0.0.0/8', '10.0.0.0/21'])('range: %s is too large or too small', (cidr) => {
    expect(check(cidr)).toEqual([['cidr-size', 'network.cidr']]);
  });

  it('hint: has the range that begins with the first address', () => {
    const [found] = checkCidr('10.20.1.0/16', 'network.cidr', { max: 20, min: 16 });
    expect(found?.hint).toBe('write 10.20.0.0/16');
  });
});

describe('overlap check', () => {
  const check = (cidr: Cidr, others: Readonly<Record<string, Cidr>>) => checkNoOverlap(cidr, 'cidr', others);

  it('range: is reported for each other range that it shares addresses with', () => {
    const found = check('10.0.0.0/16', { peer: '10.0.128.0/17', services: '172.20.0.0/16', tools: '10.0.0.0/8' });
    expect(found.map(({ id, message, setting }) => [id, setting, message])).toEqual([
      ['cidr-overlap', 'cidr', 'cidr must not overlap with peer (10.0.128.0/17); got 10.0.0.0/16'],
      ['cidr-overlap', 'cidr', 'cidr must not overlap with tools (10.0.0.0/8); got 10.0.0.0/16'],
    ]);
    expect(check('10.0.0.0/16', { services: '172.20.0.0/16' })).toEqual([]);
  });
});
