import type { ServiceDefinition } from '../../lib/platform/definitions/service-definition';

/** Deletes intermediate data of transfers that are older than 90 days. */
export const dtsCleanup: ServiceDefinition = {
  kind: 'scheduled-task',
  name: 'dts-cleanup',
  nodeGroup: 'general',
  imageFrom: 'dts-scheduler',
  command: ['dts', 'clean-up', '--older-than=90d'],
  // After the nightly transfers, before the first reports of the day.
  schedule: '30 4 * * *',
  activeDeadline: '2h',
  drainTimeout: '30s',
  size: { cpu: '250m', memory: '512Mi' },
  config: {},
  secrets: { DATABASE_URL: { secret: 'dts-scheduler', key: 'database-url' } },
  connectsTo: ['database'],
};
