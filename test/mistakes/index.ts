import type { Mistake } from '../support/mistakes';
import { cluster } from './cluster';
import { environments } from './environments';
import { locks } from './locks';
import { operators } from './operators';
import { rules } from './rules';
import { serviceDefinitions } from './service-definitions';
import { services } from './services';
import { workloads } from './workloads';

/** Tables of rejected inputs by area. Each area has a file of this folder. */
export const tables: Readonly<Record<string, readonly Mistake[]>> = {
  cluster,
  environments,
  locks,
  operators,
  rules,
  'service-definitions': serviceDefinitions,
  services,
  workloads,
};
