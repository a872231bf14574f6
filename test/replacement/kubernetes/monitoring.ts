import type {
  AlertRulesProps,
  ClusterAlertsProps,
  ControlPlaneAlertsProps,
  ElasticsearchAlertsProps,
  FilebeatAlertsProps,
  OperatorAlertsProps,
  ServiceLevelProps,
} from '../../../lib/operators/prometheus/rules/props';
import { workloadEndpoint } from '../../../lib/kubernetes/workloads/workload';
import {
  ControlPlaneAccount,
  type ControlPlaneAccountProps,
} from '../../../lib/operators/prometheus/control-plane-account';
import type { ControlPlaneMonitorsProps } from '../../../lib/operators/prometheus/control-plane-props';
import type { AlertmanagerProps } from '../../../lib/operators/prometheus/alertmanager-props';
import type { PrometheusAdapterProps } from '../../../lib/operators/prometheus/adapter-props';
import type {
  ElasticsearchExporterProps,
  ExporterProps,
  KubeStateMetricsProps,
  NodeExporterProps,
} from '../../../lib/operators/prometheus/exporter-props';
import type { PrometheusProps, ServerProps } from '../../../lib/operators/prometheus/props';
import type { OperatorMonitorProps } from '../../../lib/operators/prometheus/operator-monitor';
import { ServerMonitors, type ServerMonitorsProps } from '../../../lib/operators/prometheus/server-monitors';
import * as rules from '../../support/alerts/rules';
import {
  alertmanager,
  controlPlaneMonitors,
  elasticsearchExporter,
  kubeStateMetrics,
  nodeExporter,
  operatorMonitor,
  prometheus,
  prometheusAdapter,
} from '../../support/monitoring-samples';
import { certificates } from '../../support/certificates';
import { digest } from '../../support/workload-samples';
import { scene, type Scenes } from './change';

const rolls = ['Prometheus'];
const exporters = ['DaemonSet', 'Deployment'];
const hook = { type: 'webhook', url: { key: 'url', secret: 'hook' } } as const;
const critical = [{ label: 'severity', value: 'critical' }];

const tls = { caBundle: certificates.authority, secret: 'prometheus-adapter-tls' };

const monitorObjects = [
  'ClusterRole',
  'ClusterRoleBinding',
  'ScrapeConfig',
  'Secret',
  'ServiceAccount',
  'ServiceMonitor',
];

const adapterObjects = [
  'ClusterRoleBinding',
  'ConfigMap',
  'Deployment',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'RoleBinding',
  'Service',
  'ServiceAccount',
];

