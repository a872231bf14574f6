import { k8s } from 'cdk8s-plus-27';
import type { IConstruct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkPromql } from '../../core/promql';

/** Messages of a RabbitMQ queue, as the load of its consumers. */
export interface RabbitmqQueueTarget {
  /** Queue whose messages are counted: those that wait, and those that consumers have not acknowledged yet. */
  readonly rabbitmqQueue: RabbitmqQueueReference;
  /** Number of messages for each pod, with three decimal places at most. */
  readonly perPod: number;
}

/** A query of Prometheus, as the load of pods. */
export interface QueryTarget {
  /** Expression in PromQL, an instant vector whose values are added up: `rate(imports_requested_total[5m])`. */
  readonly query: string;
  /** Part of the sum for each pod, with three decimal places at most. */
  readonly perPod: number;
}

/** Load that an autoscaler divides by the load of one pod. */
export type ScalingTarget = QueryTarget | RabbitmqQueueTarget;

/** A queue of a `RabbitmqCluster` with `monitoring`. */
export interface RabbitmqQueueReference {
  /** Name of the cluster. */
  readonly cluster: string;
  /**
   * Namespace of the cluster.
   *
   * @default the namespace of the workload
   */
  readonly namespace?: string;
  /**
   * Virtual host.
   *
   * @default '/'
   */
  readonly vhost?: string;
  readonly queue: string;
  /**
   * Declaration of the queue: by the cluster's `topology`, or by programs, in which case its name is not checked.
   *
   * @default 'topology'
   */
  readonly declaredBy?: 'clients' | 'topology';
}

/** An autoscaled workload. */
interface Autoscaled {
  readonly name: string;
  readonly namespace: string;
}

/** Series of the loads of all autoscalers, with the labels `namespace`, `autoscaler` and `metric`. */
export const scalingSeries = 'adamant_autoscaling_load';

/**
 * Path of the metrics of each queue. The other ones are sums over all queues.
 *
 * @see https://www.rabbitmq.com/docs/prometheus#detailed-endpoint
 */
export const queueMetricsPath = '/metrics/detailed';

const targets = new WeakMap<IConstruct, readonly RabbitmqQueueReference[]>();

/** Records the queues by which a workload is scaled, with their namespaces, for `checkScalingQueues`. */
export function declareScaling(
  construct: IConstruct,
  { namespace }: Autoscaled,
  scaleOn: Readonly<Record<string, ScalingTarget>>,
): void {
  const queues = sortedEntries<string, ScalingTarget>(scaleOn).flatMap(([, target]) =>
    'rabbitmqQueue' in target ? [{ namespace, ...target.rabbitmqQueue }] : [],
  );
  targets.set(construct, queues);
}

/** Returns the queues by which a workload is scaled. */
export function scalingQueues(construct: IConstruct): readonly RabbitmqQueueReference[] {
  return targets.get(construct) ?? [];
}

/** Returns the metric of an autoscaler: the load of its workload, divided by the number of pods. */
export function externalMetric({ name }: Autoscaled, metric: string, { perPod }: ScalingTarget): k8s.MetricSpecV2 {
  const averageValue = k8s.Quantity.fromString(
    Number.isInteger(perPod) ? `${perPod}` : `${Math.round(perPod * 1000)}m`,
  );
  return {
    type: 'External',
    external: {
      metric: { name: scalingSeries, selector: { matchLabels: { autoscaler: name, metric } } },
      target: { type: 'AverageValue', averageValue },
    },
  };
}

/** Returns the recording rules of the loads of a workload. A load without samples has none, and its autoscaler changes nothing. */
export function recordingRules(workload: Autoscaled, scaleOn: Readonly<Record<string, ScalingTarget>>): object[] {
  return sortedEntries<string, ScalingTarget>(scaleOn).map(([metric, target]) => ({
    record: scalingSeries,
    expr: 'query' in target ? sumOf(target.query) : queueLength(workload, target.rabbitmqQueue),
    labels: { autoscaler: workload.name, metric, namespace: workload.namespace },
  }));
}

/** Returns the sum of a query. The parenthesis is not in the line of its query, whose comment would hide it. */
function sumOf(query: string): string {
  return query.includes('#') ? `sum(\n${query}\n)` : `sum(${query})`;
}

/**
 * Returns the expression for the length of a queue. The member with its leader reports it, and the former one may do so until the
 * next collection, so the maximum is the length.
 *
 * @see https://www.rabbitmq.com/docs/prometheus#detailed-endpoint
 */
function queueLength(workload: Autoscaled, reference: RabbitmqQueueReference): string {
  const { cluster, namespace = workload.namespace, queue, vhost = '/' } = reference;
  const labels = [
    `namespace=${JSON.stringify(namespace)}`,
    `pod=~"${cluster}-server-[0-9]+"`,
    `queue=${JSON.stringify(queue)}`,
    `vhost=${JSON.stringify(vhost)}`,
  ];
  return `max(rabbitmq_detailed_queue_messages{${labels.join(',')}})`;
}

/** Checks the names and the numbers of scaling targets. */
export function checkScalingTargets(scaleOn: Readonly<Record<string, ScalingTarget>>): Finding[] {
  return sortedEntries<string, ScalingTarget>(scaleOn).flatMap(([name, target]) => [
    ...checkMetricName(name),
    ...checkPerPod(name, target.perPod),
    ...('query' in target
      ? checkPromql(target.query, ['autoscaling', 'scaleOn', name, 'query'])
      : checkTexts(name, target.rabbitmqQueue)),
  ]);
}

/** The name is the value of a label, in the selector of a metric. */
function checkMetricName(name: string): Finding[] {
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) return [];
  return [
    {
      id: 'scaling-target',
      setting: ['autoscaling', 'scaleOn', name],
      message: `name of a scaling target must be 1 to 63 lower-case letters, digits and inner hyphens; got '${name}'`,
      hint: 'name it after the load, such as transfers',
    },
  ];
}

function checkPerPod(name: string, perPod: number): Finding[] {
  const milli = perPod * 1000;
  const isQuantity = Number.isFinite(perPod) && Math.abs(milli - Math.round(milli)) < 1e-6;
  if (isQuantity && perPod > 0 && milli <= Number.MAX_SAFE_INTEGER) return [];
  return [
    {
      id: 'scaling-target',
      setting: ['autoscaling', 'scaleOn', name, 'perPod'],
      message: `perPod must be a positive number with three decimal places at most; got ${perPod}`,
      hint: 'set the load that one pod handles in the time that it may wait, such as 20 messages',
    },
  ];
}

/** Checks that no text is empty: an empty matcher selects series without the label. */
function checkTexts(name: string, reference: RabbitmqQueueReference): Finding[] {
  return (['cluster', 'namespace', 'vhost', 'queue'] as const)
    .filter((key) => (reference[key] ?? '/').trim() === '')
    .map((key) => ({
      id: 'scaling-target',
      setting: ['autoscaling', 'scaleOn', name, 'rabbitmqQueue', key],
      message: `${key} must not be empty; got ''`,
      hint: 'write it as it is in Prometheus and in RabbitMQ',
    }));
}
