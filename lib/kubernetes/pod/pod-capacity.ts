import type { Finding } from '../../core/diagnostics';
import { isAmount, mebibytes, millicores } from '../../core/units';
import type { ImageByDigest, Placement, PodResources } from './props';

/** Checks that the image is built for the nodes of the placement. On others, its containers exit with `exec format error`. */
export function checkImagePlatform(
  { platforms = ['linux/amd64'] }: Pick<ImageByDigest, 'platforms'>,
  placement: Placement | undefined,
): Finding[] {
  const capacity = placement?.capacity;
  const needed = `linux/${capacity?.architecture ?? 'amd64'}` as const;
  if (!capacity || platforms.includes(needed)) return [];
  return [
    {
      id: 'image-platform',
      setting: 'image.platforms',
      message: `platforms must contain ${needed}, the platform of its nodes (${capacity.instanceType}); got ${platforms.join(', ') || 'none'}`,
      hint: `build the image for ${needed} too and list it in platforms, or choose an instance type of ${platforms[0]?.replace('linux/', '') ?? 'another architecture'}`,
    },
  ];
}

/** Checks that a node of the placement has room for the pod. On nodes that are too small, a pod stays Pending for ever. */
export function checkPodFitsNode({ cpu, memory }: PodResources, placement: Placement | undefined): Finding[] {
  const capacity = placement?.capacity;
  if (!capacity) return [];
  const report = (name: 'cpu' | 'memory', most: string, got: string): Finding => ({
    id: 'pod-size',
    setting: `resources.${name}`,
    message: `${name} must be at most ${most}, which a node has for pods (${capacity.instanceType}); got ${got}`,
    hint: `lower ${name} to ${most} or less, or choose a larger instance type for the node group`,
  });
  return [
    ...(isAmount(cpu, ['', 'm']) && millicores(cpu) > capacity.cpu ? [report('cpu', `${capacity.cpu}m`, cpu)] : []),
    ...(isAmount(memory, ['Mi', 'Gi']) && mebibytes(memory) > capacity.memory
      ? [report('memory', `${capacity.memory}Mi`, memory)]
      : []),
  ];
}
