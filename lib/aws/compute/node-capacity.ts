import type { NodeCapacity } from '../../core/contract';
import { type InstanceTypeSpec, instanceTypes } from './instance-types';

/** Settings of a node group that its capacity follows from. */
export interface NodeSizes {
  readonly instanceType: string;
  readonly mixedInstances?: { readonly alternatives: readonly string[] } | undefined;
  /** Maximum number of nodes in all zones. */
  readonly maxNodes: number;
}

/**
 * Part of a machine's memory that its hypervisor and kernel use, as Karpenter estimates it.
 *
 * @see https://karpenter.sh/docs/reference/settings/
 */
const memoryOverhead = 0.075;

/** Free memory in MiB below which the kubelet evicts pods: `evictionHard` of Kubernetes. */
const evictionThreshold = 100;

/**
 * Returns what the smallest instance type of a node group offers to pods: its resources without those that the kubelet reserves
 * by the rules of Amazon's AMI. Undefined if a type is unknown, which the node group reports.
 *
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
 */
export function nodeCapacity({ instanceType, maxNodes, mixedInstances }: NodeSizes): NodeCapacity | undefined {
  const types = [instanceType, ...(mixedInstances?.alternatives ?? [])];
  const specs = types.flatMap((type) => (Object.hasOwn(instanceTypes, type) ? (instanceTypes[type] ?? []) : []));
  if (specs.length < types.length) return undefined;
  return {
    architecture: specs.some(({ architecture }) => architecture === 'arm64') ? 'arm64' : 'amd64',
    cpu: Math.min(...specs.map(allocatableCpu)),
    instanceType,
    maxNodes,
    memory: Math.min(...specs.map(allocatableMemory)),
    pods: Math.min(...specs.map(({ maxPods }) => maxPods)),
  };
}

/** Returns the CPU in millicores without the reserved 6 % of the first core, 1 % of the second, 0.5 % of two and 0.25 % of the rest. */
function allocatableCpu({ vCpu }: InstanceTypeSpec): number {
  const reserved =
    60 + (vCpu > 1 ? 10 : 0) + 5 * Math.min(Math.max(vCpu - 2, 0), 2) + Math.floor(2.5 * Math.max(vCpu - 4, 0));
  return vCpu * 1000 - reserved;
}

/** Returns the memory in MiB without the reserved 255 MiB and 11 MiB for each pod. */
function allocatableMemory({ maxPods, memoryGib }: InstanceTypeSpec): number {
  const usable = Math.floor(memoryGib * 1024 * (1 - memoryOverhead));
  return Math.max(0, usable - (255 + 11 * maxPods) - evictionThreshold);
}
