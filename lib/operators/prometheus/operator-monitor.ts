import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { PodLabels } from '../../core/contract';
import { addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkLabels } from '../../kubernetes/pod/label-checks';
import { recommendedLabels } from '../../kubernetes/pod/labels';

/** Pods of an operator, and the name of the port that their metrics have. */
export interface OperatorPods {
  /** Namespace of the pods. */
  readonly namespace: string;
  /** Labels of the pods. */
  readonly labels: PodLabels;
  /**
   * Name of the container port.
   *
   * @default 'metrics'
   */
  readonly port?: string;
}

export interface OperatorMonitorProps {
  /**
   * Name of the operator, which is the label `job` of its metrics.
   *
   * @replaces the PodMonitor
   */
  readonly name: string;
  /**
   * Namespace of the PodMonitor: that of the Prometheus.
   *
   * @replaces the PodMonitor
   */
  readonly namespace: string;
  /**
   * Labels of the PodMonitor, by which the Prometheus selects it.
   *
   * @inPlace
   */
  readonly labels: PodLabels;
  /**
   * Pods of the operator. Their NetworkPolicy admits the Prometheus: `scrapers` of an `Addon` or of an `EckOperator`.
   *
   * @inPlace
   */
  readonly pods: OperatorPods;
}

/**
 * Monitor of an operator in a namespace of its own, for `OperatorAlerts`. Wave `data`.
 *
 * @example
 * new OperatorMonitor(scope, 'elastic-operator', {
 *   labels: { prometheus: 'platform' },
 *   name: 'elastic-operator',
 *   namespace: 'monitoring',
 *   pods: { labels: { 'app.kubernetes.io/name': 'elastic-operator' }, namespace: 'elastic-system' },
 * });
 */
export class OperatorMonitor extends Construct {
  constructor(scope: Construct, id: string, props: OperatorMonitorProps) {
    super(scope, id);
    const { labels, name, namespace, pods } = props;
    addFindings(this, [
      ...checkName('deployment', name),
      ...checkName('namespace', namespace, 'namespace'),
      ...checkName('namespace', pods.namespace, 'pods.namespace'),
      ...checkLabels(labels, 'labels'),
      ...checkLabels(pods.labels, 'pods.labels'),
    ]);
    new ApiObject(this, 'PodMonitor', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: {
        name,
        namespace,
        labels: { ...recommendedLabels({ component: 'monitor', name, partOf: 'monitoring' }), ...labels },
      },
      spec: operatorPodMonitor(name, pods),
    });
  }
}

/** Returns the spec of a PodMonitor of an operator. Alerts find it by its job, which is its name. */
export function operatorPodMonitor(name: string, { labels, namespace, port = 'metrics' }: OperatorPods): object {
  return {
    namespaceSelector: { matchNames: [namespace] },
    podMetricsEndpoints: [{ interval: '30s', port, relabelings: [{ replacement: name, targetLabel: 'job' }] }],
    selector: { matchLabels: { ...labels } },
  };
}
