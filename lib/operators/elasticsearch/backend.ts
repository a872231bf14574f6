/** Version of Elastic Cloud on Kubernetes: `3.5.0`. */
export type EckVersion = `${number}.${number}.${number}`;

/** Settings of Elastic Cloud on Kubernetes (ECK). */
export interface EckOptions {
  /**
   * Version of the operator that the cluster runs, 3.4.0 or later: earlier ones do not spread node sets over zones.
   *
   * @default '3.5.0'
   * @inPlace without effect on the objects; an upgrade of the operator itself may roll the nodes
   * @see https://github.com/elastic/cloud-on-k8s/releases/tag/v3.4.0
   */
  readonly version?: EckVersion;
  /**
   * StorageClass of the volumes, with the binding mode `WaitForFirstConsumer`. The operator refuses another one for a node set that
   * exists: rename the node sets in the same change, and it moves the data to the new ones.
   *
   * @default 'gp3'
   * @replaces the volumes
   */
  readonly storageClass?: string;
  /**
   * Namespace of the operator.
   *
   * @default 'elastic-system'
   * @inPlace
   */
  readonly operatorNamespace?: string;
}

/** Settings of upmc-enterprises/elasticsearch-operator. */
export interface UpmcOptions {
  /**
   * StorageClass of the volumes. It must exist.
   *
   * @default 'gp3'
   * @inPlace for volumes that are created later
   */
  readonly storageClass?: string;
}

/**
 * The operator that creates the nodes of a cluster, and the settings that only this operator has.
 *
 * @example
 * const backend = ElasticsearchBackend.eck({ storageClass: 'io2' });
 */
export class ElasticsearchBackend {
  /** Elastic Cloud on Kubernetes, the operator of Elasticsearch's own team, with its basic license. */
  static eck(options: EckOptions = {}): ElasticsearchBackend {
    return new ElasticsearchBackend({ operator: 'eck', ...options });
  }

  /** The operator of the talk, for existing manifests. It works up to Kubernetes 1.21. */
  static upmc(options: UpmcOptions = {}): ElasticsearchBackend {
    return new ElasticsearchBackend({ operator: 'upmc', ...options });
  }

  private constructor(
    readonly settings: ({ readonly operator: 'eck' } & EckOptions) | ({ readonly operator: 'upmc' } & UpmcOptions),
  ) {}
}
