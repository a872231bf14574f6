import type { Mistake } from '../support/mistakes';
import { awsFoundation } from './aws-foundation';
import { awsNetwork } from './aws-network';
import { cluster } from './cluster';
import { environments } from './environments';
import { locks } from './locks';
import { operators } from './operators';
import { rules } from './rules';
import { serviceDefinitions } from './service-definitions';
import { workloads } from './workloads';

/** Tables of rejected inputs by area. Each area has a file of this folder. */
export const tables: Readonly<Record<string, readonly Mistake[]>> = {
  'aws-foundation': awsFoundation,
  'aws-network': awsNetwork,
  cluster,
  environments,
  locks,
  operators,
  rules,
  'service-definitions': serviceDefinitions,
  workloads,
};
