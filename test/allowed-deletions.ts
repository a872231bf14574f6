/** Path of this list, for messages. */
export const removalList = 'test/allowed-deletions.ts';

/** A resource that stores data, or an Auto Scaling group without nodes, which is destroyed on purpose. */
export interface Removal {
  readonly environment: string;
  /** The line of ADDRESSES that is removed. */
  readonly address: string;
  /** Reason for which its data is not needed, the place of a copy, or the way in which the group was emptied. */
  readonly reason: string;
  /** Team or person who decided it. */
  readonly owner: string;
}

/** Delete an entry when the removal has been applied in its environment. */
export const removals: readonly Removal[] = [];
