import type { Dashboard } from '../../../lib/operators/grafana/dashboard';
import { elasticsearchDashboard } from '../../../lib/operators/grafana/elasticsearch-dashboard';
import { nodesDashboard } from '../../../lib/operators/grafana/nodes-dashboard';
import { rabbitmqDashboard } from '../../../lib/operators/grafana/rabbitmq-dashboard';
import { workloadsDashboard } from '../../../lib/operators/grafana/workloads-dashboard';
import type { Rule } from './rules';

/** The dashboards of the library. */
export const dashboards: readonly Dashboard[] = [
  elasticsearchDashboard({ cluster: 'logs' }),
  nodesDashboard(),
  rabbitmqDashboard({ name: 'broker', namespace: 'shop' }),
  workloadsDashboard({ namespace: 'shop' }),
];

/** The queries of the dashboards, as rules without a name. */
export const dashboardQueries: readonly Rule[] = dashboards.flatMap(({ rows }) =>
  rows.flatMap(({ panels }) =>
    panels.flatMap(({ queries }) => queries.map(({ expression }) => ({ expr: expression }))),
  ),
);
