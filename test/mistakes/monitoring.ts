import { ApiObject, App, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { render } from '../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import type { PrometheusProps } from '../../lib/operators/prometheus/props';
import type { Dashboard } from '../../lib/operators/grafana/dashboard';
import { checkMonitorsSelected } from '../../lib/operators/prometheus/selection';
import { grafana, grafanaSample } from '../support/grafana-samples';
import { inChart, type Mistake } from '../support/mistakes';
import type { PrometheusAdapterProps } from '../../lib/operators/prometheus/adapter-props';
import { checkScalingQueues } from '../../lib/operators/prometheus/scaling-queues';
import type { RabbitmqQueueReference } from '../../lib/kubernetes/pod/scaling-target';
import { certificates } from '../support/certificates';
import {
  controlPlaneMonitors,
  elasticsearchExporter,
  kubeStateMetrics,
  nodeExporter,
  operatorMonitor,
  prometheus,
  prometheusAdapter,
} from '../support/monitoring-samples';
import { rabbitmqCluster, worker } from '../support/workload-samples';

const server = (
  title: string,
  id: string,
  prop: string,
  mistaken: Partial<PrometheusProps>,
  corrected: Partial<PrometheusProps>,
): Mistake => ({
  title: `Prometheus: ${title}`,
  id,
  source: `Prometheus: ${prop}`,
  mistaken: inChart((chart) => prometheus(chart, mistaken)),
  corrected: inChart((chart) => prometheus(chart, corrected)),
});

/** Diagnostics of the selection in an app with a Prometheus of the label `prometheus: platform`. */
const selected = (describe: (chart: Construct) => unknown) => () => {
  const app = new App();
  const chart = new WaveChart(app, { environment: 'demo', wave: 'data' });
  prometheus(chart);
  describe(chart);
  return checkMonitorsSelected(render(app));
};

function custom(
  chart: Construct,
  kind: string,
  labels: Record<string, string>,
  spec: object,
  namespace = 'apps',
): void {
  const apiVersion = kind === 'Service' ? 'v1' : 'monitoring.coreos.com/v1';
  new ApiObject(chart, kind, { apiVersion, kind, metadata: { labels, name: 'api', namespace }, spec });
}

function monitoredService(chart: Construct, port: string, namespaceSelector?: object): void {
  const labels = { app: 'api' };
  custom(chart, 'Service', labels, { ports: [{ name: 'http', port: 8080 }] });
  const spec = { endpoints: [{ port }], namespaceSelector, selector: { matchLabels: labels } };
  // A monitor of other namespaces is in one of its own.
  const namespace = namespaceSelector ? 'monitoring' : 'apps';
  custom(chart, 'ServiceMonitor', { prometheus: 'platform' }, spec, namespace);
}

/** A Prometheus with a selector of ServiceMonitors or of their namespaces, and a ServiceMonitor of the namespace `apps`. */
function selecting(title: string, field: 'Namespace' | '', mistaken: object, corrected: object): Mistake {
  const diagnostics = (selector: object) => () => {
    const app = new App();
    const chart = new WaveChart(app, { environment: 'demo', wave: 'data' });
    const path = `/spec/serviceMonitor${field}Selector`;
    prometheus(chart).resource.addJsonPatch(JsonPatch.replace(path, selector));
    custom(chart, 'ServiceMonitor', { prometheus: 'platform' }, {});
    return checkMonitorsSelected(render(app));
  };
  return {
    title: `ServiceMonitor: ${title}`,
    id: 'monitor-selected',
    source: 'ServiceMonitor api: metadata.labels',
    mistaken: diagnostics(mistaken),
    corrected: diagnostics(corrected),
  };
}

const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

const unselected = ['PodMonitor', 'Probe', 'PrometheusRule', 'ScrapeConfig', 'ServiceMonitor'].map((kind): Mistake => ({
  title: `${kind}: labels of another Prometheus`,
  id: 'monitor-selected',
  source: `${kind} api: metadata.labels`,
  mistaken: selected((chart) => custom(chart, kind, { prometheus: 'other' }, {})),
  corrected: selected((chart) => custom(chart, kind, { prometheus: 'platform' }, {})),
}));

const adapter = (
  title: string,
  id: string,
  prop: string,
  mistaken: Partial<PrometheusAdapterProps>,
  corrected: Partial<PrometheusAdapterProps> = {},
): Mistake => ({
  title: `PrometheusAdapter: ${title}`,
  id,
  source: `PrometheusAdapter: ${prop}`,
  mistaken: inChart((chart) => prometheusAdapter(chart, mistaken)),
  corrected: inChart((chart) => prometheusAdapter(chart, corrected)),
});

/** A worker that is scaled on a queue of the cluster `broker`, whose topology has the queue `transfers` in `dts`. */
const scaledOn =
  (reference: Partial<RabbitmqQueueReference>, monitored: object = { monitoring: {} }) =>
  () => {
    const app = new App();
    const chart = new WaveChart(app, { environment: 'demo', wave: 'data' });
    const topology = { queues: [{ name: 'transfers' }] };
    rabbitmqCluster(chart, { ...monitored, topology, vhost: 'dts' });
    const rabbitmqQueue = { cluster: 'broker', queue: 'transfers', vhost: 'dts', ...reference };
    worker(chart, {
      autoscaling: { maxReplicas: 4, minReplicas: 2, scaleOn: { load: { perPod: 20, rabbitmqQueue } } },
    });
    return checkScalingQueues(app, render(app));
  };

const dashboard = (title: string, ids: readonly string[], index: number): Mistake => ({
  title: `Grafana: ${title}`,
  id: 'grafana-dashboard-id',
  source: `Grafana: dashboards[${index}].id`,
  mistaken: inChart((chart) =>
    grafana(chart, { dashboards: ids.map((id, own) => ({ id, rows: [], title: `Shop ${own}` })) }),
  ),
  corrected: inChart((chart) =>
    grafana(chart, { dashboards: ids.map((id, own) => ({ id: `shop-${own}`, rows: [], title: `Shop ${own} ${id}` })) }),
  ),
});

const poolSize = (size: number): Mistake => {
  const { endpoint, url } = grafanaSample.database;
  return {
    title: `Grafana: pool of ${size} connections`,
    id: 'grafana-pool-size',
    source: 'Grafana: database.poolSize',
    mistaken: inChart((chart) => grafana(chart, { database: { endpoint, poolSize: size, url } })),
    corrected: inChart((chart) => grafana(chart, { database: { endpoint, poolSize: 1, url } })),
  };
};

const titled = (...titles: readonly string[]) => titles.map((title, own) => ({ id: `shop-${own}`, rows: [], title }));

const querying = (expression: string): Dashboard => ({
  id: 'shop',
  rows: [{ panels: [{ queries: [{ expression }], title: 'Requests', unit: 'count' }], title: 'Requests' }],
  title: 'Shop',
});

export const monitoring: readonly Mistake[] = [
  ...[0, 1.5, 1001].map(poolSize),
  {
    title: 'Grafana: two dashboards of one title',
    id: 'grafana-dashboard-title',
    source: 'Grafana: dashboards[1].title',
    mistaken: inChart((chart) => grafana(chart, { dashboards: titled('Shop', 'Shop') })),
    corrected: inChart((chart) => grafana(chart, { dashboards: titled('Shop', 'Shop of the staff') })),
  },
  {
    title: 'Grafana: dashboard without a title',
    id: 'grafana-dashboard-title',
    source: 'Grafana: dashboards[0].title',
    mistaken: inChart((chart) => grafana(chart, { dashboards: titled(' ') })),
    corrected: inChart((chart) => grafana(chart, { dashboards: titled('Shop') })),
  },
  ...['rate(x[5m]', 'x[5m]', 'rate(x[$interval])'].map((expression): Mistake => ({
    title: `Grafana: query ${expression}`,
    id: 'promql',
    source: 'Grafana: dashboards[0].rows[0].panels[0].queries[0].expression',
    mistaken: inChart((chart) => grafana(chart, { dashboards: [querying(expression)] })),
    corrected: inChart((chart) => grafana(chart, { dashboards: [querying('rate(x[$__rate_interval])')] })),
  })),
  dashboard('two dashboards of one id', ['shop', 'shop'], 1),
  ...['', 'shop/api', 'a'.repeat(41)].map((id) => dashboard(`dashboard with the id '${id}'`, ['nodes', id], 1)),
  {
    title: 'KubeStateMetrics: no resources',
    id: 'state-resources',
    source: 'KubeStateMetrics: stateResources',
    mistaken: inChart((chart) => kubeStateMetrics(chart, { stateResources: [] })),
    corrected: inChart((chart) => kubeStateMetrics(chart, { stateResources: ['pods'] })),
  },
  {
    title: 'ControlPlaneMonitors: account of the same wave',
    id: 'control-plane-account',
    source: 'ControlPlaneMonitors: account',
    mistaken: inChart((chart) => controlPlaneMonitors(chart, {}, { wave: chart.wave })),
    corrected: inChart((chart) => controlPlaneMonitors(chart)),
  },
  {
    title: 'NodeExporter: name with an underscore',
    id: 'resource-name',
    source: 'NodeExporter: name',
    mistaken: inChart((chart) => nodeExporter(chart, { name: 'node_exporter' })),
    corrected: inChart((chart) => nodeExporter(chart, { name: 'node-exporter' })),
  },
  {
    title: 'ElasticsearchExporter: cluster with an underscore',
    id: 'resource-name',
    source: 'ElasticsearchExporter: cluster',
    mistaken: inChart((chart) => elasticsearchExporter(chart, { cluster: 'log_store' })),
    corrected: inChart((chart) => elasticsearchExporter(chart, { cluster: 'log-store' })),
  },
  {
    title: 'OperatorMonitor: name in capitals',
    id: 'resource-name',
    source: 'OperatorMonitor: name',
    mistaken: inChart((chart) => operatorMonitor(chart, { name: 'ECK' })),
    corrected: inChart((chart) => operatorMonitor(chart, { name: 'eck' })),
  },
  adapter('no address of the API server', 'adapter-api-server', 'apiServer', { apiServer: [] }),
  adapter('no source address', 'adapter-api-server', 'apiServerAddresses', { apiServerAddresses: [] }),
  ...[
    '',
    'MIIB',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    certificates['other.monitoring.svc'],
  ].map((caBundle, index) =>
    adapter(
      `certificate ${['of no text', 'without PEM', 'that does not parse', 'of another Service'][index]}`,
      'adapter-certificate',
      'tls.caBundle',
      { tls: { caBundle, secret: 'tls' } },
      {
        tls: {
          caBundle: `${certificates['other.monitoring.svc']}${certificates['prometheus-adapter.monitoring.svc']}`,
          secret: 'tls',
        },
      },
    ),
  ),
  {
    title: 'autoscaler: queue that the topology does not have',
    id: 'scaling-queue',
    source: "scaleOn: queue 'transfer'",
    mistaken: scaledOn({ queue: 'transfer' }),
    corrected: scaledOn({ queue: 'transfers' }),
  },
  {
    title: 'autoscaler: queue of another virtual host',
    id: 'scaling-queue',
    source: "scaleOn: queue 'transfers'",
    mistaken: scaledOn({ vhost: '/' }),
    corrected: scaledOn({ declaredBy: 'clients', vhost: '/' }),
  },
  {
    title: 'autoscaler: queue of a cluster without metrics',
    id: 'scaling-queue-metrics',
    source: "scaleOn: queue 'transfers'",
    mistaken: scaledOn({}, {}),
    corrected: scaledOn({}),
  },
  {
    title: 'autoscaler: queue of a cluster in another namespace',
    id: 'scaling-queue-metrics',
    source: "scaleOn: queue 'transfers'",
    mistaken: scaledOn({ namespace: 'other' }),
    corrected: scaledOn({ namespace: 'apps' }),
  },
  server('name with an underscore', 'resource-name', 'name', { name: 'my_k8s' }, { name: 'my-k8s' }),
  server(
    'addresses of the API server that are none',
    'endpoint-addresses',
    'apiServerAddresses',
    { apiServerAddresses: ['10.0.0.300/32'] },
    { apiServerAddresses: ['10.0.0.30/32'] },
  ),
  server('selector of everything', 'prometheus-selector', 'selector', { selector: {} }, { selector: { team: 'a' } }),
  ...['latest', 'v3.5.0', '3.5'].map((version) =>
    server(`version ${version}`, 'prometheus-version', 'version', { version }, { version: '3.5.0' }),
  ),
  server('retention of an hour', 'prometheus-retention', 'retention', { retention: '1h' }, { retention: '2h' }),
  server('retention of one day and a half', 'duration', 'retention', { retention: '1.5d' }, { retention: '36h' }),
  server(
    'selector with a space',
    'label-value',
    'selector.team',
    { selector: { team: 'a b' } },
    { selector: { team: 'a-b' } },
  ),
  server(
    'selector of a key with a space',
    'label-key',
    'selector',
    { selector: { 'a b': 'c' } },
    { selector: { 'a-b': 'c' } },
  ),
  ...(
    [
      ['a-b', 'demo', 'metric-label'],
      ['__name__', 'demo', 'metric-label'],
      ['prometheus', 'demo', 'prometheus-external-label'],
      ['environment', '', 'prometheus-external-label'],
      ['environment', '$HOME', 'prometheus-external-label'],
    ] as const
  ).map(([label, value, id]) =>
    server(
      `external label ${label}='${value}'`,
      id,
      label === 'a-b' ? `externalLabels['a-b']` : `externalLabels.${label}`,
      { externalLabels: { [label]: value } },
      { externalLabels: { environment: 'demo' } },
    ),
  ),
  server('retention of nothing', 'duration', 'retention', { retention: '0d' }, { retention: '30d' }),
  server('storage of nothing', 'resource-quantity', 'storage', { storage: '0Gi' }, { storage: '1Gi' }),
  ...unselected,
  selecting(
    'label of another value',
    '',
    expression('prometheus', 'NotIn', 'platform'),
    expression('prometheus', 'In', 'platform'),
  ),
  selecting(
    'label that must not exist',
    '',
    expression('prometheus', 'DoesNotExist'),
    expression('prometheus', 'Exists'),
  ),
  selecting(
    'another namespace',
    'Namespace',
    expression('kubernetes.io/metadata.name', 'In', 'shop'),
    expression('kubernetes.io/metadata.name', 'In', 'apps'),
  ),
  {
    title: 'ServiceMonitor: number of a port',
    id: 'monitor-port',
    source: 'ServiceMonitor api: spec.endpoints[0].port',
    mistaken: selected((chart) => monitoredService(chart, '8080')),
    corrected: selected((chart) => monitoredService(chart, 'http')),
  },
  {
    title: 'ServiceMonitor: number of a port of a Service in another namespace',
    id: 'monitor-port',
    source: 'ServiceMonitor api: spec.endpoints[0].port',
    mistaken: selected((chart) => monitoredService(chart, '8080', { any: true })),
    corrected: selected((chart) => monitoredService(chart, 'http', { matchNames: ['apps'] })),
  },
];
