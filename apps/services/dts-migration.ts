import type { ServiceDefinition } from '../../lib/platform/definitions/service-definition';

/** Migrates the tables of transfers to the schema of the release. Tables and columns that the previous release uses stay. */
export const dtsMigration: ServiceDefinition = {
  kind: 'migration',
  name: 'dts-migration',
  nodeGroup: 'general',
  imageFrom: 'dts-scheduler',
  command: ['dts', 'migrate'],
  activeDeadline: '30m',
  // The running statement is finished; a retry continues with the next one.
  drainTimeout: '60s',
  size: { cpu: '250m', memory: '512Mi' },
  config: {},
  secrets: { DATABASE_URL: { secret: 'dts-scheduler', key: 'database-url' } },
  connectsTo: ['database'],
};
