import { JsonPatch } from 'cdk8s';
import type { Finding } from '../../core/diagnostics';
import { seconds, type Duration } from '../../core/units';

/** Time for a process to exit after its last request, in seconds. */
const exitMargin = 5;

/**
 * Returns the seconds that a terminating pod continues to accept new requests. Within the cluster, the removal of an endpoint
 * reaches a client's node in a few seconds: 10 s. Requests from a load balancer arrive through every node, so the slowest
 * kube-proxy counts, and the load balancer keeps its connections to the nodes open: 15 s.
 */
export function preStopSeconds(isExposed: boolean): number {
  return isExposed ? 15 : 10;
}

/** Returns the grace period of a pod, in seconds: the preStop sleep, the drain timeout and a margin to exit. */
export function gracePeriod(preStopSeconds: number, drainTimeout: Duration): number {
  return preStopSeconds + Math.ceil(seconds(drainTimeout)) + exitMargin;
}

/**
 * Maximum grace period of a pod, in seconds: cluster-autoscaler must run with `--max-graceful-termination-sec=900`, and kills
 * pods that take longer.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-are-the-parameters-to-ca
 */
export const maxGracePeriod = 900;

/**
 * Returns the annotation by which cluster-autoscaler removes a node although a pod on it has local volumes. Nothing in them is
 * worth a node.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-types-of-pods-can-prevent-ca-from-removing-a-node
 */
export function evictableVolumes(names: readonly string[]): Record<string, string> {
  return names.length === 0 ? {} : { 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': names.join(',') };
}

/**
 * The annotation by which cluster-autoscaler keeps a node until a pod on it has ended: an interrupted run is repeated from its
 * start.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-types-of-pods-can-prevent-ca-from-removing-a-node
 */
export const runsToItsEnd = { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' } as const;

/** Checks that a pod can end within what the removal of its node allows. */
export function checkGracePeriod(preStopSeconds: number, drainTimeout: Duration): Finding[] {
  const longest = maxGracePeriod - gracePeriod(preStopSeconds, '0s');
  if (!(seconds(drainTimeout) > longest)) return [];
  return [
    {
      id: 'grace-period',
      setting: 'drainTimeout',
      message: `drainTimeout must be at most ${longest}s; got '${drainTimeout}'`,
      hint: `lower it to ${longest}s, and let the program continue the work that remains in another pod`,
    },
  ];
}

/**
 * Returns the patch that adds a preStop sleep to a pod template. The kubelet sends SIGTERM at the same time as the endpoint
 * is removed; until the removal has reached every node, the pod must answer requests. The kubelet's own sleep needs no
 * binary in the image; cdk8s-plus does not know the field.
 */
export function preStopSleep(seconds: number): JsonPatch {
  return JsonPatch.add('/spec/template/spec/containers/0/lifecycle', { preStop: { sleep: { seconds } } });
}
