import { k8s } from 'cdk8s-plus-27';
import { entriesOf } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { seconds, type Duration } from '../../core/units';

export interface Scale {
  /** Pods at least. */
  readonly min: number;
  /** Pods at most. */
  readonly max: number;
  /** The share of the requested CPU that the autoscaler holds, in percent. @default 70 */
  readonly cpuTarget?: number;
  /** The share of the memory that it holds, in percent: for programs that give memory back. @default memory does not scale */
  readonly memoryTarget?: number;
  /** What else it holds, by the metric's name: of several, the one that asks for the most pods counts. @default nothing */
  readonly metrics?: Readonly<Record<string, MetricTarget>>;
  /** How long the load must have been low before pods go, at least 5 minutes. @default '5m' */
  readonly quietBeforeDown?: Duration;
}

/** What the autoscaler holds a metric of the pods' own at. Whoever names one also provides it, through the custom metrics API. */
export interface MetricTarget {
  /** The average over the pods, in Kubernetes' notation: `'10'`, `'250m'`. */
  readonly averageValue: `${number}` | `${number}m`;
}

/** Scales a Deployment: up at once, down only after some quiet minutes, so that a lull costs no cold start. */
export function autoscaler(deployment: string, scale: Scale): k8s.HorizontalPodAutoscalerSpecV2 {
  const { min, max, cpuTarget = 70, memoryTarget, metrics = {}, quietBeforeDown = '5m' } = scale;
  return {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
    minReplicas: min,
    maxReplicas: max,
    metrics: [
      utilization('cpu', cpuTarget),
      ...(memoryTarget === undefined ? [] : [utilization('memory', memoryTarget)]),
      ...entriesOf(metrics).map(([name, target]) => ofPods(name, target)),
    ],
    behavior: { scaleDown: { stabilizationWindowSeconds: Math.ceil(seconds(quietBeforeDown)) } },
  };
}

function utilization(name: 'cpu' | 'memory', percent: number): k8s.MetricSpecV2 {
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization: percent } } };
}

function ofPods(name: string, { averageValue }: MetricTarget): k8s.MetricSpecV2 {
  const target = { type: 'AverageValue', averageValue: k8s.Quantity.fromString(averageValue) };
  return { type: 'Pods', pods: { metric: { name }, target } };
}

/** What is wrong with numbers of pods, of which there is only one where `singleton` says so. */
export function checkScale(scale: Scale, singleton: boolean): Finding[] {
  const { cpuTarget = 70, max, memoryTarget, min, quietBeforeDown = '5m' } = scale;
  const found: Finding[] = [];
  if (!Number.isInteger(min) || min < 1) {
    found.push({
      setting: 'scale.min',
      rule: `min must be a whole number of at least 1, got ${min}`,
      fix: wholeNumber(min, `raise min to ${singleton ? 1 : 2}`),
    });
  }
  if (!Number.isInteger(max) || max < 1) {
    found.push({
      setting: 'scale.max',
      rule: `max must be a whole number of at least 1, got ${max}`,
      fix: wholeNumber(max, 'raise max to more than min'),
    });
  }
  if (min > max) {
    found.push({
      setting: 'scale.min',
      rule: `min must be at most max (${max}), got ${min}`,
      fix: `lower min to ${max} or less, or raise max`,
    });
  }
  if (min === max && !singleton) {
    found.push({
      id: 'autoscaler-room',
      setting: 'scale.max',
      rule: `max must be above min (${min}), got ${max}`,
      fix: `raise max to ${max + 1} or more: with no room, a rise of the load is met by nobody`,
    });
  }
  found.push(...checkPercent('cpuTarget', cpuTarget, 'leave it out for 70'));
  if (memoryTarget !== undefined) {
    found.push(...checkPercent('memoryTarget', memoryTarget, 'leave it out where memory should not scale'));
  }
  if (!(seconds(quietBeforeDown) >= 300)) {
    found.push({
      setting: 'scale.quietBeforeDown',
      rule: `quietBeforeDown must be at least 5m, got '${quietBeforeDown}'`,
      fix: 'raise it to 5m: a shorter lull is followed by the same load, and pods that went are missing',
    });
  }
  return found;
}

/** Half a pod is a slip of the pen; none is a number too low. */
function wholeNumber(got: number, otherwise: string): string {
  return Number.isInteger(got) ? otherwise : 'write a whole number';
}

function checkPercent(name: string, percent: number, fix: string): Finding[] {
  return Number.isInteger(percent) && percent >= 1 && percent <= 100
    ? []
    : [
        {
          setting: `scale.${name}`,
          rule: `${name} must be a whole number of percent from 1 to 100, got ${percent}`,
          fix,
        },
      ];
}
