export { PrometheusAdapter } from './adapter';
export type { AdapterCertificate, PrometheusAdapterProps } from './adapter-props';
export { Alertmanager, alertmanagerEndpoint } from './alertmanager';
export type {
  AlertInhibition,
  AlertmanagerProps,
  AlertMatcher,
  AlertReceiver,
  AlertRoute,
  PagerdutyReceiver,
  SlackReceiver,
  WebhookReceiver,
} from './alertmanager-props';
export { ControlPlaneMonitors, controlPlaneMetricsArguments, controlPlaneTargets } from './control-plane';
export { ControlPlaneAccount, type ControlPlaneAccountProps } from './control-plane-account';
export type { ControlPlaneMonitorsProps } from './control-plane-props';
export { ElasticsearchExporter, elasticsearchExporterRole } from './elasticsearch-exporter';
export type {
  ElasticsearchExporterProps,
  ExporterProps,
  KubeStateMetricsProps,
  NodeExporterProps,
} from './exporter-props';
export { KubeStateMetrics } from './kube-state-metrics';
export { NodeExporter } from './node-exporter';
export { OperatorMonitor, type OperatorMonitorProps, type OperatorPods } from './operator-monitor';
export { Prometheus, prometheusEndpoint } from './prometheus';
export type {
  AlertmanagerReference,
  PrometheusProps,
  PrometheusReference,
  ServerProps,
  ServerResources,
} from './props';
export type { RemoteWrite } from './remote-write';
export { ServerMonitors, type ServerMonitorsProps } from './server-monitors';
export { checkMonitorsSelected } from './selection';
export { ClusterAlerts, ControlPlaneAlerts, MonitoringAlerts } from './rules/cluster-alerts';
export { ElasticsearchAlerts, FilebeatAlerts } from './rules/log-alerts';
export { OperatorAlerts } from './rules/operator-alerts';
export type {
  AlertRulesProps,
  ClusterAlertsProps,
  ControlPlaneAlertsProps,
  ControlPlaneJobs,
  ElasticsearchAlertsProps,
  FilebeatAgents,
  FilebeatAlertsProps,
  OperatorAlertsProps,
  RequestCounter,
  ServiceLevelProps,
} from './rules/props';
export { ServiceLevel } from './rules/service-level';
export { checkScalingQueues } from './scaling-queues';
export type { StateResource } from './state-resources';
