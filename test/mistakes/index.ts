import type { Mistake } from '../support/mistakes';
import { environments } from './environments';
import { locks } from './locks';
import { rules } from './rules';
import { serviceDefinitions } from './service-definitions';

/** Tables of rejected inputs by area. Each area has a file of this folder. */
export const tables: Readonly<Record<string, readonly Mistake[]>> = {
  environments,
  locks,
  rules,
  'service-definitions': serviceDefinitions,
};
