import type { Cidr } from '../../core/cidr';
import type { Duration, Storage } from '../../core/units';

/** Snapshots of all indices to a bucket of S3. */
export interface SnapshotSettings {
  /** Bucket of the snapshots, which no other cluster writes to under the same `path`. */
  readonly bucket: string;
  /** Region of the bucket. */
  readonly region: string;
  /**
   * IAM role of the nodes, which may read and write the bucket. It trusts the ServiceAccount `<name>-es` of the namespace.
   *
   * @see https://www.elastic.co/docs/deploy-manage/tools/snapshot-and-restore/s3-repository
   */
  readonly roleArn: string;
  /**
   * Prefix of the objects in the bucket.
   *
   * @default the name of the cluster
   */
  readonly path?: string;
  /**
   * Schedule in the notation of Elasticsearch, which begins with seconds, in UTC. Snapshots are 15 minutes apart or more.
   *
   * @default '0 30 1 * * ?': every night at 01:30
   * @see https://www.elastic.co/docs/explore-analyze/alerting/watcher/schedule-types#schedule-cron
   */
  readonly schedule?: string;
  /**
   * Age at which snapshots are deleted.
   *
   * @default '30d'
   */
  readonly retention?: Duration;
  /**
   * Addresses of S3 and STS, for the NetworkPolicy.
   *
   * @default any address, on port 443
   */
  readonly addresses?: readonly Cidr[];
}

/** Lifecycle of the indices of a data stream. */
export interface LifecyclePolicy {
  /**
   * Age of an index at which writes continue in a new one.
   *
   * @default '1d'
   */
  readonly rolloverAge?: Duration;
  /**
   * Size of the largest primary shard at which writes continue in a new index.
   *
   * @default '50Gi'
   */
  readonly rolloverSize?: Storage;
  /** Age at which an index is deleted, counted from its rollover. */
  readonly deleteAfter: Duration;
}
