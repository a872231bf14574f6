import type { Endpoint } from '../../core/contract';
import type { Cpu, Memory, Storage } from '../../core/units';
import type { ImageByDigest, Placement } from '../../kubernetes/pod/props';
import type { ElasticsearchBackend } from './backend';
import type { LifecyclePolicy, SnapshotSettings } from './policy-props';

/** Version of Elasticsearch and Kibana: `9.1.3`. */
export type ElasticVersion = `${number}.${number}.${number}`;

/**
 * A role of a node. A node without roles coordinates requests only.
 *
 * @see https://www.elastic.co/docs/deploy-manage/distributed-architecture/clusters-nodes-shards/node-roles
 */
export type NodeRole =
  | 'data'
  | 'data_cold'
  | 'data_content'
  | 'data_frozen'
  | 'data_hot'
  | 'data_warm'
  | 'ingest'
  | 'master'
  | 'ml'
  | 'remote_cluster_client'
  | 'transform';

/** Nodes with the same roles, sizes and zones: one StatefulSet. */
export interface NodeSet {
  /** Number of nodes. */
  readonly count: number;
  /**
   * Availability zones, by their full names, over which the nodes are spread evenly. Copies of a shard lie in different zones.
   * A volume stays in its zone, so another list of zones needs a node set of another name.
   */
  readonly zones: readonly string[];
  /** Roles of the nodes. */
  readonly roles: readonly NodeRole[];
  /** Size of each node's volume. It can grow, but not shrink. */
  readonly storage: Storage;
  /** Resource requests and limits of each node. Elasticsearch uses half of the memory as its heap. */
  readonly resources: { readonly cpu: Cpu; readonly memory: Memory };
  /**
   * Settings of `elasticsearch.yml`, without those that the operator or another prop defines.
   *
   * @default none
   */
  readonly config?: Readonly<Record<string, string | number | boolean>>;
  /**
   * True to map files of the index into memory. The nodes of `placement` must have `vm.max_map_count` of 262144 or more:
   * otherwise Elasticsearch does not start.
   *
   * @default false
   * @see https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/virtual-memory
   */
  readonly memoryMap?: boolean;
  /**
   * Nodes of Kubernetes that the nodes run on.
   *
   * @default any node without taints
   */
  readonly placement?: Placement;
}

/** Kibana of a cluster. */
export interface KibanaSettings {
  /** Image of the version of the cluster. */
  readonly image: ImageByDigest;
  /**
   * Number of pods.
   *
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Resource requests and limits of each pod, with a memory of 2Gi or more, of which Node.js takes its heap.
   *
   * @default 500m CPU and 2Gi
   */
  readonly resources?: { readonly cpu: Cpu; readonly memory: Memory };
  /**
   * Pods that may connect to Kibana.
   *
   * @default none
   */
  readonly allowedFrom?: readonly Endpoint[];
  /**
   * Nodes that the pods run on.
   *
   * @default any node without taints
   */
  readonly placement?: Placement;
}

/** Default values of props. */
export const elasticsearchDefaults = {
  kibana: { replicas: 2, resources: { cpu: '500m', memory: '2Gi' } },
} as const;

export interface ElasticsearchClusterProps {
  /**
   * Name of the cluster, 36 characters or fewer.
   *
   * @replaces the cluster, its volumes included
   */
  readonly name: string;
  /**
   * Namespace of the cluster.
   *
   * @replaces the cluster, its volumes included
   */
  readonly namespace: string;
  /**
   * Version of Elasticsearch and Kibana: 8.8.0 or later with ECK, 5 or 6 with the upmc operator. It can only be raised: to 9 from 8.18
   * or later.
   *
   * @rolls the nodes, one at a time, then Kibana
   * @see https://www.elastic.co/docs/deploy-manage/upgrade
   */
  readonly version: ElasticVersion;
  /**
   * Image of Elasticsearch, of `version`.
   *
   * @rolls the nodes, one at a time
   */
  readonly image: ImageByDigest;
  /**
   * Node sets by name; `master`, `data` and `client` for the upmc operator. Together they have three or a larger odd number of nodes with the role `master`, of which no zone has half.
   *
   * @rolls the nodes of the changed set, one at a time
   * @inPlace for counts, larger volumes, and new or removed node sets
   */
  readonly nodeSets: Readonly<Record<string, NodeSet>>;
  /**
   * PriorityClass of the nodes and of Kibana, of a higher priority than that of their clients. ECK requires it; the upmc operator
   * does not support it.
   *
   * @default none: priority 0
   * @rolls the nodes, one at a time
   */
  readonly priorityClass?: string;
  /**
   * Kibana of the cluster.
   *
   * @default none
   * @inPlace; a change of its pods replaces them
   */
  readonly kibana?: KibanaSettings;
  /**
   * Pods that may connect to the HTTP API.
   *
   * @default none
   * @inPlace
   */
  readonly allowedFrom?: readonly Endpoint[];
  /**
   * Snapshots to S3, by snapshot lifecycle management (SLM).
   *
   * @default none
   * @rolls the nodes, one at a time, which get a role of IAM
   */
  readonly snapshots?: SnapshotSettings;
  /**
   * Policies of index lifecycle management (ILM), by name, for data streams of logs. The names are other than those of Elasticsearch's
   * own policies, such as `logs`.
   *
   * @default none
   * @inPlace within 15 minutes
   */
  readonly lifecyclePolicies?: Readonly<Record<string, LifecyclePolicy>>;
  /**
   * Secrets in the namespace with a user each: `username`, `password`, and `roles`, a list with commas.
   *
   * @default none
   * @inPlace
   * @see https://www.elastic.co/docs/deploy-manage/users-roles/cluster-or-deployment-auth/file-based
   */
  readonly userSecrets?: readonly string[];
  /**
   * Secrets in the namespace with roles in the key `roles.yml`.
   *
   * @default none
   * @inPlace
   */
  readonly roleSecrets?: readonly string[];
  /**
   * Secrets in the namespace whose keys are secure settings, such as `s3.client.backup.secret_key`, which Elasticsearch reads from its
   * keystore.
   *
   * @default none
   * @rolls the nodes, one at a time
   * @see https://www.elastic.co/docs/deploy-manage/security/k8s-secure-settings
   */
  readonly keystoreSecrets?: readonly string[];
  /**
   * Operator that creates the nodes.
   *
   * @default ElasticsearchBackend.eck()
   * @replaces the cluster, its volumes included
   */
  readonly backend?: ElasticsearchBackend;
}
