import type { ServiceDefinition } from '../../lib/platform/service-definition';

/** What people see in the browser: dashboards, and the setup of transfers. */
export const web: ServiceDefinition = {
  kind: 'web-service',
  name: 'web',
  nodeGroup: 'general',
  port: 8080,
  readinessPath: '/health/ready',
  livenessPath: '/health/live',
  drainTimeout: '30s',
  publicAddress: { subdomain: 'app', paths: ['/*'], priority: 10, nodePort: 30080 },
  // Where a release meets a few requests first. How many is the environment's choice.
  variants: { canary: { nodePort: 30180 } },
  config: { API_URL: 'http://api:8080' },
  secrets: { SESSION_KEY: { secret: 'web', key: 'session-key' } },
  connectsTo: ['api'],
};
