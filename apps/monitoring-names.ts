/** Namespace of Prometheus and Alertmanager. */
export const monitoringNamespace = 'monitoring';

/** Name of the platform's Prometheus and Alertmanager. */
export const prometheusName = 'platform';

/** Labels of the monitors and rules that Prometheus selects. */
export const monitorLabels = { prometheus: prometheusName } as const;
