import { sortedEntries } from '../../lib/core/canonical';
import type { Endpoint } from '../../lib/core/contract';
import { computed, computedProps, withSources } from '../../lib/core/diagnostics';
import type { WaveChart } from '../../lib/kubernetes/manifests/wave';
import {
  eckOperatorEndpoint,
  eckOperatorName,
  eckOperatorPodLabels,
} from '../../lib/operators/elasticsearch/eck-operator';
import { ControlPlaneMonitors } from '../../lib/operators/prometheus/control-plane';
import { ControlPlaneAccount } from '../../lib/operators/prometheus/control-plane-account';
import { ElasticsearchExporter } from '../../lib/operators/prometheus/elasticsearch-exporter';
import { KubeStateMetrics } from '../../lib/operators/prometheus/kube-state-metrics';
import { NodeExporter } from '../../lib/operators/prometheus/node-exporter';
import { OperatorMonitor, type OperatorPods } from '../../lib/operators/prometheus/operator-monitor';
import { ServerMonitors } from '../../lib/operators/prometheus/server-monitors';
import {
  clusterOperatorEndpoint,
  clusterOperatorPodLabels,
  rabbitmqOperatorNamespace,
} from '../../lib/operators/rabbitmq/releases';
import { environmentContract } from '../../lib/platform/infrastructure/infrastructure-contract';
import { containerImagesLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { agentNamespace, elasticsearchExporterName, elasticsearchName, loggingNamespace } from '../logging-names';
import { monitoringNamespace, monitorLabels, platformPrometheus, prometheusName } from '../monitoring-names';
import { placementProps, placementSource } from './placement';
import { platformImage } from './platform-image';
import { priorityClass } from './priority-classes';

/** Size of the pod that reports the state of objects. */
export const stateSize = { cpu: '100m', memory: '256Mi' } as const;

/** Size of the pod that reports the state of Elasticsearch. */
export const elasticsearchExporterSize = { cpu: '50m', memory: '128Mi' } as const;

/** An operator of another project, whose pods Prometheus collects by their own monitor. */
interface MonitoredOperator {
  readonly pods: OperatorPods;
  readonly endpoint: Endpoint;
}

/** Operators with the metrics of controller-runtime, by their names. */
export const controllerOperators: Readonly<Record<string, MonitoredOperator>> = {
  [eckOperatorName]: {
    endpoint: eckOperatorEndpoint(),
    pods: { labels: eckOperatorPodLabels, namespace: 'elastic-system' },
  },
  'rabbitmq-cluster-operator': {
    endpoint: clusterOperatorEndpoint,
    pods: { labels: clusterOperatorPodLabels, namespace: rabbitmqOperatorNamespace },
  },
};

/** Charts of monitoring, by wave. Programs are in that of the services, which no release waits for before it. */
interface MonitoringCharts {
  readonly configuration: WaveChart;
  readonly data: WaveChart;
  readonly workloads: WaveChart;
}

/** Creates the exporters and monitors of the platform, and returns the endpoints that Prometheus connects to. */
export function createMonitors(
  { configuration, data, workloads }: MonitoringCharts,
  environment: Environment,
): Endpoint[] {
  createServerMonitors(data);
  return [
    ...createExporters(workloads, environment),
    createElasticsearchExporter(workloads, environment),
    ...createOperatorMonitors(data),
    ...createControlPlaneMonitors(configuration, data, environment),
  ];
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

/** Creates the program that reports the state of Elasticsearch, with the user of its own Secret, and returns its endpoint. */
function createElasticsearchExporter(chart: WaveChart, environment: Environment): Endpoint {
  const secret = elasticsearchExporterName;
  const exporter = new ElasticsearchExporter(chart, 'elasticsearch-exporter', {
    cluster: elasticsearchName,
    image: platformImage(environment, 'elasticsearch-exporter'),
    labels: monitorLabels,
    name: elasticsearchExporterName,
    namespace: loggingNamespace,
    password: { key: 'password', secret },
    ...placementProps(environment, 'monitoring'),
    priorityClass: priorityClass('observability'),
    resources: elasticsearchExporterSize,
    scrapers: [platformPrometheus],
    username: { key: 'username', secret },
  });
  withSources(ElasticsearchExporter, exporter, {
    ...computedProps('cluster', 'labels', 'name', 'namespace', 'password', 'priorityClass', 'resources'),
    ...computedProps('scrapers', 'username'),
    image: containerImagesLocation(environment).atPath('elasticsearch-exporter', 'pinned'),
    placement: placementSource(environment, 'monitoring'),
  });
  return exporter.endpoint;
}

/** Creates the monitors of operators besides that of Prometheus, and returns their endpoints. */
function createOperatorMonitors(chart: WaveChart): Endpoint[] {
  return sortedEntries(controllerOperators).map(([name, { endpoint, pods }]) => {
    const monitor = new OperatorMonitor(chart, `operator-${name}`, {
      labels: monitorLabels,
      name,
      namespace: monitoringNamespace,
      pods,
    });
    withSources(OperatorMonitor, monitor, computedProps('labels', 'name', 'namespace', 'pods'));
    return endpoint;
  });
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
