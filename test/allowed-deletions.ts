/** A resource that stores data and is destroyed on purpose. */
export interface Removal {
  readonly environment: string;
  /** The line of ADDRESSES that is removed. */
  readonly address: string;
  /** Reason for which its data is not needed, or the place of a copy. */
  readonly reason: string;
  /** Team or person who decided it. */
  readonly owner: string;
}

/** Delete an entry when the removal has been applied in its environment. */
export const removals: readonly Removal[] = [];
