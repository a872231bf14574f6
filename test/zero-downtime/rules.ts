import type { Invariant } from './invariant';
import { objectsAndOrder } from './objects-and-order';
import { probesAndRollouts } from './probes-and-rollouts';

/** Z1 to Z28. */
export const invariants: readonly Invariant[] = [...probesAndRollouts, ...objectsAndOrder];
