import type { ServiceDefinition } from '../../lib/platform/definitions/service-definition';

/** The web application: dashboards, and the configuration of transfers. */
export const web: ServiceDefinition = {
  kind: 'web-service',
  name: 'web',
  nodeGroup: 'general',
  port: 8080,
  readinessPath: '/health/ready',
  livenessPath: '/health/live',
  drainTimeout: '30s',
  publicAddress: { subdomain: 'app', paths: ['/*'], priority: 10, nodePort: 30080 },
  // A release gets a few requests first. Environments set the percentage.
  variants: { canary: { nodePort: 30180 } },
  config: { API_URL: 'http://api:8080' },
  secrets: { SESSION_KEY: { secret: 'web', key: 'session-key' } },
  connectsTo: ['api'],
};
