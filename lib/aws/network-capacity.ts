import { entriesOf } from '../core/canonical';
import { type AddressPlan, subnetCidr, wholeBlocks } from '../core/cidr';
import type { Finding } from '../core/errors';

/** Machines that take addresses for themselves and their pods. */
export interface AddressDemand {
  /** Machines at most. */
  readonly maxNodes: number;
  /** Pods with addresses of their own on one machine at most: the kubelet's limit. */
  readonly podsPerNode: number;
}

export interface CapacityQuestion {
  /** The tier that the machines stand in. */
  readonly tier: string;
  /** Groups of machines by name. */
  readonly groups: Readonly<Record<string, AddressDemand>>;
  /** Addresses of anything else in each zone: endpoints, load balancers. @default 0 */
  readonly others?: number;
  /** The setting that a finding names. @default 'tiers.<tier>' */
  readonly setting?: string;
}

/** Addresses that an interface takes at once, a /28. Source: "Assign prefixes to network interfaces", EC2. */
const prefixSize = 16;

/** WARM_PREFIX_TARGET of the VPC CNI: prefixes that a machine holds beyond those in use. */
const warmPrefixes = 1;

/** An instance refresh may start a tenth more machines than the maximum: the groups' `maxHealthyPercentage` is 110. */
const surge = 1.1;

/**
 * Blocks of 16 addresses that all groups need in one zone at worst: at their maximum, in the middle of a refresh, with one
 * zone lost. A machine's own address may lie in any block, and that block is no prefix any more.
 */
export function blocksNeeded(
  { groups, others = 0 }: Pick<CapacityQuestion, 'groups' | 'others'>,
  zones: number,
): number {
  const standing = Math.max(1, zones - 1);
  const blocks = entriesOf(groups).map(([, { maxNodes, podsPerNode }]) => {
    const prefixes = Math.ceil(podsPerNode / prefixSize) + (podsPerNode > 0 ? warmPrefixes : 0);
    return Math.ceil(Math.ceil(maxNodes * surge) / standing) * (prefixes + 1);
  });
  return blocks.reduce((sum, next) => sum + next, others);
}

/** Whether the groups' machines and pods fit into a tier of a sound plan. */
export function checkCapacity(plan: AddressPlan, { tier, ...question }: CapacityQuestion): Finding[] {
  const place = plan.tiers[tier];
  const [zone] = Object.values(plan.zones);
  if (!place || !zone) return [];
  // All subnets of a tier are of one size.
  const subnet = subnetCidr(plan.cidr, place, zone);
  const [needed, there] = [blocksNeeded(question, Object.keys(plan.zones).length), wholeBlocks(subnet)];
  if (needed <= there) return [];
  const names = entriesOf(question.groups).map(([name]) => name);
  return [
    {
      fix: 'lower max or the pods of a machine, or plan a wider tier or network before anything stands in it',
      rule: `${names.join(', ')} need ${needed} blocks of 16 addresses in each zone of tier '${tier}', got ${there} (/${subnet.split('/')[1]})`,
      setting: question.setting ?? `tiers.${tier}`,
    },
  ];
}
