import { k8s } from 'cdk8s-plus-27';
/**
 * How many of at least `min` pods may be evicted at once: a quarter, and always one. With none, no node could ever be
 * drained, and so no machine image replaced.
 */

import type { PodLabels } from '../../core/contract';

export function maxUnavailable(min: number): number {
  return Math.max(1, Math.floor(min / 4));
}

export function disruptionBudget(pods: PodLabels, maxUnavailable: number): k8s.PodDisruptionBudgetSpec {
  return {
    maxUnavailable: k8s.IntOrString.fromNumber(maxUnavailable),
    selector: { matchLabels: pods },
    // A pod that is broken anyway must not keep its node from being replaced.
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  };
}
