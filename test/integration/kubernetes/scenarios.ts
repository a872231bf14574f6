import type { Environment } from '../../../environments/environment';

/** What happens to an environment beside its first apply. */
export interface Happenings {
  /** The first apply of the database is refused half-way. */
  readonly databaseFails: boolean;
  /** The first apply of a group of machines is refused half-way. */
  readonly groupFails: boolean;
  /** Somebody kills a plan that holds the lock. */
  readonly planIsKilled: boolean;
  /** Every image goes to its next build. */
  readonly rolls: boolean;
  /** A node group gets another name. */
  readonly renames: boolean;
}

/** Each takes the provider minutes, so they are shared out, unless everything is asked for. */
export function happeningsOf({ name }: Environment, full: boolean): Happenings {
  const isIn = (one: string): boolean => full || one === name;
  return {
    databaseFails: isIn('staging'),
    groupFails: isIn('production'),
    planIsKilled: isIn('staging'),
    renames: isIn('lab'),
    rolls: isIn('staging'),
  };
}
