import type { KubernetesObject } from '../kubernetes/cluster';
import { type Node, plainNode } from '../kubernetes/nodes';

export const zones = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'] as const;

/** A pod, with the fields that the checks read. */
export interface Pod extends Pick<KubernetesObject, 'metadata' | 'spec'> {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** True for a pod whose probes have passed. */
export function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ status: is, type }) => type === 'Ready' && is === 'True') ?? false;
}

/** Two nodes in each zone. */
export function sixNodes(): Node[] {
  const resources = { 'cpu': '8', 'ephemeral-storage': '50Gi', 'memory': '32Gi', 'pods': '110' };
  return zones.flatMap((zone) => [1, 2].map((number) => plainNode(`data-${zone}-${number}`, zone, resources)));
}

/** Returns the zone of a pod's node. */
export function zoneOf({ spec }: Pod): string {
  return zones.find((zone) => spec.nodeName?.startsWith(`data-${zone}-`)) ?? '';
}
