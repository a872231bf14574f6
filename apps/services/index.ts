import { api } from './api';
import { dtsCleanup } from './dts-cleanup';
import { dtsMigration } from './dts-migration';
import { dtsScheduler } from './dts-scheduler';
import { dtsWorker } from './dts-worker';
import type { ServiceDefinition } from '../../lib/platform/service-definition';
import { web } from './web';

/** The one list of services. */
export const services: readonly ServiceDefinition[] = [api, dtsCleanup, dtsMigration, dtsScheduler, dtsWorker, web];
