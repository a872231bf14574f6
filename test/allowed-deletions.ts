/** Something that holds data and is destroyed on purpose. */
export interface Removal {
  readonly environment: string;
  /** The line of ADDRESSES that goes. */
  readonly address: string;
  /** Why its data is not needed, or where it is kept. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
}

/** Entries are deleted again once the removal has been applied everywhere. */
export const removals: readonly Removal[] = [];
