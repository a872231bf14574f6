import { rabbitmqName, rabbitmqVhost } from '../rabbitmq';
import type { ServiceDefinition } from '../../lib/platform/service-definition';

/** Decides which transfer is due, and puts it on the queue. Its pods elect a leader; any of them answers the API. */
export const dtsScheduler: ServiceDefinition = {
  kind: 'web-service',
  name: 'dts-scheduler',
  nodeGroup: 'general',
  port: 8080,
  readinessPath: '/health/ready',
  livenessPath: '/health/live',
  drainTimeout: '15s',
  // What is queued, and who leads: a page for those who operate it.
  internalAddress: { subdomain: 'scheduler', paths: ['/*'], priority: 10, nodePort: 30082 },
  config: { BROKER_HOST: rabbitmqName, BROKER_VHOST: rabbitmqVhost },
  secrets: { DATABASE_URL: { secret: 'dts-scheduler', key: 'database-url' } },
  connectsTo: ['rabbitmq', 'database'],
};
