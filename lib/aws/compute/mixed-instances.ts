import type { AutoscalingGroupMixedInstancesPolicy } from '@cdktf/provider-aws/lib/autoscaling-group';
import type { Finding } from '../../core/diagnostics';
import { checkInstanceType, type InstanceTypeSpec, instanceTypes } from './instance-types';

/** Alternative instance types of a group, and its share of On-Demand and Spot Instances. */
export interface MixedInstances {
  /**
   * Alternatives to the group's own instance type, in the order of preference of On-Demand Instances.
   *
   * @rolls the nodes, by an instance refresh
   */
  readonly alternatives: readonly string[];
  /**
   * The number of On-Demand Instances in each zone before the first Spot Instance.
   *
   * @rolls the nodes, by an instance refresh
   */
  readonly onDemandBase: number;
  /**
   * The percentage of On-Demand Instances above the base; at 0, all others are Spot Instances.
   *
   * @rolls the nodes, by an instance refresh
   */
  readonly onDemandPercentageAboveBase: number;
}

/** Fewer Spot capacity pools are often empty at the same time. Five to ten types are the usual recommendation. */
const minSpotTypes = 5;

/** Returns the mixed instances policy of a group for one launch template. */
export function mixedInstancesPolicy(
  instanceType: string,
  { alternatives, onDemandBase, onDemandPercentageAboveBase }: MixedInstances,
  template: { readonly id: string; readonly version: string },
): AutoscalingGroupMixedInstancesPolicy {
  return {
    instancesDistribution: {
      onDemandAllocationStrategy: 'prioritized',
      onDemandBaseCapacity: onDemandBase,
      onDemandPercentageAboveBaseCapacity: onDemandPercentageAboveBase,
      // The provider's default, lowest-price, chooses the pool that is interrupted first.
      spotAllocationStrategy: 'price-capacity-optimized',
    },
    launchTemplate: {
      launchTemplateSpecification: { launchTemplateId: template.id, version: template.version },
      override: [instanceType, ...alternatives].map((type) => ({ instanceType: type })),
    },
  };
}

/** The settings of a group that its mixed instances are checked against. */
interface MixedInstancesCheck {
  readonly instanceType: string;
  readonly mixedInstances: MixedInstances;
  readonly maxSizePerZone: number;
  /** True for the cluster autoscaler, which expects instances of equal size. */
  readonly sameSize: boolean;
}

/** Returns findings about the mixed instances of a group. */
export function checkMixedInstances({
  instanceType,
  maxSizePerZone,
  mixedInstances,
  sameSize,
}: MixedInstancesCheck): Finding[] {
  return [
    ...checkTypes({ instanceType, mixedInstances, sameSize }),
    ...checkDistribution(mixedInstances),
    ...checkSpot(mixedInstances, maxSizePerZone),
  ];
}

function checkTypes({
  instanceType,
  mixedInstances,
  sameSize,
}: Omit<MixedInstancesCheck, 'maxSizePerZone'>): Finding[] {
  const { alternatives } = mixedInstances;
  return alternatives.flatMap((type, index) => {
    const setting = `mixedInstances.alternatives.${index}`;
    const unknown = checkInstanceType(type, setting);
    if (unknown.length > 0) return unknown;
    if ([instanceType, ...alternatives].indexOf(type) !== index + 1) {
      const message = `alternatives must name each instance type once; got '${type}' twice`;
      return [{ id: 'mixed-instances', setting, message, hint: `remove the second '${type}'` }];
    }
    const [own, other] = [instanceTypes[instanceType], instanceTypes[type]];
    return own && other ? checkPair([instanceType, own], [type, other], { sameSize, setting }) : [];
  });
}

/** The autoscaler expects the next instance of a group to be like the first, so pods would not fit on a smaller one. */
function checkPair(
  [name, own]: readonly [string, InstanceTypeSpec],
  [type, other]: readonly [string, InstanceTypeSpec],
  { sameSize, setting }: { readonly sameSize: boolean; readonly setting: string },
): Finding[] {
  const id = 'mixed-instances';
  if (own.architecture !== other.architecture) {
    return [
      {
        id,
        setting,
        message: `alternatives must have the architecture of ${name} (${own.architecture}); got ${type} (${other.architecture})`,
        hint: `use types of ${own.architecture}: a group has one image`,
      },
    ];
  }
  if (!sameSize || (own.vCpu === other.vCpu && own.memoryGib === other.memoryGib)) return [];
  return [
    {
      id,
      setting,
      message: `alternatives must have the size of ${name} (${own.vCpu} vCPU, ${own.memoryGib} GiB) for the cluster autoscaler; got ${type} (${other.vCpu} vCPU, ${other.memoryGib} GiB)`,
      hint: `use types of ${own.vCpu} vCPU and ${own.memoryGib} GiB`,
    },
  ];
}

function checkDistribution({ onDemandBase, onDemandPercentageAboveBase: percentage }: MixedInstances): Finding[] {
  const id = 'mixed-instances';
  const found: Finding[] = [];
  if (!Number.isInteger(onDemandBase) || onDemandBase < 0) {
    found.push({
      id,
      setting: 'mixedInstances.onDemandBase',
      message: `onDemandBase must be a whole number from 0; got ${onDemandBase}`,
      hint: 'write 0 or more',
    });
  }
  if (!Number.isInteger(percentage) || percentage < 0 || percentage > 100) {
    found.push({
      id,
      setting: 'mixedInstances.onDemandPercentageAboveBase',
      message: `onDemandPercentageAboveBase must be a whole number from 0 to 100; got ${percentage}`,
      hint: 'write 0 for Spot Instances only, or 100 for none',
    });
  }
  return found;
}

function checkSpot(
  { alternatives, onDemandBase, onDemandPercentageAboveBase }: MixedInstances,
  maxSizePerZone: number,
): Finding[] {
  const types = new Set(alternatives).size + 1;
  if (onDemandPercentageAboveBase >= 100 || onDemandBase >= maxSizePerZone || types >= minSpotTypes) return [];
  return [
    {
      id: 'spot-diversity',
      setting: 'mixedInstances.alternatives',
      message: `alternatives must offer Spot Instances at least ${minSpotTypes} types with the group's own; got ${types}`,
      hint: `add ${minSpotTypes - types} more, of other families and the same size`,
    },
  ];
}
