import { always, type AlertCase, every, then } from './case';

const pod = { namespace: 'monitoring', pod: 'prometheus-platform-0' };
const server = (metric: string, more = '') =>
  `${metric}{namespace="monitoring",pod="prometheus-platform-0",instance="10.0.0.1:9090"${more}}`;
const operator = (metric: string) =>
  `prometheus_operator_reconcile_${metric}_total{namespace="monitoring",controller="prometheus"}`;
const notifications = (metric: string, more = '') =>
  `alertmanager_notifications_${metric}{namespace="monitoring",pod="alertmanager-platform-0",integration="slack"${more}}`;

export const monitoringCases: readonly AlertCase[] = [
  { alert: 'Watchdog', series: {}, firesAt: '0s', labels: {}, quiet: [] },
  {
    alert: 'TargetDown',
    series: {
      'up{namespace="shop",job="api",instance="a"}': then(1, 5, 0),
      'up{namespace="shop",job="api",instance="b"}': always(1),
    },
    firesAt: '20m',
    labels: { job: 'api', namespace: 'shop' },
    quiet: [
      { 'up{namespace="shop",job="api",instance="a"}': always(1) },
      // The pod is deleted, and its target with it.
      { 'up{namespace="shop",job="api",instance="a"}': '1x5 0x2 _x100' },
    ],
  },
  {
    alert: 'RuleEvaluationFails',
    series: { [server('prometheus_rule_evaluation_failures_total', ',rule_group="shop"')]: '0+1x1440' },
    firesAt: '11m',
    labels: { ...pod, rule_group: 'shop' },
    quiet: [{ [server('prometheus_rule_evaluation_failures_total', ',rule_group="shop"')]: always(3) }],
  },
  ...['prometheus_config', 'alertmanager_config', 'reloader'].map((program): AlertCase => {
    const metric = server(`${program}_last_reload_successful`);
    return {
      alert: 'ConfigReloadFailed',
      series: { [metric]: then(1, 5, 0) },
      firesAt: '15m',
      labels: pod,
      quiet: [{ [metric]: always(1) }],
    };
  }),
  {
    alert: 'PrometheusStorageFails',
    series: { [server('prometheus_tsdb_compactions_failed_total')]: '0+0.1x1440' },
    firesAt: '61m',
    labels: pod,
    quiet: [{ [server('prometheus_tsdb_compactions_failed_total')]: always(1) }],
  },
  {
    alert: 'ReconciliationFails',
    series: { [operator('errors')]: '0+2x1440', [operator('operations')]: '0+10x1440' },
    firesAt: '16m',
    labels: { controller: 'prometheus', namespace: 'monitoring' },
    quiet: [{ [operator('errors')]: '0+1x1440', [operator('operations')]: '0+10x1440' }],
  },
  {
    alert: 'ReconciliationFails',
    // One object, which is tried again every 16 minutes.
    series: { [operator('errors')]: every(16), [operator('operations')]: every(16) },
    firesAt: '31m',
    labels: { controller: 'prometheus', namespace: 'monitoring' },
    quiet: [],
  },
  {
    alert: 'NoAlertmanager',
    series: { [server('prometheus_notifications_alertmanagers_discovered')]: then(2, 5, 0) },
    firesAt: '10m',
    labels: pod,
    quiet: [{ [server('prometheus_notifications_alertmanagers_discovered')]: always(1) }],
  },
  {
    alert: 'AlertsDropped',
    series: { [server('prometheus_notifications_dropped_total', ',alertmanager="a"')]: '0+1x1440' },
    firesAt: '11m',
    labels: pod,
    quiet: [{ [server('prometheus_notifications_dropped_total', ',alertmanager="a"')]: always(7) }],
  },
  {
    alert: 'NotificationsFail',
    series: { [notifications('total')]: '0+10x1440', [notifications('failed_total', ',reason="other"')]: '0+1x1440' },
    firesAt: '6m',
    labels: { integration: 'slack', namespace: 'monitoring' },
    quiet: [
      { [notifications('total')]: '0+10x1440', [notifications('failed_total', ',reason="other"')]: always(0) },
      { [notifications('total')]: '0+1000x1440', [notifications('failed_total', ',reason="other"')]: '0+9x1440' },
    ],
  },
  {
    alert: 'NotificationsFail',
    // One group, which is sent again every five minutes.
    series: { [notifications('total')]: every(5), [notifications('failed_total', ',reason="other"')]: every(5) },
    firesAt: '10m',
    labels: { integration: 'slack', namespace: 'monitoring' },
    quiet: [],
  },
  {
    alert: 'AlertmanagersSeparated',
    series: { [server('alertmanager_cluster_failed_peers')]: then(0, 5, 1) },
    firesAt: '20m',
    labels: pod,
    quiet: [{ [server('alertmanager_cluster_failed_peers')]: always(0) }],
  },
];
