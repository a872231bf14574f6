import type { Mistake } from '../support/mistakes';
import { cluster } from './cluster';
import { operators } from './operators';
import { workloads } from './workloads';

/** Tables of rejected inputs by area. Each area has a file of this folder. */
export const tables: Readonly<Record<string, readonly Mistake[]>> = {
  cluster,
  operators,
  workloads,
};