export const monitoring: Scenes = {
  ServerProps: scene<ServerProps>(prometheus, {
    name: { replaces: 'everything', to: 'other' },
    namespace: { replaces: 'everything', to: 'others' },
    image: { rolls, to: { digest, repository: 'registry.example.com/prometheus' } },
    version: { rolls, to: '3.5.1' },
    storage: { rolls, to: '200Gi' },
    storageClass: { rolls, to: 'io2' },
    resources: { rolls, to: { cpu: '2', memory: '8Gi' } },
    priorityClass: { rolls, to: 'monitoring' },
    placement: { rolls, to: { labels: { role: 'monitoring' }, taints: { dedicated: 'monitoring:NoSchedule' } } },
    allowedFrom: { to: [workloadEndpoint('dashboards', 3000)] },
  }),
  ServerMonitorsProps: scene<ServerMonitorsProps>(
    (chart, props) =>
      new ServerMonitors(chart, 'monitors', {
        labels: { prometheus: 'platform' },
        name: 'platform',
        namespace: 'monitoring',
        ...props,
      }),
    {
      name: { replaces: ['PodMonitor'], to: 'other' },
      namespace: { replaces: 'everything', to: 'other' },
      labels: { to: { prometheus: 'other' } },
      operatorNamespace: { to: 'operators' },
    },
  ),
  PrometheusProps: scene<Omit<PrometheusProps, keyof ServerProps>>(prometheus, {
    selector: { to: { prometheus: 'other' } },
    retention: { rolls, to: '30d' },
    externalLabels: { to: { environment: 'demo' } },
    alertmanager: { to: { name: 'platform', namespace: 'monitoring' } },
    targets: { to: [workloadEndpoint('api', 8080)] },
    apiServerAddresses: { to: ['10.0.0.0/16'] },
    remoteWrite: { to: [{ endpoint: workloadEndpoint('store', 8080), url: 'https://metrics.example.com' }] },
  }),
  ExporterProps: scene<ExporterProps>(
    (chart, props) => {
      kubeStateMetrics(chart, props);
      elasticsearchExporter(chart, { ...props, ...(props.name !== undefined && { name: `${props.name}-logs` }) });
      nodeExporter(chart, { ...props, ...(props.namespace !== undefined && { namespace: 'other-agents' }) });
    },
    {
      name: { replaces: 'everything', to: 'other' },
      namespace: { replaces: 'everything', to: 'others' },
      image: { rolls: exporters, to: { digest, repository: 'registry.example.com/exporter' } },
      scrapers: { replaces: ['NetworkPolicy'], rolls: exporters, to: [workloadEndpoint('other')] },
      labels: { to: { prometheus: 'other' } },
      resources: { rolls: exporters, to: { cpu: '1', memory: '1Gi' } },
      priorityClass: { rolls: exporters, to: 'monitoring' },
      placement: { rolls: exporters, to: { labels: { role: 'monitoring' }, taints: {} } },
    },
  ),
  KubeStateMetricsProps: scene<Omit<KubeStateMetricsProps, keyof ExporterProps>>(kubeStateMetrics, {
    apiServer: { replaces: ['NetworkPolicy'], rolls: ['Deployment'], to: [workloadEndpoint('api-server', 6443)] },
    stateResources: { rolls: ['Deployment'], to: ['pods'] },
  }),
  NodeExporterProps: scene<Omit<NodeExporterProps, keyof ExporterProps>>(nodeExporter, {
    hostNetwork: { rolls: ['DaemonSet'], to: true },
  }),
  ElasticsearchExporterProps: scene<Omit<ElasticsearchExporterProps, keyof ExporterProps>>(elasticsearchExporter, {
    cluster: { replaces: ['NetworkPolicy'], rolls: ['Deployment'], to: 'search' },
    username: { rolls: ['Deployment'], to: { key: 'name', secret: 'exporter' } },
    password: { rolls: ['Deployment'], to: { key: 'password', secret: 'other' } },
  }),
  OperatorMonitorProps: scene<OperatorMonitorProps>(operatorMonitor, {
    name: { replaces: ['PodMonitor'], to: 'other' },
    namespace: { replaces: ['PodMonitor'], to: 'others' },
    labels: { to: { prometheus: 'other' } },
    pods: { to: { labels: { app: 'operator' }, namespace: 'operators', port: 'http' } },
  }),
  ControlPlaneAccountProps: scene<ControlPlaneAccountProps>(
    (chart, props) => void new ControlPlaneAccount(chart, 'account', { namespace: 'monitoring', ...props }),
    { namespace: { replaces: 'everything', to: 'others' } },
  ),
  ControlPlaneMonitorsProps: scene<ControlPlaneMonitorsProps>(
    (chart, { account, ...props }) => {
      controlPlaneMonitors(chart, props, account && { namespace: account.namespace });
    },
    {
      account: { replaces: monitorObjects, to: { namespace: 'others' } as ControlPlaneAccount },
      labels: { to: { prometheus: 'other' } },
      nodeAddresses: { to: ['10.1.0.0/16'], unwritten: true },
      kubeletCertificates: { to: 'cluster' },
    },
  ),
  PrometheusAdapterProps: scene<PrometheusAdapterProps>(prometheusAdapter, {
    name: { given: { tls }, replaces: adapterObjects, to: 'other' },
    namespace: { given: { tls }, replaces: adapterObjects, to: 'others' },
    image: { rolls: ['Deployment'], to: { digest, repository: 'registry.example.com/adapter' } },
    prometheus: { replaces: ['NetworkPolicy'], rolls: ['Deployment'], to: { name: 'other', namespace: 'monitoring' } },
    tls: [{ rolls: ['Deployment'], to: { ...tls, secret: 'other' } }, { to: tls }],
    apiServer: { replaces: ['NetworkPolicy'], rolls: ['Deployment'], to: [workloadEndpoint('api-server', 6443)] },
    apiServerAddresses: { replaces: ['NetworkPolicy'], rolls: ['Deployment'], to: ['10.1.0.0/24'] },
    resources: { rolls: ['Deployment'], to: { cpu: '1', memory: '1Gi' } },
    priorityClass: { rolls: ['Deployment'], to: 'monitoring' },
    placement: { rolls: ['Deployment'], to: { labels: { role: 'monitoring' }, taints: {} } },
  }),
  AlertmanagerProps: scene<Omit<AlertmanagerProps, keyof ServerProps>>(alertmanager, {
    receivers: { to: { chat: hook } },
    defaultReceiver: { given: { receivers: { chat: hook, pager: hook } }, to: 'pager' },
    connectsTo: { to: [{ name: 'chat', peer: { addresses: ['192.0.2.0/24'] }, ports: [443] }] },
    routes: { to: [{ matchers: critical, receiver: 'chat' }] },
    watchdog: { given: { receivers: { chat: hook, snitch: hook } }, to: 'snitch' },
    inhibitions: { to: [] },
    groupBy: { to: ['alertname'] },
    repeatInterval: { to: '12h' },
  }),
  ClusterAlertsProps: scene<Omit<ClusterAlertsProps, keyof AlertRulesProps>>(rules.clusterAlerts, {
    serving: { to: { shop: ['api'] } },
  }),
  AlertRulesProps: scene<AlertRulesProps>(rules.clusterAlerts, {
    name: { replaces: 'everything', to: 'other' },
    namespace: { replaces: 'everything', to: 'others' },
    labels: { to: { prometheus: 'other' } },
    runbooks: { to: 'https://runbooks.example.com' },
  }),
  ControlPlaneAlertsProps: scene<Omit<ControlPlaneAlertsProps, keyof AlertRulesProps>>(rules.controlPlaneAlerts, {
    etcdMembers: { to: 5 },
    jobs: { to: { scheduler: 'scheduler' } },
  }),
  ElasticsearchAlertsProps: scene<Omit<ElasticsearchAlertsProps, keyof AlertRulesProps>>(rules.elasticsearchAlerts, {
    cluster: { to: 'search' },
    members: { to: 3 },
  }),
  FilebeatAlertsProps: scene<Omit<FilebeatAlertsProps, keyof AlertRulesProps>>(rules.filebeatAlerts, {
    agents: { to: { name: 'shipper', namespace: 'agents' } },
    cluster: { to: 'search' },
  }),
  OperatorAlertsProps: scene<Omit<OperatorAlertsProps, keyof AlertRulesProps>>(rules.operatorAlerts, {
    operator: { to: 'rabbitmq-cluster-operator' },
    operatorNamespace: { to: 'rabbitmq-system' },
    controllerRuntime: { to: false },
  }),
  ServiceLevelProps: scene<Omit<ServiceLevelProps, keyof AlertRulesProps>>(rules.serviceLevel, {
    service: { to: 'web' },
    availability: { to: 99.5 },
    requests: { to: { failed: { code: '5..' }, labels: { job: 'web' }, metric: 'http_requests_total' } },
  }),
};
