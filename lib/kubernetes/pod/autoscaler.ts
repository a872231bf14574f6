import { k8s } from 'cdk8s-plus-27';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { isAmount, maxInt32, parseQuantity, seconds, type Duration } from '../../core/units';
import { checkScalingTargets, externalMetric, type ScalingTarget } from './scaling-target';

/** Range and targets of a HorizontalPodAutoscaler. */
export interface Autoscaling {
  /** Minimum number of pods. */
  readonly minReplicas: number;
  /** Maximum number of pods. */
  readonly maxReplicas: number;
  /**
   * Target CPU utilization, in percent of the request, or 'none' for a workload that only `scaleOn` or `metrics` scale.
   *
   * @default 70
   */
  readonly targetCpuUtilization?: number | 'none';
  /**
   * Target memory utilization, in percent of the request. For programs that release memory when their load falls.
   *
   * @default memory does not scale
   */
  readonly targetMemoryUtilization?: number;
  /**
   * Targets of custom metrics, by the metric's name. The metric that requires the most pods wins.
   *
   * @default none
   */
  readonly metrics?: Readonly<Record<string, MetricTarget>>;
  /**
   * Loads that Prometheus knows, by a name of the load: messages of a queue, or a query. The one that requires the most pods wins.
   * A `PrometheusAdapter` provides them to the autoscaler.
   *
   * @default none
   */
  readonly scaleOn?: Readonly<Record<string, ScalingTarget>>;
  /**
   * Labels of the PrometheusRule that computes `scaleOn`: those that the Prometheus selects.
   *
   * @default none
   */
  readonly ruleLabels?: Readonly<Record<string, string>>;
  /**
   * Stabilization window before the autoscaler removes pods, from 5 minutes to an hour.
   *
   * @default '5m'
   */
  readonly scaleDownStabilization?: Duration;
}

/** Target of a metric of the pods. The custom metrics API must provide the metric. */
export interface MetricTarget {
  /** Average over the pods, in Kubernetes' notation: `'10'`, `'250m'`. */
  readonly averageValue: `${number}` | `${number}m`;
}

const defaults = { scaleDownStabilization: '5m', targetCpuUtilization: 70 } as const;

