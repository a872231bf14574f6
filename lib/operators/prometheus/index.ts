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
export type { AlertRulesProps } from './rules/alert-rules';
export type { RequestCounter } from './rules/burn-rates';
export {
  ClusterAlerts,
  ControlPlaneAlerts,
  type ControlPlaneAlertsProps,
  MonitoringAlerts,
} from './rules/cluster-alerts';
export type { ControlPlaneJobs } from './rules/control-plane-alerts';
export {
  ElasticsearchAlerts,
  type ElasticsearchAlertsProps,
  type FilebeatAgents,
  FilebeatAlerts,
  type FilebeatAlertsProps,
} from './rules/log-alerts';
export { ServiceLevel, type ServiceLevelProps } from './rules/service-level';
