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
