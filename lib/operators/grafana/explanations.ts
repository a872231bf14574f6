import type { Explanations } from '../../core/explanation';

export const explanations = {
  'grafana-dashboard-id': {
    reason:
      'The identifier is part of the address of a dashboard. Grafana refuses a longer one and other characters, and of two dashboards with one identifier it loads one.',
    example: "dashboards: [{ id: 'rabbitmq', … }, { id: 'rabbitmq', … }]",
    fix: "dashboards: [{ id: 'rabbitmq-shop', … }, { id: 'rabbitmq-audit', … }]",
    see: 'https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/#identifier-id-vs-unique-identifier-uid',
  },
} as const satisfies Explanations;
