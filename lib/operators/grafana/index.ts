export { type Dashboard, type DashboardPanel, type DashboardQuery, type DashboardRow } from './dashboard';
export { elasticsearchDashboard } from './elasticsearch-dashboard';
export { Grafana } from './grafana';
export { nodesDashboard } from './nodes-dashboard';
export type { GrafanaProps } from './props';
export type { PrometheusReference } from '../prometheus/props';
export { rabbitmqDashboard } from './rabbitmq-dashboard';
export { workloadsDashboard } from './workloads-dashboard';
