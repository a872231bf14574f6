import type { Endpoint } from '../../lib/core/contract';
import { computed, computedProps, withSources } from '../../lib/core/diagnostics';
import type { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { ControlPlaneMonitors } from '../../lib/operators/prometheus/control-plane';
import { ControlPlaneAccount } from '../../lib/operators/prometheus/control-plane-account';
import { KubeStateMetrics } from '../../lib/operators/prometheus/kube-state-metrics';
import { NodeExporter } from '../../lib/operators/prometheus/node-exporter';
import { ClusterAlerts, MonitoringAlerts } from '../../lib/operators/prometheus/rules/cluster-alerts';
import { ServerMonitors } from '../../lib/operators/prometheus/server-monitors';
import { environmentContract } from '../../lib/platform/infrastructure/infrastructure-contract';
import { containerImagesLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { agentNamespace } from '../logging-names';
import { monitoringNamespace, monitorLabels, platformPrometheus, prometheusName, runbooks } from '../monitoring-names';
import { placementProps, placementSource } from './placement';
import { platformImage } from './platform-image';
import { priorityClass } from './priority-classes';

/** Size of the pod that reports the state of objects. */
export const stateSize = { cpu: '100m', memory: '256Mi' } as const;

/** Creates the exporters and monitors of the platform, and returns the endpoints that Prometheus connects to. */
export function createMonitors(configuration: WaveChart, chart: WaveChart, environment: Environment): Endpoint[] {
  createServerMonitors(chart);
  return [...createExporters(chart, environment), ...createControlPlaneMonitors(configuration, chart, environment)];
}

/** Creates the programs that report the state of objects and of nodes, and returns their endpoints. */
function createExporters(chart: WaveChart, environment: Environment): Endpoint[] {
  const common = { labels: monitorLabels, scrapers: [platformPrometheus] };
  const pins = containerImagesLocation(environment);
  const state = new KubeStateMetrics(chart, 'kube-state-metrics', {
    ...common,
    apiServer: environmentContract(environment).apiServer,
    image: platformImage(environment, 'kube-state-metrics'),
    name: 'kube-state-metrics',
    namespace: monitoringNamespace,
    ...placementProps(environment, 'monitoring'),
    priorityClass: priorityClass('observability'),
    resources: stateSize,
  });
  withSources(KubeStateMetrics, state, {
    ...computedProps('apiServer', 'labels', 'name', 'namespace', 'priorityClass', 'resources', 'scrapers'),
    image: pins.atPath('kube-state-metrics', 'pinned'),
    placement: placementSource(environment, 'monitoring'),
    stateResources: computed,
  });
  const node = new NodeExporter(chart, 'node-exporter', {
    ...common,
    image: platformImage(environment, 'node-exporter'),
    name: 'node-exporter',
    namespace: agentNamespace,
    priorityClass: priorityClass('agents'),
  });
  withSources(NodeExporter, node, {
    ...computedProps('hostNetwork', 'labels', 'name', 'namespace', 'placement', 'priorityClass', 'resources'),
    image: pins.atPath('node-exporter', 'pinned'),
    scrapers: computed,
  });
  return [state.endpoint, node.endpoint];
}

/** Creates the monitors of kubelets and of the control plane, and returns their endpoints. */
function createControlPlaneMonitors(
  configuration: WaveChart,
  chart: WaveChart,
  environment: Environment,
): readonly Endpoint[] {
  const account = new ControlPlaneAccount(configuration, 'control-plane', { namespace: monitoringNamespace });
  withSources(ControlPlaneAccount, account, computedProps('namespace'));
  const { nodeAddresses } = environmentContract(environment);
  const monitors = new ControlPlaneMonitors(chart, 'control-plane', { account, labels: monitorLabels, nodeAddresses });
  withSources(
    ControlPlaneMonitors,
    monitors,
    computedProps('account', 'kubeletCertificates', 'labels', 'nodeAddresses'),
  );
  return monitors.targets;
}

/** Creates the monitors of Prometheus, Alertmanager and their operator. */
function createServerMonitors(chart: WaveChart): void {
  const monitors = new ServerMonitors(chart, 'monitors', {
    labels: monitorLabels,
    name: prometheusName,
    namespace: monitoringNamespace,
  });
  withSources(ServerMonitors, monitors, computedProps('labels', 'name', 'namespace', 'operatorNamespace'));
}

/** Creates the alerts of which the platform has the metrics. */
export function createAlerts(chart: WaveChart): void {
  const common = { labels: monitorLabels, namespace: monitoringNamespace, runbooks };
  const sources = computedProps('labels', 'name', 'namespace', 'runbooks');
  const cluster = new ClusterAlerts(chart, 'cluster-alerts', { ...common, name: 'cluster' });
  withSources(ClusterAlerts, cluster, sources);
  const monitoring = new MonitoringAlerts(chart, 'monitoring-alerts', { ...common, name: 'monitoring' });
  withSources(MonitoringAlerts, monitoring, sources);
}
