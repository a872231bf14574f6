import { sortedEntries } from '../../core/canonical';
import { type AddressPlan, type Cidr, subnetCidr, usableAddresses, wholeBlocks } from '../../core/cidr';
import type { Finding } from '../../core/diagnostics';
import { defaultInstanceRefresh, type InstanceRefresh } from './instance-refresh';
import { prefixSize, warmPrefixes } from './instance-types';

/** The addresses that a node group needs at its maximum size. */
export interface AddressDemand {
  /** The maximum number of nodes in each zone. */
  readonly maxNodesPerZone: number;
  /** The maximum number of pods with their own addresses on one node: the kubelet's limit. */
  readonly podsPerNode: number;
  /**
   * The number of network interfaces of these pods on one node: `podInterfaces` of the instance type.
   *
   * @default 1
   */
  readonly podInterfaces?: number;
  /**
   * The replacement of the nodes: old and new ones have addresses at the same time.
   *
   * @default InstanceRefresh.launchBeforeTerminating(), up to 110 %
   */
  readonly instanceRefresh?: Pick<InstanceRefresh, 'range'>;
}

/** The demand for addresses in the tiers of nodes and pods of a network. */
export interface TierDemand {
  /** The tier of the nodes. */
  readonly tier: string;
  /**
   * The tier of the pods.
   *
   * @default the tier of the nodes
   */
  readonly podTier?: string;
  /** Node groups by name. */
  readonly groups: Readonly<Record<string, AddressDemand>>;
  /**
   * The number of application load balancers in the tier of the nodes.
   *
   * @default 0
   */
  readonly loadBalancers?: number;
  /**
   * The number of other addresses in each zone of the tier of the nodes: an interface endpoint has one.
   *
   * @default 0
   */
  readonly others?: number;
  /**
   * The setting of a finding.
   *
   * @default 'tiers.<tier>'
   */
  readonly setting?: string;
}

type Demand = Pick<TierDemand, 'groups' | 'loadBalancers' | 'others'>;

/**
 * The free addresses that an application load balancer needs in each subnet to scale out.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
const loadBalancerAddresses = 8;

/**
 * Returns the blocks of 16 addresses that the pods of all groups need in one zone in the worst case: at their maximum, during a
 * refresh. Every address of an interface, load balancer or endpoint may be in a block of its own, which then cannot be a prefix.
 */
export function requiredBlocks({ groups, loadBalancers = 0, others = 0 }: Demand): number {
  const blocks = sortedEntries(groups).map(([, group]) => {
    const { podInterfaces = 1, podsPerNode } = group;
    const prefixes = Math.ceil(podsPerNode / prefixSize) + (podsPerNode > 0 ? warmPrefixes : 0);
    return nodesPerZone(group) * (prefixes + podInterfaces);
  });
  return sum(blocks) + loadBalancers * loadBalancerAddresses + others;
}

/** Returns the addresses that nodes, load balancers and others need in one zone if pods have a tier of their own. */
export function requiredNodeAddresses({ groups, loadBalancers = 0, others = 0 }: Demand): number {
  const nodes = sortedEntries(groups).map(([, group]) => nodesPerZone(group));
  return sum(nodes) + loadBalancers * loadBalancerAddresses + others;
}

/** Returns the number of nodes of a group in one zone during a refresh at its maximum size. */
function nodesPerZone({ maxNodesPerZone, instanceRefresh = defaultInstanceRefresh }: AddressDemand): number {
  return Math.ceil((maxNodesPerZone * Math.max(instanceRefresh.range.max, 100)) / 100);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, next) => total + next, 0);
}

/** Returns findings about the room for nodes and pods in the tiers of a valid address plan. */
export function checkAddressCapacity(plan: AddressPlan, demand: TierDemand): Finding[] {
  const { groups, tier, podTier = tier } = demand;
  const blocks = { available: wholeBlocks, required: requiredBlocks, unit: 'blocks of 16 addresses' };
  if (podTier === tier) return checkTier(plan, tier, demand, blocks);
  const { setting = `tiers.${podTier}` } = demand;
  return [
    ...checkTier(plan, podTier, { groups, setting }, blocks),
    ...checkTier(plan, tier, demand, {
      available: usableAddresses,
      required: requiredNodeAddresses,
      unit: 'addresses',
    }),
  ];
}

/** The room of a subnet, and the demand for it, in a unit. */
interface Room {
  readonly available: (subnet: Cidr) => number;
  readonly required: (demand: Demand) => number;
  readonly unit: string;
}

function checkTier(
  plan: AddressPlan,
  tier: string,
  demand: Omit<TierDemand, 'podTier' | 'tier'>,
  { available, required, unit }: Room,
): Finding[] {
  const tierSlot = plan.tiers[tier];
  const [zone] = Object.values(plan.zones);
  if (!tierSlot || !zone) return [];
  // All subnets of a tier have the same size.
  const subnet = subnetCidr(plan.cidr, tierSlot, zone);
  const [needed, room] = [required(demand), available(subnet)];
  if (needed <= room) return [];
  const names = sortedEntries(demand.groups).map(([name]) => name);
  const others = (demand.loadBalancers ?? 0) + (demand.others ?? 0) > 0 ? ['other addresses'] : [];
  const { setting = `tiers.${tier}` } = demand;
  return [
    {
      id: 'address-capacity',
      setting,
      message: `${setting} must need at most ${room} ${unit} in each zone of tier '${tier}' (/${subnet.split('/')[1]}); got ${needed} for ${[...names, ...others].join(', ')}`,
      hint: `${smallerGroup(demand, room, (smaller) => required(smaller) <= room)}, or plan a wider tier or network before it is first applied`,
    },
  ];
}

/** Returns the size of the largest group that fits with the others, as a hint. Each node needs at least one unit of the room. */
function smallerGroup(demand: Demand, room: number, fits: (smaller: Demand) => boolean): string {
  const groups = sortedEntries(demand.groups).sort(([, one], [, other]) => other.maxNodesPerZone - one.maxNodesPerZone);
  for (const [name, group] of groups) {
    for (let size = Math.min(Math.floor(group.maxNodesPerZone) - 1, room); size > 0; size -= 1) {
      const smaller = { ...demand, groups: { ...demand.groups, [name]: { ...group, maxNodesPerZone: size } } };
      if (fits(smaller)) return `lower maxSizePerZone of ${name} to ${size}`;
    }
  }
  return `lower maxSizePerZone of ${groups.map(([name]) => name).join(' and ')}`;
}
