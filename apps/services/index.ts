import { serviceList } from '../../lib/platform/definitions/service-list';
import { api } from './api';
import { dtsCleanup } from './dts-cleanup';
import { dtsMigration } from './dts-migration';
import { dtsScheduler } from './dts-scheduler';
import { dtsWorker } from './dts-worker';
import { web } from './web';

/** All services, by the name of the file that defines them. */
export const services = serviceList('apps/services', {
  api,
  'dts-cleanup': dtsCleanup,
  'dts-migration': dtsMigration,
  'dts-scheduler': dtsScheduler,
  'dts-worker': dtsWorker,
  web,
});
