import type { Server } from 'node:http';
import type { SyncRequest } from '../../../lib/operators/metacontroller/hook';
import { hookServer } from '../../../lib/operators/metacontroller/hook-server';
import { finalizeImportJob, type ImportSettings, syncImportJob } from './hooks';
import type { ImportJob } from './import-job';
import { paths } from './settings';

/** Returns the HTTP server of the hooks, which is not listening yet. */
export function importJobServer(settings: ImportSettings): Server {
  return hookServer<SyncRequest<ImportJob>>({
    hooks: {
      [paths.finalize]: (request) => finalizeImportJob(request, settings),
      [paths.sync]: (request) => syncImportJob(request, settings),
    },
    livenessPath: paths.liveness,
    readinessPath: paths.readiness,
  });
}
