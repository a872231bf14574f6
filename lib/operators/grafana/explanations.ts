import type { Explanations } from '../../core/explanation';

export const explanations = {
  'grafana-dashboard-id': {
    reason:
      'The identifier is part of the address of a dashboard. Grafana refuses a longer one and other characters, and of two dashboards with one identifier it loads one.',
    example: "dashboards: [{ id: 'rabbitmq', … }, { id: 'rabbitmq', … }]",
    fix: "dashboards: [{ id: 'rabbitmq-shop', … }, { id: 'rabbitmq-audit', … }]",
    see: 'https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/#identifier-id-vs-unique-identifier-uid',
  },
  'grafana-pool-size': {
    reason: 'Grafana takes 0 for a pool without a limit, which may use up the connections of the database.',
    example: 'database: { endpoint, poolSize: 0, url }',
    fix: 'database: { endpoint, poolSize: 10, url }',
    see: 'https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#max_open_conn',
  },
  'grafana-dashboard-title': {
    reason:
      'With two dashboards of one title in its folder, Grafana writes none of the changed dashboards of that folder any more, and only its log says so.',
    example: "dashboards: [{ title: 'RabbitMQ', … }, { title: 'RabbitMQ', … }]",
    fix: "dashboards: [{ title: 'RabbitMQ shop/broker', … }, { title: 'RabbitMQ audit/broker', … }]",
    see: 'https://github.com/grafana/grafana/issues/89085',
  },
} as const satisfies Explanations;
