import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { PodLabels } from '../../core/contract';
import { addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkLabels } from '../../kubernetes/pod/label-checks';
import { operatorPodMonitor } from './operator-monitor';
import { operatorPodLabels, prometheusOperatorName, prometheusOperatorNamespace } from './releases';
import { objectLabels, type ServerKind, serverLabels } from './server';

export interface ServerMonitorsProps {
  /**
   * Name of the Prometheus and of the Alertmanager.
   *
   * @replaces the monitors
   */
  readonly name: string;
  /**
   * Namespace of the Prometheus and of the Alertmanager.
   *
   * @replaces the monitors
   */
  readonly namespace: string;
  /**
   * Labels of the monitors, by which the Prometheus selects them.
   *
   * @inPlace
   */
  readonly labels: PodLabels;
  /**
   * Namespace of the Prometheus operator.
   *
   * @default 'prometheus-operator'
   * @inPlace
   */
  readonly operatorNamespace?: string;
}

/**
 * Monitors of a Prometheus, of its Alertmanager and of the operator of both, for `MonitoringAlerts`. The servers collect each other's
 * metrics: the one that runs reports the one that does not. The job of the operator is `prometheus-operator`, for `OperatorAlerts`. Wave
 * `data`.
 *
 * @example
 * new ServerMonitors(scope, 'monitors', {
 *   labels: { prometheus: 'platform' },
 *   name: 'platform',
 *   namespace: 'monitoring',
 * });
 */
export class ServerMonitors extends Construct {
  constructor(scope: Construct, id: string, props: ServerMonitorsProps) {
    super(scope, id);
    const { labels, name, namespace, operatorNamespace = prometheusOperatorNamespace } = props;
    addFindings(this, [
      ...checkName('namespace', namespace, 'namespace'),
      ...checkName('namespace', operatorNamespace, 'operatorNamespace'),
      ...checkLabels(labels, 'labels'),
    ]);
    for (const kind of ['alertmanager', 'prometheus'] as const) {
      this.createMonitor(props, `${kind}-${name}`, kind, {
        podMetricsEndpoints: [{ port: 'web' }, { port: 'reloader-web' }],
        selector: { matchLabels: serverLabels(kind, name) },
      });
    }
    this.createMonitor(
      props,
      prometheusOperatorName,
      'prometheus',
      operatorPodMonitor(prometheusOperatorName, {
        labels: operatorPodLabels,
        namespace: operatorNamespace,
        port: 'http',
      }),
    );
  }

  private createMonitor(props: ServerMonitorsProps, monitor: string, kind: ServerKind, spec: object): void {
    const { labels, name, namespace } = props;
    new ApiObject(this, `PodMonitor-${monitor}`, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: { name: monitor, namespace, labels: { ...objectLabels(kind, name), ...labels } },
      spec,
    });
  }
}
