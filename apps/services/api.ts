import type { ServiceDefinition } from '../../lib/platform/definitions/service-definition';

/** The public API: starts transfers, and returns their state. */
export const api: ServiceDefinition = {
  kind: 'web-service',
  name: 'api',
  nodeGroup: 'general',
  port: 8080,
  readinessPath: '/health/ready',
  livenessPath: '/health/live',
  // Reports are created on request, and the slowest take most of a minute.
  drainTimeout: '60s',
  ports: { metrics: { port: 9102 } },
  availability: 99.9,
  publicAddress: { subdomain: 'api', paths: ['/*'], priority: 20, nodePort: 30081 },
  config: { SCHEDULER_URL: 'http://dts-scheduler:8080' },
  secrets: { DATABASE_URL: { secret: 'api', key: 'database-url' } },
  connectsTo: ['rabbitmq', 'database', 'dts-scheduler'],
  databasePoolSize: 8,
};
