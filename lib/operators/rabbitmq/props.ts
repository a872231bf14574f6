import type { Endpoint } from '../../core/contract';
import type { Cpu, Memory, Storage } from '../../core/units';
import type { ImagePlatform, Placement } from '../../kubernetes/pod/props';
import type { RabbitmqBackend } from './backend';
import type { RabbitmqTls } from './tls-props';
import type { RabbitmqTopology } from './topology-props';

/** Image of RabbitMQ, by a tag that starts with its version, and by digest if the operator supports it. */
export interface RabbitmqImage {
  /** Repository, with its registry. */
  readonly repository: string;
  /** Tag that starts with the server's full version: `4.2.9-management`. Settings and probes depend on it. */
  readonly tag: string;
  /**
   * `sha256:` and 64 hexadecimal digits.
   *
   * @default none: the tag alone
   */
  readonly digest?: string;
  /**
   * Platforms that the image is built for.
   *
   * @default ['linux/amd64']
   */
  readonly platforms?: readonly ImagePlatform[];
}

/**
 * A policy of RabbitMQ.
 *
 * @see https://www.rabbitmq.com/docs/policies
 */
export interface RabbitmqPolicy {
  readonly name: string;
  /** Regular expression for names of queues or exchanges. */
  readonly pattern: string;
  /** Keys and values as RabbitMQ documents them. */
  readonly definition: Readonly<Record<string, string | number | boolean>>;
  /**
   * Priority. The matching policy with the highest one applies.
   *
   * @default 0
   */
  readonly priority?: number;
  /**
   * Kind of objects that the policy applies to.
   *
   * @default 'all'
   */
  readonly applyTo?: 'all' | 'queues' | 'classic_queues' | 'quorum_queues' | 'streams' | 'exchanges';
  /**
   * Virtual host of the policy.
   *
   * @default the cluster's own
   */
  readonly vhost?: string;
}

/**
 * Reaction of a cluster to a network partition.
 *
 * @see https://www.rabbitmq.com/docs/partitions
 */
export type PartitionHandling = 'autoheal' | 'pause_minority' | 'ignore';

/** Default values of props and of options of the cluster operator. */
export const rabbitmqDefaults = {
  gracePeriod: '15m',
  partitionHandling: 'autoheal',
  singleMemberGracePeriod: '1m',
  vhost: '/',
} as const;

/** Metrics and alerts of a cluster, for the Prometheus operator. */
export interface RabbitmqMonitoring {
  /**
   * Labels of PodMonitor and PrometheusRule, by which a Prometheus selects them.
   *
   * @default none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Address of the folder of runbooks: the page of an alert is `<runbooks>/<alert>.md`.
   *
   * @default none: alerts link no page
   */
  readonly runbooks?: string;
  /**
   * Pods that collect the metrics of the members.
   *
   * @default none: the NetworkPolicy admits nobody
   */
  readonly scrapers?: readonly Endpoint[];
}

export interface RabbitmqClusterProps {
  /**
   * Name of the cluster, 45 characters or fewer.
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
   * Number of members: 3, 5 or 7. It can grow, but not shrink.
   *
   * @inPlace, except that growth from a single member rolls it
   */
  readonly replicas: number;
  /**
   * Size of each member's volume, 4Gi or more with the cluster operator. It can grow, but not shrink.
   *
   * @inPlace
   */
  readonly storage: Storage;
  /**
   * Image of the members. The feature flags of its version are enabled when all members run it, after which they cannot return to an
   * earlier version.
   *
   * @rolls the members, one at a time
   */
  readonly image: RabbitmqImage;
  /**
   * Resource requests and limits of each member, with a memory of 512Mi or more.
   *
   * @default 1 CPU and 2Gi (cluster operator), the operator's own (improvado)
   * @rolls the members, one at a time
   */
  readonly resources?: { readonly cpu: Cpu; readonly memory: Memory };
  /**
   * Default virtual host. Members read it at the first start of the cluster only.
   *
   * @default '/'
   * @rolls the members, one at a time, without effect on an existing cluster
   */
  readonly vhost?: string;
  /**
   * Reaction to a network partition. RabbitMQ 4.3 and later ignore it.
   *
   * @default 'autoheal'
   * @rolls the members, one at a time
   */
  readonly partitionHandling?: PartitionHandling;
  /**
   * Memory use at which a member blocks publishers.
   *
   * @default the server's own share of the memory limit
   * @rolls the members, one at a time
   */
  readonly memoryHighWatermark?: Memory;
  /**
   * Policies of the default virtual host.
   *
   * @default none
   * @inPlace
   */
  readonly policies?: readonly RabbitmqPolicy[];
  /**
   * Virtual hosts, users, queues and routes, which the messaging topology operator creates. What is removed from the code stays in
   * the cluster, except users and their permissions: `scripts/apply.sh` deletes them at its end.
   *
   * @default none
   * @rolls the members, one at a time, with the first shovel or federation, which adds plugins
   * @inPlace without
   */
  readonly topology?: RabbitmqTopology;
  /**
   * DNS domain of the Kubernetes cluster, for the improvado operator.
   *
   * @default 'cluster.local'
   * @rolls the members of the improvado operator, one at a time
   * @inPlace with the cluster operator
   */
  readonly clusterDomain?: string;
  /**
   * Pods that may connect to the members.
   *
   * @default none
   * @inPlace
   */
  readonly allowedFrom?: readonly Endpoint[];
  /**
   * PodMonitor and PrometheusRule, whose custom resource definitions must be in the cluster. The alerts report a missing
   * member, members that form separate clusters, alarms of memory and free space, which block publishers, and a volume that fills up.
   *
   * @default none
   * @inPlace
   */
  readonly monitoring?: RabbitmqMonitoring;
  /**
   * TLS of clients, the HTTP API, metrics and members. Clients then connect to port 5671.
   *
   * @default none: connections are not encrypted
   * @rolls the members, one at a time
   */
  readonly tls?: RabbitmqTls;
  /**
   * PriorityClass of the members, of a higher priority than that of their clients. The cluster operator requires it; the
   * improvado operator does not support it.
   *
   * @default none: priority 0
   * @rolls the members, one at a time
   */
  readonly priorityClass?: string;
  /**
   * Nodes that the members run on.
   *
   * @default any node without taints
   * @rolls the members, one at a time
   */
  readonly placement?: Placement;
  /**
   * Operator that creates the members.
   *
   * @default RabbitmqBackend.clusterOperator()
   * @replaces the cluster, its volumes included
   */
  readonly backend?: RabbitmqBackend;
}