/** Returns the spec of a Deployment's autoscaler. It scales up at once, and down after the stabilization window. */
export function autoscaler(
  deployment: { readonly name: string; readonly namespace: string },
  autoscaling: Autoscaling,
): k8s.HorizontalPodAutoscalerSpecV2 {
  const {
    minReplicas,
    maxReplicas,
    targetCpuUtilization = defaults.targetCpuUtilization,
    targetMemoryUtilization,
    metrics = {},
    scaleOn = {},
    scaleDownStabilization = defaults.scaleDownStabilization,
  } = autoscaling;
  return {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment.name },
    minReplicas,
    maxReplicas,
    metrics: [
      ...(targetCpuUtilization === 'none' ? [] : [utilization('cpu', targetCpuUtilization)]),
      ...(targetMemoryUtilization === undefined ? [] : [utilization('memory', targetMemoryUtilization)]),
      ...sortedEntries(metrics).map(([name, target]) => podsMetric(name, target)),
      ...sortedEntries<string, ScalingTarget>(scaleOn).map(([name, target]) =>
        externalMetric(deployment, name, target),
      ),
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

/** Checks the range and the targets of an autoscaler. A singleton may have one replica. */
export function checkAutoscaling(autoscaling: Autoscaling, isSingleton: boolean): Finding[] {
  const {
    targetCpuUtilization = defaults.targetCpuUtilization,
    targetMemoryUtilization,
    metrics = {},
    scaleOn = {},
    scaleDownStabilization = defaults.scaleDownStabilization,
  } = autoscaling;
  return [
    ...checkRange(autoscaling, isSingleton),
    ...(targetCpuUtilization === 'none'
      ? checkHasTarget(autoscaling)
      : checkPercent('targetCpuUtilization', targetCpuUtilization, `remove it for ${defaults.targetCpuUtilization}`)),
    ...(targetMemoryUtilization === undefined
      ? []
      : checkPercent('targetMemoryUtilization', targetMemoryUtilization, 'remove it to ignore memory')),
    ...sortedEntries(metrics).flatMap(([name, target]) => checkMetric(name, target)),
    ...checkScalingTargets(scaleOn),
    ...checkStabilization(scaleDownStabilization),
  ];
}

/** Checks that something scales a workload without a target of CPU: the API server adds one of 80 % to an empty list. */
function checkHasTarget({ metrics = {}, scaleOn = {}, targetMemoryUtilization }: Autoscaling): Finding[] {
  if (targetMemoryUtilization !== undefined || Object.keys({ ...metrics, ...scaleOn }).length > 0) return [];
  return [
    {
      id: 'autoscaler-target',
      setting: 'autoscaling.targetCpuUtilization',
      message: "targetCpuUtilization must be a percentage for a workload without another target; got 'none'",
      hint: `remove it for ${defaults.targetCpuUtilization}, or add the load to scaleOn`,
    },
  ];
}

function checkRange({ maxReplicas, minReplicas }: Autoscaling, isSingleton: boolean): Finding[] {
  const whole = [
    ...checkCount('minReplicas', minReplicas, `raise it to ${isSingleton ? 1 : 2}`),
    ...checkCount('maxReplicas', maxReplicas, 'raise it above minReplicas'),
  ];
  if (whole.length > 0) return whole;
  if (minReplicas > maxReplicas) {
    return [
      {
        id: 'autoscaler-range',
        setting: 'autoscaling.minReplicas',
        message: `minReplicas must be at most maxReplicas (${maxReplicas}); got ${minReplicas}`,
        hint: `lower minReplicas to ${maxReplicas} or less, or raise maxReplicas`,
      },
    ];
  }
  if (minReplicas < maxReplicas || isSingleton) return [];
  return [
    {
      id: 'autoscaler-room',
      setting: 'autoscaling.maxReplicas',
      message: `maxReplicas must be greater than minReplicas (${minReplicas}); got ${maxReplicas}`,
      hint: `raise maxReplicas to ${maxReplicas + 1} or more: without headroom the autoscaler cannot scale up`,
    },
  ];
}

/** A fraction is a typing error, so the hint for it differs from that for a number out of range. */
function checkCount(name: 'minReplicas' | 'maxReplicas', count: number, hint: string): Finding[] {
  if (Number.isInteger(count) && count >= 1 && count <= maxInt32) return [];
  return [
    {
      id: 'autoscaler-range',
      setting: `autoscaling.${name}`,
      message: `${name} must be a whole number from 1 to ${maxInt32}; got ${count}`,
      hint: Number.isInteger(count) ? hint : 'write a whole number',
    },
  ];
}

/** Checks a metric's name, which is a part of a URL, and its target. */
function checkMetric(name: string, { averageValue }: MetricTarget): Finding[] {
  const isName = name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name);
  if (isName && parseQuantity(averageValue) > 0) return [];
  return [
    {
      id: 'autoscaler-metric',
      setting: ['autoscaling', 'metrics', name],
      message: `metric must have a name without / and %, and a positive averageValue; got '${name}' with '${averageValue}'`,
      hint: "write it as 'queue-length': { averageValue: '10' }",
    },
  ];
}

function checkStabilization(window: Duration): Finding[] {
  const length = isAmount(window, ['s', 'm', 'h', 'd']) ? seconds(window) : Number.NaN;
  if (length >= 300 && length <= 3600) return [];
  return [
    {
      id: 'scale-down-stabilization',
      setting: 'autoscaling.scaleDownStabilization',
      message: `scaleDownStabilization must be from 5m to 1h; got '${window}'`,
      hint:
        length > 3600
          ? 'lower it to 1h, which is the maximum of the API'
          : 'raise it to 5m: after a shorter lull the removed pods are needed again',
    },
  ];
}

function checkPercent(name: string, percent: number, hint: string): Finding[] {
  if (Number.isInteger(percent) && percent >= 1 && percent <= 100) return [];
  return [
    {
      id: 'autoscaler-target',
      setting: `autoscaling.${name}`,
      message: `${name} must be a whole percentage from 1 to 100; got ${percent}`,
      hint: `${hint}, or write a percentage of the request`,
    },
  ];
}
