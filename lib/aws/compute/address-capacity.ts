import { sortedEntries } from '../../core/canonical';
import { type AddressPlan, subnetCidr, wholeBlocks } from '../../core/cidr';
import type { Finding } from '../../core/diagnostics';
import { InstanceRefresh } from './instance-refresh';

/** Machines that take addresses for themselves and their pods. */
export interface AddressDemand {
  /** Machines at most. */
  readonly maxNodes: number;
  /** Pods with addresses of their own on one machine at most: the kubelet's limit. */
  readonly podsPerNode: number;
  /** How they are replaced: old and new ones have addresses at once. @default Rollout.launchFirst(), a tenth more */
  readonly instanceRefresh?: Pick<InstanceRefresh, 'range'>;
}

export interface AddressCapacityProps {
  /** The tier that the machines stand in. */
  readonly tier: string;
  /** Groups of machines by name. */
  readonly groups: Readonly<Record<string, AddressDemand>>;
  /** Application load balancers that stand in the tier. @default 0 */
  readonly loadBalancers?: number;
  /** Addresses of anything else in each zone: an interface endpoint has one. @default 0 */
  readonly others?: number;
  /** The setting that a finding names. @default 'tiers.<tier>' */
  readonly setting?: string;
}

/** Addresses that an interface takes at once, a /28. Source: "Assign prefixes to network interfaces", EC2. */
const prefixSize = 16;

/** WARM_PREFIX_TARGET of the VPC CNI: prefixes that a machine holds beyond those in use. */
const warmPrefixes = 1;

/**
 * Addresses that an application load balancer must find free in each subnet to grow. Under heavy load it takes more of those
 * that are free, up to 100 in all. Source: "Subnets for your load balancer", Elastic Load Balancing.
 */
const loadBalancerAddresses = 8;

/**
 * Blocks of 16 addresses that all groups need in one zone at worst: at their maximum, in the middle of a refresh, with one
 * zone lost. An address of a machine, load balancer or endpoint may lie in any block, and that block is no prefix any more.
 */
export function blocksNeeded(
  { groups, loadBalancers = 0, others = 0 }: Pick<AddressCapacityProps, 'groups' | 'loadBalancers' | 'others'>,
  zones: number,
): number {
  const standing = Math.max(1, zones - 1);
  const blocks = sortedEntries(groups).map(
    ([, { maxNodes, podsPerNode, instanceRefresh = InstanceRefresh.launchBeforeTerminating() }]) => {
      const prefixes = Math.ceil(podsPerNode / prefixSize) + (podsPerNode > 0 ? warmPrefixes : 0);
      const machines = Math.ceil((maxNodes * Math.max(instanceRefresh.range.max, 100)) / 100);
      return Math.ceil(machines / standing) * (prefixes + 1);
    },
  );
  const alone = loadBalancers * loadBalancerAddresses + others;
  return blocks.reduce((sum, next) => sum + next, alone);
}

/** Whether the groups' machines and pods fit into a tier of a sound plan. */
export function checkAddressCapacity(plan: AddressPlan, { tier, ...question }: AddressCapacityProps): Finding[] {
  const place = plan.tiers[tier];
  const [zone] = Object.values(plan.zones);
  if (!place || !zone) return [];
  // All subnets of a tier are of one size.
  const subnet = subnetCidr(plan.cidr, place, zone);
  const [needed, there] = [blocksNeeded(question, Object.keys(plan.zones).length), wholeBlocks(subnet)];
  if (needed <= there) return [];
  const names = sortedEntries(question.groups).map(([name]) => name);
  const beside = (question.loadBalancers ?? 0) + (question.others ?? 0) > 0 ? ['and what else stands there'] : [];
  return [
    {
      hint: 'lower max or the pods of a machine, or plan a wider tier or network before anything stands in it',
      message: `${[names.join(', '), ...beside].join(' ')} need ${needed} blocks of 16 addresses in each zone of tier '${tier}', got ${there} (/${subnet.split('/')[1]})`,
      setting: question.setting ?? `tiers.${tier}`,
    },
  ];
}
