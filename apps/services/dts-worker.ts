import type { ServiceDefinition } from '../../lib/platform/definitions/service-definition';

/** Runs the transfers of the queue: reads a source on the internet and writes its data to the database. */
export const dtsWorker: ServiceDefinition = {
  kind: 'worker',
  name: 'dts-worker',
  nodeGroup: 'transfer',
  healthPort: 8081,
  readinessPath: '/health/ready',
  livenessPath: '/health/live',
  // The unit of work is one page of a source. RabbitMQ queues unacknowledged pages again.
  drainTimeout: '5m',
  config: {},
  secrets: { DATABASE_URL: { secret: 'dts-worker', key: 'database-url' } },
  connectsTo: ['rabbitmq', 'database', 'internet'],
  databasePoolSize: 5,
};
