import { rabbitmqName, rabbitmqVhost } from '../rabbitmq';
import type { ServiceDefinition } from '../../lib/platform/service-definition';

/** Takes a transfer from the queue: reads a source on the internet and writes what it found to the database. */
export const dtsWorker: ServiceDefinition = {
  kind: 'worker',
  name: 'dts-worker',
  nodeGroup: 'transfer',
  healthPort: 8081,
  readinessPath: '/health/ready',
  livenessPath: '/health/live',
  // A page of a source is the unit of work: what is not acknowledged goes back to the queue.
  drainTimeout: '5m',
  config: { BROKER_HOST: rabbitmqName, BROKER_VHOST: rabbitmqVhost },
  secrets: { DATABASE_URL: { secret: 'dts-worker', key: 'database-url' } },
  connectsTo: ['rabbitmq', 'database', 'internet'],
};
