import type { ServiceDefinition } from '../../lib/platform/definitions/service-definition';

/** Puts transfers on the queue when they are due. Its pods elect a leader; all of them serve the API. */
export const dtsScheduler: ServiceDefinition = {
  kind: 'web-service',
  name: 'dts-scheduler',
  nodeGroup: 'general',
  port: 8080,
  readinessPath: '/health/ready',
  livenessPath: '/health/live',
  drainTimeout: '15s',
  // A status page for operators: the queue and the current leader.
  internalAddress: { subdomain: 'scheduler', paths: ['/*'], priority: 10, nodePort: 30082 },
  config: {},
  secrets: { DATABASE_URL: { secret: 'dts-scheduler', key: 'database-url' } },
  connectsTo: ['rabbitmq', 'database'],
  databasePoolSize: 5,
};
