import type { Construct } from 'constructs';
import { PrometheusAdapter } from '../../lib/operators/prometheus/adapter';
import type { PrometheusAdapterProps } from '../../lib/operators/prometheus/adapter-props';
import { type Wave, WaveChart } from '../../lib/kubernetes/manifests/wave';
import { ControlPlaneAccount } from '../../lib/operators/prometheus/control-plane-account';
import { ControlPlaneMonitors } from '../../lib/operators/prometheus/control-plane';
import type { ControlPlaneMonitorsProps } from '../../lib/operators/prometheus/control-plane-props';
import { Alertmanager } from '../../lib/operators/prometheus/alertmanager';
import type { AlertmanagerProps } from '../../lib/operators/prometheus/alertmanager-props';
import { ElasticsearchExporter } from '../../lib/operators/prometheus/elasticsearch-exporter';
import type {
  ElasticsearchExporterProps,
  KubeStateMetricsProps,
  NodeExporterProps,
} from '../../lib/operators/prometheus/exporter-props';
import { KubeStateMetrics } from '../../lib/operators/prometheus/kube-state-metrics';
import { NodeExporter } from '../../lib/operators/prometheus/node-exporter';
import { OperatorMonitor, type OperatorMonitorProps } from '../../lib/operators/prometheus/operator-monitor';
import { Prometheus, prometheusEndpoint } from '../../lib/operators/prometheus/prometheus';
import type { PrometheusProps } from '../../lib/operators/prometheus/props';
import { certificates } from './certificates';
import { digest } from './workload-samples';

export function prometheus(scope: Construct, props: Partial<PrometheusProps> = {}): Prometheus {
  return new Prometheus(scope, 'prometheus', {
    image: { digest, repository: 'quay.io/prometheus/prometheus' },
    name: 'platform',
    namespace: 'monitoring',
    resources: { cpu: '1', memory: '4Gi' },
    selector: { prometheus: 'platform' },
    storage: '100Gi',
    version: '3.5.0',
    ...props,
  });
}

export function alertmanager(scope: Construct, props: Partial<AlertmanagerProps> = {}): Alertmanager {
  return new Alertmanager(scope, 'alertmanager', {
    defaultReceiver: 'chat',
    image: { digest, repository: 'quay.io/prometheus/alertmanager' },
    name: 'platform',
    namespace: 'monitoring',
    receivers: { chat: { channel: '#alerts', type: 'slack', url: { key: 'url', secret: 'slack' } } },
    resources: { cpu: '100m', memory: '256Mi' },
    storage: '5Gi',
    version: '0.28.1',
    ...props,
  });
}

const apiServer = { name: 'api-server', peer: { addresses: ['172.20.0.1/32'] }, ports: [443] } as const;

export function prometheusAdapter(scope: Construct, props: Partial<PrometheusAdapterProps> = {}): PrometheusAdapter {
  return new PrometheusAdapter(scope, 'adapter', {
    apiServer: [apiServer],
    apiServerAddresses: ['10.0.0.0/24'],
    image: { digest, repository: 'registry.example.com/prometheus-adapter' },
    name: 'prometheus-adapter',
    namespace: 'monitoring',
    prometheus: { name: 'platform', namespace: 'monitoring' },
    tls: { caBundle: certificates['prometheus-adapter.monitoring.svc'], secret: 'prometheus-adapter-tls' },
    ...props,
  });
}

const exporter = {
  labels: { prometheus: 'platform' },
  scrapers: [prometheusEndpoint('platform', 'monitoring')],
};

export function kubeStateMetrics(scope: Construct, props: Partial<KubeStateMetricsProps> = {}): KubeStateMetrics {
  return new KubeStateMetrics(scope, 'state', {
    ...exporter,
    apiServer: [apiServer],
    image: { digest, repository: 'registry.example.com/kube-state-metrics' },
    name: 'kube-state-metrics',
    namespace: 'monitoring',
    ...props,
  });
}

export function nodeExporter(scope: Construct, props: Partial<NodeExporterProps> = {}): NodeExporter {
  return new NodeExporter(scope, 'node', {
    ...exporter,
    image: { digest, repository: 'registry.example.com/node-exporter' },
    name: 'node-exporter',
    namespace: 'node-agents',
    ...props,
  });
}

export function elasticsearchExporter(
  scope: Construct,
  props: Partial<ElasticsearchExporterProps> = {},
): ElasticsearchExporter {
  return new ElasticsearchExporter(scope, 'elasticsearch', {
    ...exporter,
    cluster: 'logs',
    image: { digest, repository: 'registry.example.com/elasticsearch-exporter' },
    name: 'elasticsearch-exporter',
    namespace: 'logging',
    password: { key: 'password', secret: 'exporter' },
    username: { key: 'username', secret: 'exporter' },
    ...props,
  });
}

export function operatorMonitor(scope: Construct, props: Partial<OperatorMonitorProps> = {}): OperatorMonitor {
  return new OperatorMonitor(scope, 'operator', {
    labels: { prometheus: 'platform' },
    name: 'elastic-operator',
    namespace: 'monitoring',
    pods: { labels: { 'app.kubernetes.io/name': 'elastic-operator' }, namespace: 'elastic-system' },
    ...props,
  });
}

/** Monitors of the control plane in a chart, with their account in that of an earlier wave. */
export function controlPlaneMonitors(
  scope: Construct,
  props: Partial<Omit<ControlPlaneMonitorsProps, 'account'>> = {},
  { namespace = 'monitoring', wave = 'configuration' }: { readonly namespace?: string; readonly wave?: Wave } = {},
): ControlPlaneMonitors {
  const chart = new WaveChart(scope.node.root, { environment: 'account', wave });
  return new ControlPlaneMonitors(scope, 'control-plane', {
    account: new ControlPlaneAccount(chart, 'account', { namespace }),
    labels: { prometheus: 'platform' },
    nodeAddresses: ['10.0.0.0/16'],
    ...props,
  });
}
