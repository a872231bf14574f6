import type { Mistake } from '../support/mistakes';
import { services } from './services';

/** Tables of rejected inputs by area. Each area has a file of this folder. */
export const tables: Readonly<Record<string, readonly Mistake[]>> = { services };
