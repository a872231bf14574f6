import { sortedEntries } from '../../core/canonical';
import { type AddressPlan, subnetCidr, wholeBlocks } from '../../core/cidr';
import type { Finding } from '../../core/diagnostics';
import { defaultInstanceRefresh, type InstanceRefresh } from './instance-refresh';

/** The addresses that a node group needs at its maximum size. */
export interface AddressDemand {
  /** The maximum number of nodes in each zone. */
  readonly maxNodesPerZone: number;
  /** The maximum number of pods with their own addresses on one node: the kubelet's limit. */
  readonly podsPerNode: number;
  /**
   * The replacement of the nodes: old and new ones have addresses at the same time.
   *
   * @default InstanceRefresh.launchBeforeTerminating(), up to 110 %
   */
  readonly instanceRefresh?: Pick<InstanceRefresh, 'range'>;
}

/** The demand for addresses in one tier of a network. */
export interface TierDemand {
  /** The tier of the nodes. */
  readonly tier: string;
  /** Node groups by name. */
  readonly groups: Readonly<Record<string, AddressDemand>>;
  /**
   * The number of application load balancers in the tier.
   *
   * @default 0
   */
  readonly loadBalancers?: number;
  /**
   * The number of other addresses in each zone: an interface endpoint has one.
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

/**
 * The addresses of one prefix, a /28.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html
 */
const prefixSize = 16;

/** `WARM_PREFIX_TARGET` of the VPC CNI: prefixes that a node holds in addition to those in use. */
const warmPrefixes = 1;

/**
 * The free addresses that an application load balancer needs in each subnet to scale out.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
const loadBalancerAddresses = 8;

/**
 * Returns the blocks of 16 addresses that all groups need in one zone in the worst case: at their maximum, during a refresh.
 * Every address of a node, load balancer or endpoint may be in a block of its own, which then cannot be a prefix.
 */
export function requiredBlocks({
  groups,
  loadBalancers = 0,
  others = 0,
}: Pick<TierDemand, 'groups' | 'loadBalancers' | 'others'>): number {
  const blocks = sortedEntries(groups).map(
    ([, { maxNodesPerZone, podsPerNode, instanceRefresh = defaultInstanceRefresh }]) => {
      const prefixes = Math.ceil(podsPerNode / prefixSize) + (podsPerNode > 0 ? warmPrefixes : 0);
      const nodes = Math.ceil((maxNodesPerZone * Math.max(instanceRefresh.range.max, 100)) / 100);
      return nodes * (prefixes + 1);
    },
  );
  return blocks.reduce((sum, next) => sum + next, loadBalancers * loadBalancerAddresses + others);
}

/** Returns the size of the largest group that fits with the others, as a hint. */
function smallerGroup(demand: Omit<TierDemand, 'tier'>, available: number): string {
  const groups = sortedEntries(demand.groups).sort(([, one], [, other]) => other.maxNodesPerZone - one.maxNodesPerZone);
  for (const [name, group] of groups) {
    for (let size = Math.floor(group.maxNodesPerZone) - 1; size > 0; size -= 1) {
      const smaller = { ...demand, groups: { ...demand.groups, [name]: { ...group, maxNodesPerZone: size } } };
      if (requiredBlocks(smaller) <= available) return `lower maxSizePerZone of ${name} to ${size}`;
    }
  }
  return `lower maxSizePerZone of ${groups.map(([name]) => name).join(' and ')}`;
}

/** Returns findings about the room for nodes and pods in a tier of a valid address plan. */
export function checkAddressCapacity(plan: AddressPlan, { tier, ...demand }: TierDemand): Finding[] {
  const tierSlot = plan.tiers[tier];
  const [zone] = Object.values(plan.zones);
  if (!tierSlot || !zone) return [];
  // All subnets of a tier have the same size.
  const subnet = subnetCidr(plan.cidr, tierSlot, zone);
  const [needed, available] = [requiredBlocks(demand), wholeBlocks(subnet)];
  if (needed <= available) return [];
  const names = sortedEntries(demand.groups).map(([name]) => name);
  const others = (demand.loadBalancers ?? 0) + (demand.others ?? 0) > 0 ? ['other addresses'] : [];
  const { setting = `tiers.${tier}` } = demand;
  return [
    {
      id: 'address-capacity',
      setting,
      message: `${setting} must need at most ${available} blocks of 16 addresses in each zone of tier '${tier}' (/${subnet.split('/')[1]}); got ${needed} for ${[...names, ...others].join(', ')}`,
      hint: `${smallerGroup(demand, available)}, or plan a wider tier or network before it is first applied`,
    },
  ];
}
