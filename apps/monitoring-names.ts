/** Namespace of Prometheus and Alertmanager. */
export const monitoringNamespace = 'monitoring';

/** Name of the platform's Prometheus and Alertmanager. */
export const prometheusName = 'platform';

/** Labels of the monitors and rules that Prometheus selects. */
export const monitorLabels = { prometheus: prometheusName } as const;

/** Address of the runbooks, which the alerts link. */
export const runbooks = 'https://git.imp.example/platform/infrastructure/docs/runbooks';
