import type { Alert, RuleGroup } from './alert';
import { maxBy } from './alert';

/** Returns the alerts about Prometheus, Alertmanager and their targets. */
export function monitoringAlerts(): RuleGroup[] {
  return [
    { name: 'targets', rules: [watchdog, targetDown] },
    { name: 'servers', rules: [...serverAlerts, ...deliveryAlerts] },
  ];
}

const watchdog: Alert = {
  alert: 'Watchdog',
  expr: 'vector(1)',
  for: '0s',
  severity: 'none',
  summary: 'Alerts are delivered',
  description:
    'This alert always fires. Route it to a service that reports when it stops: Prometheus, Alertmanager or the connection between them has failed.',
};

const targetDown: Alert = {
  alert: 'TargetDown',
  expr: 'count by (namespace, job) (up == 0)',
  for: '15m',
  severity: 'warning',
  summary: '{{ $value }} targets of job {{ $labels.job }} in namespace {{ $labels.namespace }} do not answer',
  description: 'Alerts about them cannot fire.',
};

const server = 'namespace, pod';

const serverAlerts: readonly Alert[] = [
  {
    alert: 'RuleEvaluationFails',
    expr: `${maxBy(`${server}, rule_group`, 'increase(prometheus_rule_evaluation_failures_total[5m])')} > 0`,
    for: '10m',
    severity: 'critical',
    summary: 'Prometheus {{ $labels.namespace }}/{{ $labels.pod }} cannot evaluate rules of {{ $labels.rule_group }}',
    description: 'Alerts of these rules do not fire.',
  },
  {
    alert: 'ConfigReloadFailed',
    expr: `min by (${server}) (${['prometheus_config', 'alertmanager_config', 'reloader'].map(lastReload).join(' or ')}) == 0`,
    for: '10m',
    severity: 'critical',
    summary: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} cannot load its new configuration',
    description: 'It works with the former one until it restarts. After that it does not start.',
  },
  {
    alert: 'PrometheusStorageFails',
    expr: `${maxBy(server, 'increase(prometheus_tsdb_compactions_failed_total[3h])')} > 0`,
    for: '1h',
    severity: 'warning',
    summary: 'Prometheus {{ $labels.namespace }}/{{ $labels.pod }} cannot compact its data',
    description: 'Its volume is full or damaged.',
  },
  {
    alert: 'ReconciliationFails',
    expr:
      // The operator tries an object that fails again after up to 1000 seconds.
      `sum by (namespace, controller) (rate(prometheus_operator_reconcile_errors_total[20m])) ` +
      `/ sum by (namespace, controller) (rate(prometheus_operator_reconcile_operations_total[20m])) > 0.1`,
    for: '15m',
    severity: 'warning',
    summary:
      'The Prometheus operator fails in {{ $value | humanizePercentage }} of reconciliations of {{ $labels.controller }}',
    description: 'Changes of monitors, rules and servers are not applied.',
  },
];

function lastReload(program: string): string {
  return `${program}_last_reload_successful`;
}

const deliveryAlerts: readonly Alert[] = [
  {
    alert: 'NoAlertmanager',
    expr: `${maxBy(server, 'prometheus_notifications_alertmanagers_discovered')} < 1`,
    for: '5m',
    severity: 'critical',
    summary: 'Prometheus {{ $labels.namespace }}/{{ $labels.pod }} finds no Alertmanager',
    description: 'Nobody receives its alerts.',
  },
  {
    alert: 'AlertsDropped',
    expr: `sum by (${server}) (increase(prometheus_notifications_dropped_total[5m])) > 0`,
    for: '10m',
    severity: 'critical',
    summary: 'Prometheus {{ $labels.namespace }}/{{ $labels.pod }} could not send {{ $value | humanize }} alerts',
    description: 'Alertmanager does not answer it.',
  },
  {
    alert: 'NotificationsFail',
    expr:
      // A group whose notification fails is sent again after five minutes.
      `sum by (namespace, integration) (rate(alertmanager_notifications_failed_total[15m])) ` +
      `/ sum by (namespace, integration) (rate(alertmanager_notifications_total[15m])) > 0.01`,
    for: '5m',
    severity: 'critical',
    summary:
      'Alertmanager cannot deliver {{ $value | humanizePercentage }} of notifications by {{ $labels.integration }}',
    description:
      'The receiver rejects them or cannot be connected to. Other receivers get this alert, if its route has any.',
  },
  {
    alert: 'AlertmanagersSeparated',
    expr: `${maxBy(server, 'alertmanager_cluster_failed_peers')} > 0`,
    for: '15m',
    severity: 'warning',
    summary: 'Alertmanager {{ $labels.namespace }}/{{ $labels.pod }} has lost {{ $value }} of its peers',
    description: 'Notifications are sent twice, and silences apply to one of the servers only.',
  },
];
