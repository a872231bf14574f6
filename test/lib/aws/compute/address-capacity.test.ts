import fc from 'fast-check';
import { type AddressDemand, blocksNeeded, checkAddressCapacity } from '../../../../lib/aws/compute/address-capacity';
import { InstanceRefresh } from '../../../../lib/aws/compute/instance-refresh';
import {
  checkNoOverlap,
  type Cidr,
  ipv6Slot,
  overlap,
  subnetCidr,
  tierCidr,
  wholeBlocks,
  within,
} from '../../../../lib/core/cidr';
import { networkProps } from '../../../support/terraform';

const groups = { general: { maxNodes: 9, podsPerNode: 110 }, transfer: { maxNodes: 12, podsPerNode: 110 } };

describe('the addresses of machines and pods', () => {
  it('are counted in blocks: pods, a warm one and the one that holds the machine, a tenth more machines, a zone lost', () => {
    // 10 machines on 2 zones are 5, 14 are 7; 110 pods are 7 blocks, and 2 more.
    expect(blocksNeeded({ groups }, 3)).toBe((5 + 7) * 9);
    expect(blocksNeeded({ groups: { general: { maxNodes: 9, podsPerNode: 110 } } }, 1)).toBe(10 * 9);
    expect(blocksNeeded({ groups: { masters: { maxNodes: 3, podsPerNode: 0 } }, others: 12 }, 3)).toBe(2 + 12);
  });

  it('are twice as many where a roll may double the machines', () => {
    const general = { maxNodes: 10, podsPerNode: 110 };
    const doubled = { ...general, rollout: InstanceRefresh.between({ max: 200, min: 100 }) };
    const alone = { ...general, rollout: InstanceRefresh.terminateBeforeLaunching() };
    expect(blocksNeeded({ groups: { general } }, 1)).toBe(11 * 9);
    expect(blocksNeeded({ groups: { general: doubled } }, 1)).toBe(20 * 9);
    expect(blocksNeeded({ groups: { general: alone } }, 1)).toBe(10 * 9);
  });

  it('are fewer where load balancers and endpoints stand: at worst each of their addresses spoils a block', () => {
    expect(blocksNeeded({ groups: {}, loadBalancers: 1 }, 3)).toBe(8);
    expect(blocksNeeded({ groups: {}, loadBalancers: 2, others: 12 }, 1)).toBe(28);
    expect(
      checkAddressCapacity(networkProps, { groups, loadBalancers: 16, others: 19, tier: 'private' })[0]?.message,
    ).toBe(
      "general, transfer and what else stands there need 255 blocks of 16 addresses in each zone of tier 'private', got 254 (/20)",
    );
  });

  it('fit the networks that we plan, and are refused where they do not', () => {
    expect(checkAddressCapacity(networkProps, { groups, tier: 'private' })).toEqual([]);
    const small = { ...networkProps, cidr: '10.10.0.0/19' as Cidr };
    expect(checkAddressCapacity(small, { groups, setting: 'nodeGroups', tier: 'private' })).toEqual([
      {
        hint: 'lower max or the pods of a machine, or plan a wider tier or network before anything stands in it',
        message: "general, transfer need 108 blocks of 16 addresses in each zone of tier 'private', got 30 (/23)",
        setting: 'nodeGroups',
      },
    ]);
    expect(checkAddressCapacity(small, { groups, tier: 'private' })[0]?.setting).toBe('tiers.private');
  });

  it('never shrink when machines, pods or groups grow, and never grow with zones', () => {
    const demands = fc.record({
      maxNodes: fc.integer({ max: 200, min: 0 }),
      podsPerNode: fc.integer({ max: 250, min: 0 }),
    });
    const zones = fc.integer({ max: 6, min: 1 });
    fc.assert(
      fc.property(demands, demands, zones, fc.nat(50), fc.nat(50), (one, other, count, nodes, pods) => {
        const blocks = (all: Record<string, AddressDemand>, at = count) => blocksNeeded({ groups: all }, at);
        const grown = { maxNodes: one.maxNodes + nodes, podsPerNode: one.podsPerNode + pods };
        expect(blocks({ one: grown })).toBeGreaterThanOrEqual(blocks({ one }));
        expect(blocks({ one, other })).toBe(blocks({ one }) + blocks({ other }));
        expect(blocks({ one }, count + 1)).toBeLessThanOrEqual(blocks({ one }));
        // What is counted holds what is asked for.
        const standing = Math.max(1, count - 1);
        expect(blocks({ one }) * 16 * standing).toBeGreaterThanOrEqual(one.maxNodes * (one.podsPerNode + 1));
      }),
    );
  });

  it('have whole blocks in all of a subnet but its first and last', () => {
    expect(wholeBlocks('10.10.128.0/20')).toBe(254);
    expect(wholeBlocks('10.10.128.0/26')).toBe(2);
    expect(wholeBlocks('10.10.128.0/28')).toBe(0);
  });
});

describe('places in a network', () => {
  const slot = fc.integer({ max: 7, min: 0 });
  const tier = fc
    .tuple(slot, fc.constantFrom(1 as const, 2 as const, 4 as const))
    .map(([place, width]) => ({ slot: place - (place % width), width }));

  it('give every subnet of one network another /64, the same whatever else is there', () => {
    fc.assert(
      fc.property(slot, slot, slot, slot, (tierA, zoneA, tierB, zoneB) => {
        fc.pre(tierA !== tierB || zoneA !== zoneB);
        const [a, b] = [ipv6Slot({ slot: tierA }, { slot: zoneA }), ipv6Slot({ slot: tierB }, { slot: zoneB })];
        expect(a).not.toBe(b);
        expect(Math.max(a, b)).toBeLessThan(256);
      }),
    );
  });

  it('give a tier a range that holds its subnets and touches no subnet of another', () => {
    fc.assert(
      fc.property(tier, tier, slot, (own, other, zone) => {
        fc.pre(own.slot + own.width <= other.slot || other.slot + other.width <= own.slot);
        const range = tierCidr('10.10.0.0/16', own);
        expect(within(subnetCidr('10.10.0.0/16', own, { slot: zone }), range)).toBe(true);
        expect(overlap(subnetCidr('10.10.0.0/16', other, { slot: zone }), range)).toBe(false);
      }),
    );
  });
});

describe('ranges that keep apart', () => {
  it('are told of once for each pair, by the settings of both', () => {
    expect(checkNoOverlap({ a: '10.0.0.0/16', b: '10.1.0.0/16', c: '10.0.128.0/17' })).toEqual([
      {
        hint: 'give one of them a range of its own',
        message: '10.0.128.0/17 overlaps with 10.0.0.0/16 (a), and an address can mean one machine only',
        setting: 'c',
      },
    ]);
  });
});
