export { type Dashboard, type DashboardPanel, type DashboardQuery, type DashboardRow } from './dashboard';
export { Grafana } from './grafana';
export type { GrafanaProps } from './props';
export type { PrometheusReference } from '../prometheus/props';
export { rabbitmqDashboard } from './rabbitmq-dashboard';
