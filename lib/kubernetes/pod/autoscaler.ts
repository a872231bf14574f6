import { k8s } from 'cdk8s-plus-27';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { seconds, type Duration } from '../../core/units';

export interface Autoscaling {
  /** Pods at least. */
  readonly minReplicas: number;
  /** Pods at most. */
  readonly maxReplicas: number;
  /** The share of the requested CPU that the autoscaler holds, in percent. @default 70 */
  readonly targetCpuUtilization?: number;
  /** The share of the memory that it holds, in percent: for programs that give memory back. @default memory does not scale */
  readonly targetMemoryUtilization?: number;
  /** What else it holds, by the metric's name: of several, the one that asks for the most pods counts. @default nothing */
  readonly metrics?: Readonly<Record<string, MetricTarget>>;
  /** How long the load must have been low before pods go, at least 5 minutes. @default '5m' */
  readonly scaleDownStabilization?: Duration;
}

/** What the autoscaler holds a metric of the pods' own at. Whoever names one also provides it, through the custom metrics API. */
export interface MetricTarget {
  /** The average over the pods, in Kubernetes' notation: `'10'`, `'250m'`. */
  readonly averageValue: `${number}` | `${number}m`;
}

/** Scales a Deployment: up at once, down only after some quiet minutes, so that a lull costs no cold start. */
export function autoscaler(deployment: string, scale: Autoscaling): k8s.HorizontalPodAutoscalerSpecV2 {
  const {
    minReplicas,
    maxReplicas,
    targetCpuUtilization = 70,
    targetMemoryUtilization,
    metrics = {},
    scaleDownStabilization = '5m',
  } = scale;
  return {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
    minReplicas: minReplicas,
    maxReplicas: maxReplicas,
    metrics: [
      utilization('cpu', targetCpuUtilization),
      ...(targetMemoryUtilization === undefined ? [] : [utilization('memory', targetMemoryUtilization)]),
      ...sortedEntries(metrics).map(([name, target]) => podsMetric(name, target)),
    ],
    behavior: { scaleDown: { stabilizationWindowSeconds: Math.ceil(seconds(scaleDownStabilization)) } },
  };
}

function utilization(name: 'cpu' | 'memory', percent: number): k8s.MetricSpecV2 {
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization: percent } } };
}

function podsMetric(name: string, { averageValue }: MetricTarget): k8s.MetricSpecV2 {
  const target = { type: 'AverageValue', averageValue: k8s.Quantity.fromString(averageValue) };
  return { type: 'Pods', pods: { metric: { name }, target } };
}

/** What is wrong with numbers of pods, of which there is only one where `singleton` says so. */
export function checkAutoscaling(scale: Autoscaling, singleton: boolean): Finding[] {
  const {
    targetCpuUtilization = 70,
    maxReplicas,
    targetMemoryUtilization,
    minReplicas,
    scaleDownStabilization = '5m',
  } = scale;
  const found: Finding[] = [];
  if (!Number.isInteger(minReplicas) || minReplicas < 1) {
    found.push({
      setting: 'autoscaling.minReplicas',
      message: `min must be a whole number of at least 1, got ${minReplicas}`,
      hint: wholeNumber(minReplicas, `raise min to ${singleton ? 1 : 2}`),
    });
  }
  if (!Number.isInteger(maxReplicas) || maxReplicas < 1) {
    found.push({
      setting: 'autoscaling.maxReplicas',
      message: `max must be a whole number of at least 1, got ${maxReplicas}`,
      hint: wholeNumber(maxReplicas, 'raise max to more than min'),
    });
  }
  if (minReplicas > maxReplicas) {
    found.push({
      setting: 'autoscaling.minReplicas',
      message: `min must be at most max (${maxReplicas}), got ${minReplicas}`,
      hint: `lower min to ${maxReplicas} or less, or raise max`,
    });
  }
  if (minReplicas === maxReplicas && !singleton) {
    found.push({
      id: 'autoscaler-room',
      setting: 'autoscaling.maxReplicas',
      message: `max must be above min (${minReplicas}), got ${maxReplicas}`,
      hint: `raise max to ${maxReplicas + 1} or more: with no room, a rise of the load is met by nobody`,
    });
  }
  found.push(...checkPercent('targetCpuUtilization', targetCpuUtilization, 'leave it out for 70'));
  if (targetMemoryUtilization !== undefined) {
    found.push(
      ...checkPercent('targetMemoryUtilization', targetMemoryUtilization, 'leave it out where memory should not scale'),
    );
  }
  if (!(seconds(scaleDownStabilization) >= 300)) {
    found.push({
      setting: 'autoscaling.scaleDownStabilization',
      message: `scaleDownStabilization must be at least 5m, got '${scaleDownStabilization}'`,
      hint: 'raise it to 5m: a shorter lull is followed by the same load, and pods that went are missing',
    });
  }
  return found;
}

/** Half a pod is a slip of the pen; none is a number too low. */
function wholeNumber(got: number, otherwise: string): string {
  return Number.isInteger(got) ? otherwise : 'write a whole number';
}

function checkPercent(name: string, percent: number, hint: string): Finding[] {
  return Number.isInteger(percent) && percent >= 1 && percent <= 100
    ? []
    : [
        {
          setting: `scale.${name}`,
          message: `${name} must be a whole number of percent from 1 to 100, got ${percent}`,
          hint,
        },
      ];
}
