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
export { Prometheus, prometheusEndpoint } from './prometheus';
export type { AlertmanagerReference, PrometheusProps, ServerProps, ServerResources } from './props';
export { checkMonitorsSelected } from './selection';
export { ClusterAlerts, ControlPlaneAlerts, MonitoringAlerts } from './rules/cluster-alerts';
export { ElasticsearchAlerts, FilebeatAlerts } from './rules/log-alerts';
export type {
  AlertRulesProps,
  ControlPlaneAlertsProps,
  ControlPlaneJobs,
  ElasticsearchAlertsProps,
  FilebeatAgents,
  FilebeatAlertsProps,
  RequestCounter,
  ServiceLevelProps,
} from './rules/props';
export { ServiceLevel } from './rules/service-level';
