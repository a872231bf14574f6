export { type Dashboard, type DashboardPanel, type DashboardQuery, type DashboardRow } from './dashboard';
export { Grafana } from './grafana';
export type { GrafanaProps, PrometheusReference } from './props';
export { rabbitmqDashboard } from './rabbitmq-dashboard';
