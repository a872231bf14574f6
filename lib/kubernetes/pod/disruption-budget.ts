import { k8s } from 'cdk8s-plus-27';
import type { PodLabels } from '../../core/contract';

/**
 * Returns the number of pods that may be evicted at the same time: a quarter of `minReplicas`, and never less than one,
 * because a budget of zero blocks every node drain and with it every replacement of a machine image.
 */
export function maxUnavailable(minReplicas: number): number {
  return Math.max(1, Math.floor(minReplicas / 4));
}

/** Returns the spec of a PodDisruptionBudget. */
export function disruptionBudget(pods: PodLabels, maxUnavailable: number): k8s.PodDisruptionBudgetSpec {
  return {
    maxUnavailable: k8s.IntOrString.fromNumber(maxUnavailable),
    selector: { matchLabels: pods },
    // A pod that is not ready must not block the drain of its node.
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  };
}
