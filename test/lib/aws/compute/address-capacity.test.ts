import fc from 'fast-check';
import {
  type AddressDemand,
  checkAddressCapacity,
  requiredBlocks,
  requiredNodeAddresses,
} from '../../../../lib/aws/compute/address-capacity';
import { InstanceRefresh } from '../../../../lib/aws/compute/instance-refresh';
import { type Cidr, ipv6Slot, overlap, subnetCidr, tierCidr, wholeBlocks, within } from '../../../../lib/core/cidr';
import { networkProps } from '../../../support/terraform';

const groups = {
  general: { maxNodesPerZone: 4, podsPerNode: 110 },
  transfer: { maxNodesPerZone: 6, podsPerNode: 110 },
};

describe('address capacity', () => {
  it('required blocks: count pods, a warm prefix and the node, for 110 % of the nodes of a zone', () => {
    // 4 nodes become 5, 6 become 7; 110 pods are 7 blocks, and 2 more.
    expect(requiredBlocks({ groups })).toBe((5 + 7) * 9);
    expect(requiredBlocks({ groups: { general: { maxNodesPerZone: 9, podsPerNode: 110 } } })).toBe(10 * 9);
    expect(requiredBlocks({ groups: { masters: { maxNodesPerZone: 1, podsPerNode: 0 } }, others: 12 })).toBe(2 + 12);
  });

  it('required blocks: are doubled by a refresh that doubles the nodes', () => {
    const general = { maxNodesPerZone: 10, podsPerNode: 110 };
    const doubled = { ...general, instanceRefresh: InstanceRefresh.healthyPercentage({ max: 200, min: 100 }) };
    const alone = { ...general, instanceRefresh: InstanceRefresh.terminateBeforeLaunching() };
    expect(requiredBlocks({ groups: { general } })).toBe(11 * 9);
    expect(requiredBlocks({ groups: { general: doubled } })).toBe(20 * 9);
    expect(requiredBlocks({ groups: { general: alone } })).toBe(10 * 9);
  });

  it('required blocks: count each address of load balancers and endpoints as a block', () => {
    expect(requiredBlocks({ groups: {}, loadBalancers: 1 })).toBe(8);
    expect(requiredBlocks({ groups: {}, loadBalancers: 2, others: 12 })).toBe(28);
    const demand = { groups, loadBalancers: 16, others: 19, tier: 'private' };
    expect(checkAddressCapacity(networkProps, demand)).toMatchObject([{ id: 'address-capacity' }]);
    expect(checkAddressCapacity(networkProps, { ...demand, others: 18 })).toEqual([]);
  });

  it('capacity: accepts a network that is large enough, and reports the given setting or the tier', () => {
    expect(checkAddressCapacity(networkProps, { groups, tier: 'private' })).toEqual([]);
    const small = { ...networkProps, cidr: '10.10.0.0/19' as Cidr };
    const settings = (setting?: string) =>
      checkAddressCapacity(small, { groups, tier: 'private', ...(setting !== undefined && { setting }) }).map(
        (finding) => finding.setting,
      );
    expect(settings('nodeGroups')).toEqual(['nodeGroups']);
    expect(settings()).toEqual(['tiers.private']);
  });

  it('tier of pods: has the prefixes and interfaces of pods, and the tier of nodes an address of each node', () => {
    const general = { maxNodesPerZone: 4, podInterfaces: 2, podsPerNode: 110 };
    expect(requiredBlocks({ groups: { general } })).toBe(5 * (8 + 2));
    expect(requiredNodeAddresses({ groups: { general }, loadBalancers: 1, others: 3 })).toBe(5 + 8 + 3);
    const tiers = {
      private: { access: 'private', slot: 3 },
      pods: { access: 'private', slot: 4, width: 4 },
    } as const;
    const findings = (cidr: Cidr, maxNodesPerZone: number, loadBalancers = 0) =>
      checkAddressCapacity(
        { ...networkProps, cidr, tiers },
        { groups: { general: { ...general, maxNodesPerZone } }, loadBalancers, podTier: 'pods', tier: 'private' },
      ).map(({ setting }) => setting);
    // A zone of a /20 has a /24 for pods, with 14 whole blocks, and a /26 for nodes, with 59 addresses.
    expect(findings('10.10.0.0/20', 0)).toEqual([]);
    expect(findings('10.10.0.0/20', 1)).toEqual(['tiers.pods']);
    expect(findings('10.10.0.0/20', 60)).toEqual(['tiers.pods', 'tiers.private']);
    expect(findings('10.10.0.0/16', 22)).toEqual([]);
    expect(findings('10.10.0.0/16', 24)).toEqual(['tiers.pods']);
    expect(findings('10.10.0.0/16', 22, 130)).toEqual(['tiers.private']);
  });

  it('required blocks: never shrink with nodes, pods or groups, and hold all nodes and pods of a zone', () => {
    const demands = fc.record({
      maxNodesPerZone: fc.integer({ max: 200, min: 0 }),
      podsPerNode: fc.integer({ max: 250, min: 0 }),
    });
    fc.assert(
      fc.property(demands, demands, fc.nat(50), fc.nat(50), (one, other, nodes, pods) => {
        const blocks = (all: Record<string, AddressDemand>) => requiredBlocks({ groups: all });
        const grown = { maxNodesPerZone: one.maxNodesPerZone + nodes, podsPerNode: one.podsPerNode + pods };
        expect(blocks({ one: grown })).toBeGreaterThanOrEqual(blocks({ one }));
        expect(blocks({ one, other })).toBe(blocks({ one }) + blocks({ other }));
        expect(blocks({ one }) * 16).toBeGreaterThanOrEqual(one.maxNodesPerZone * (one.podsPerNode + 1));
      }),
    );
  });

  it('whole blocks: are all of a subnet except the first and the last', () => {
    expect(wholeBlocks('10.10.128.0/20')).toBe(254);
    expect(wholeBlocks('10.10.128.0/26')).toBe(2);
    expect(wholeBlocks('10.10.128.0/28')).toBe(0);
  });
});

describe('slots of a network', () => {
  const slot = fc.integer({ max: 7, min: 0 });
  const tier = fc
    .tuple(slot, fc.constantFrom(1 as const, 2 as const, 4 as const))
    .map(([place, width]) => ({ slot: place - (place % width), width }));

  it('IPv6 slots: give every subnet of a network its own /64', () => {
    fc.assert(
      fc.property(slot, slot, slot, slot, (tierA, zoneA, tierB, zoneB) => {
        fc.pre(tierA !== tierB || zoneA !== zoneB);
        const [a, b] = [ipv6Slot({ slot: tierA }, { slot: zoneA }), ipv6Slot({ slot: tierB }, { slot: zoneB })];
        expect(a).not.toBe(b);
        expect(Math.max(a, b)).toBeLessThan(256);
      }),
    );
  });

  it('tier range: holds the subnets of the tier and overlaps with none of another', () => {
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
