import type { Environment } from '../../../environments/environment';

/** Scenarios of an environment after its first apply. */
export interface Scenarios {
  /** The first apply of the database fails half-way. */
  readonly failsDatabaseApply: boolean;
  /** The first applies of the cluster fail half-way, at several resources. */
  readonly failsClusterApplies: boolean;
  /** Two services exchange the priorities of their listener rules. */
  readonly exchangesPriorities: boolean;
  /** A plan that holds the state lock is killed. */
  readonly killsPlan: boolean;
  /** Every machine image is updated to its next build. */
  readonly rollsNodeGroups: boolean;
  /** A node group is renamed. */
  readonly renamesNodeGroup: boolean;
}

/** Returns the scenarios of an environment. Each takes minutes, so that they are distributed unless `full` is set. */
export function scenariosFor({ name }: Environment, full: boolean): Scenarios {
  const runsIn = (environment: string): boolean => full || environment === name;
  return {
    failsDatabaseApply: runsIn('staging'),
    failsClusterApplies: runsIn('production'),
    exchangesPriorities: runsIn('production'),
    killsPlan: runsIn('staging'),
    renamesNodeGroup: runsIn('lab'),
    rollsNodeGroups: runsIn('staging'),
  };
}
