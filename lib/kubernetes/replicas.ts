import { k8s } from 'cdk8s-plus-27';
import type { PodLabels } from '../core/contract';
import type { Finding } from '../core/errors';

export interface Scale {
  /** Pods at least. */
  readonly min: number;
  /** Pods at most. */
  readonly max: number;
  /** The share of the requested CPU that the autoscaler holds, in percent. @default 70 */
  readonly cpuTarget?: number;
}

/**
 * How many of at least `min` pods may be evicted at once: a quarter, and always one. With none, no node could ever be
 * drained, and so no machine image replaced.
 */
export function evictable(min: number): number {
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

/** Scales a Deployment on CPU: up at once, down only after five quiet minutes, so that a lull costs no cold start. */
export function cpuAutoscaler(deployment: string, scale: Scale): k8s.HorizontalPodAutoscalerSpecV2 {
  const { min, max, cpuTarget = 70 } = scale;
  return {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
    minReplicas: min,
    maxReplicas: max,
    metrics: [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuTarget } } },
    ],
    behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
  };
}

/**
 * Evenly over zones as a must, over nodes as a wish. Each revision is spread on its own (`matchLabelKeys`): else old pods
 * count, and when they are gone the new ones are left uneven. A tainted zone does not count (`Honor`): else the pods
 * that it lost would wait for it.
 */
export function spread(pods: PodLabels): k8s.TopologySpreadConstraint[] {
  const common = {
    maxSkew: 1,
    labelSelector: { matchLabels: pods },
    matchLabelKeys: ['pod-template-hash'],
    nodeTaintsPolicy: 'Honor',
  };
  return [
    { ...common, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
    { ...common, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
  ];
}

export function checkScale({ min, max, cpuTarget = 70 }: Scale): Finding[] {
  const found: Finding[] = [];
  if (!Number.isInteger(min) || min < 1) {
    found.push({
      setting: 'scale.min',
      rule: `min must be a whole number of at least 1, got ${min}`,
      fix: 'raise min to 1',
    });
  }
  if (!Number.isInteger(max) || max < 1) {
    found.push({
      setting: 'scale.max',
      rule: `max must be a whole number of at least 1, got ${max}`,
      fix: 'raise max to min or more',
    });
  }
  if (min > max) {
    found.push({
      setting: 'scale.min',
      rule: `min must be at most max (${max}), got ${min}`,
      fix: `lower min to ${max} or less, or raise max`,
    });
  }
  if (!Number.isInteger(cpuTarget) || cpuTarget < 1 || cpuTarget > 100) {
    found.push({
      setting: 'scale.cpuTarget',
      rule: `cpuTarget must be a whole number of percent from 1 to 100, got ${cpuTarget}`,
      fix: 'leave it out for 70',
    });
  }
  return found;
}
