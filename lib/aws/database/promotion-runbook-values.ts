import type { PromotionChanges } from './promotion-changes';

/** The values of a replica's runbook. */
export interface PromotionRunbookValues {
  /** The replica's key in `replicas`. */
  readonly key: string;
  readonly identifier: string;
  readonly primary: string;
  readonly primaryHost: string;
  readonly replicaHost: string;
  /** True for a replica in another region. */
  readonly otherRegion: boolean;
  /** Addresses of the resources that the promotion changes and destroys. */
  readonly changes: PromotionChanges;
}
