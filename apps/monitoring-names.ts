import type { Endpoint } from '../lib/core/contract';
import { prometheusEndpoint } from '../lib/operators/prometheus/prometheus';

/** Namespace of Prometheus and Alertmanager. */
export const monitoringNamespace = 'monitoring';

/** Name of the platform's Prometheus and Alertmanager. */
export const prometheusName = 'platform';

/** Name of the platform's Grafana. */
export const grafanaName = 'grafana';

/** Endpoint of the platform's Prometheus, which reads the metrics of all pods. */
export const platformPrometheus: Endpoint = prometheusEndpoint(prometheusName, monitoringNamespace);

/** Labels of the monitors and rules that Prometheus selects. */
export const monitorLabels = { prometheus: prometheusName } as const;

/** Address of the runbooks, which the alerts link. */
export const runbooks = 'https://git.imp.example/platform/infrastructure/docs/runbooks';
