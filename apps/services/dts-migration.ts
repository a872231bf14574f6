import type { ServiceDefinition } from '../../lib/platform/service-definition';

/** Brings the tables of transfers to what the release needs. It takes nothing away that the former release still uses. */
export const dtsMigration: ServiceDefinition = {
  kind: 'migration',
  name: 'dts-migration',
  nodeGroup: 'general',
  imageFrom: 'dts-scheduler',
  command: ['dts', 'migrate'],
  activeDeadline: '30m',
  // A statement in flight is finished, and the next one is left to the next try.
  drainTimeout: '60s',
  size: { cpu: '250m', memory: '512Mi' },
  config: {},
  secrets: { DATABASE_URL: { secret: 'dts-scheduler', key: 'database-url' } },
  connectsTo: ['database'],
};
