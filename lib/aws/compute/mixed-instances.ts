import type { AutoscalingGroupMixedInstancesPolicy } from '@cdktf/provider-aws/lib/autoscaling-group';
import type { Finding } from '../../core/diagnostics';
import { checkInstanceType, type InstanceTypeFacts, instanceTypes } from './instance-types';

/** Machines of several types, and how they are paid for. */
export interface MixedInstances {
  /** Types that stand in for the group's own, in the order in which machines on demand prefer them. @inPlace: machines are rolled */
  readonly alternatives: readonly string[];
  /** Machines on demand before there is any on spot: the floor that no interruption takes. @inPlace */
  readonly onDemandBase: number;
  /** Of the machines above the floor, how many in a hundred are on demand: 0 is all on spot. @inPlace */
  readonly onDemandPercentageAboveBase: number;
}

/** Fewer pools than this are often empty together: our own floor, after the five to ten types that users report to need. */
const minSpotTypes = 5;

/** The policy of a group, for one template. */
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
      // The provider's own default, lowest-price, takes the pool that is interrupted first.
      spotAllocationStrategy: 'price-capacity-optimized',
    },
    launchTemplate: {
      launchTemplateSpecification: { launchTemplateId: template.id, version: template.version },
      override: [instanceType, ...alternatives].map((type) => ({ instanceType: type })),
    },
  };
}

export interface MixedInstancesCheck {
  readonly instanceType: string;
  readonly mixedInstances: MixedInstances;
  readonly max: number;
  /** Whether an autoscaler counts on machines that are alike. */
  readonly alike: boolean;
}

export function checkMixedInstances({ alike, instanceType, max, mixedInstances }: MixedInstancesCheck): Finding[] {
  return [
    ...checkTypes({ alike, instanceType, mixedInstances }),
    ...checkDistribution(mixedInstances),
    ...checkSpot(mixedInstances, max),
  ];
}

function checkTypes({ alike, instanceType, mixedInstances }: Omit<MixedInstancesCheck, 'max'>): Finding[] {
  const setting = 'mixed.alternatives';
  const { alternatives } = mixedInstances;
  const found = alternatives.flatMap((type) => checkInstanceType(type, setting));
  const twice = alternatives.find((type, index) => [instanceType, ...alternatives].indexOf(type) !== index + 1);
  if (twice !== undefined)
    found.push({ hint: 'write it once', message: `each type is there once, got '${twice}' twice`, setting });
  const own = instanceTypes[instanceType];
  for (const type of own ? alternatives : []) {
    const other = instanceTypes[type];
    if (own && other) found.push(...checkPair([instanceType, own], [type, other], alike));
  }
  return found;
}

/** The autoscaler thinks of a group's next machine as one like the first, so a smaller one would be short of room. */
function checkPair(
  [name, own]: readonly [string, InstanceTypeFacts],
  [type, other]: readonly [string, InstanceTypeFacts],
  alike: boolean,
): Finding[] {
  const setting = 'mixed.alternatives';
  if (own.architecture !== other.architecture) {
    return [
      {
        hint: `use types of ${own.architecture}: a group has one image`,
        message: `machines of one group have one architecture, got ${type} (${other.architecture}) beside ${name} (${own.architecture})`,
        setting,
      },
    ];
  }
  if (!alike || (own.vCpu === other.vCpu && own.memoryGib === other.memoryGib)) return [];
  return [
    {
      hint: `use types of ${own.vCpu} vCPU and ${own.memoryGib} GiB`,
      message: `an autoscaler needs machines that are alike, got ${type} (${other.vCpu} vCPU, ${other.memoryGib} GiB) beside ${name} (${own.vCpu} vCPU, ${own.memoryGib} GiB)`,
      setting,
    },
  ];
}

function checkDistribution({ onDemandBase, onDemandPercentageAboveBase: share }: MixedInstances): Finding[] {
  const found: Finding[] = [];
  if (!Number.isInteger(onDemandBase) || onDemandBase < 0) {
    found.push({
      hint: 'write 0 or more',
      message: `a floor is a whole number from 0, got ${onDemandBase}`,
      setting: 'mixed.onDemandBase',
    });
  }
  if (!Number.isInteger(share) || share < 0 || share > 100) {
    found.push({
      hint: 'write 0 for spot only, 100 for none',
      message: `a percentage is a whole number from 0 to 100, got ${share}`,
      setting: 'mixed.onDemandPercentageAboveBase',
    });
  }
  return found;
}

function checkSpot(
  { alternatives, onDemandBase, onDemandPercentageAboveBase }: MixedInstances,
  max: number,
): Finding[] {
  const types = new Set(alternatives).size + 1;
  if (onDemandPercentageAboveBase >= 100 || onDemandBase >= max || types >= minSpotTypes) return [];
  return [
    {
      hint: `add ${minSpotTypes - types} more, of other families and the same size`,
      id: 'spot-diversity',
      message: `spot machines need at least ${minSpotTypes} types to choose from, got ${types}`,
      setting: 'mixed.alternatives',
    },
  ];
}
