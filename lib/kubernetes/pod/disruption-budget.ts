import { k8s } from 'cdk8s-plus-27';
import type { PodLabels } from '../../core/contract';

/**
 * Share of the pods that may be evicted, or that an update starts in addition, at the same time. Kubernetes rounds both up, so
 * it is never less than one pod: a budget of zero blocks every node drain. It follows the number of pods that run, not the
 * minimum of the autoscaler, so drains and updates take as long at the maximum.
 */
const share = 25;

/** The share in Kubernetes' notation. */
export const podShare = `${share}%`;

/** Returns the number of pods that the share is of a number of pods, rounded as Kubernetes does. */
export function sharedPods(pods: number): number {
  return Math.ceil((pods * share) / 100);
}

/**
 * Returns the spec of a PodDisruptionBudget.
 *
 * @param maxUnavailable number of pods, for pods of which each has a state of its own; the share of the others by default
 */
export function disruptionBudget(pods: PodLabels, maxUnavailable?: number): k8s.PodDisruptionBudgetSpec {
  return {
    maxUnavailable:
      maxUnavailable === undefined ? k8s.IntOrString.fromString(podShare) : k8s.IntOrString.fromNumber(maxUnavailable),
    selector: { matchLabels: pods },
    // A pod that is not ready must not block the drain of its node.
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  };
}
