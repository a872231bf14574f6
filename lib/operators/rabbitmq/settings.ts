import type { Cidr } from '../../core/cidr';
import type { Endpoint } from '../../core/contract';
import type { Cpu, Duration, Memory, Storage } from '../../core/units';
import type { Placement } from '../../kubernetes/pod/props';

/** RabbitMQ's own image, by a tag that starts with its version, and by digest where the operator takes one. */
export interface RabbitmqImage {
  /** Repository, with its registry. */
  readonly repository: string;
  /** Tag, starting with the server's version: `4.1.4-management`. What the server can do is read from it. */
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits. @default none: the tag alone */
  readonly digest?: string;
}

/** A policy, in RabbitMQ's own words. */
export interface RabbitmqPolicy {
  readonly name: string;
  /** Regular expression on the names of queues or exchanges. */
  readonly pattern: string;
  /** Keys and values as RabbitMQ documents them. */
  readonly definition: Readonly<Record<string, string | number | boolean>>;
  /** Of several that match, the highest counts. @default 0 */
  readonly priority?: number;
  /** @default 'all' */
  readonly applyTo?: 'all' | 'queues' | 'classic_queues' | 'quorum_queues' | 'streams' | 'exchanges';
  /** @default the cluster's own */
  readonly vhost?: string;
}

/** What a cluster does when its members lose sight of each other. */
export type PartitionHandling = 'autoheal' | 'pause_minority' | 'ignore';

export interface RabbitmqClusterProps {
  /** The cluster's name, at most 45 characters. @replaces the cluster, its volumes included */
  readonly name: string;
  /** The namespace. @replaces the cluster, its volumes included */
  readonly namespace: string;
  /** Members: 3, 5 or 7. They can be added, never removed. @inPlace */
  readonly replicas: number;
  /** Each member's volume. It can grow, never shrink. @inPlace */
  readonly storage: Storage;
  /** The image. @replaces the members, one at a time */
  readonly image: RabbitmqImage;
  /** What each member is given. @default 1 CPU and 2Gi (cluster operator), the operator's own (improvado) @replaces the members, one at a time */
  readonly resources?: { readonly cpu: Cpu; readonly memory: Memory };
  /** The virtual host that clients find without naming one. It is read at the first start only. @default '/' @replaces the members, one at a time, for nothing */
  readonly vhost?: string;
  /** What happens to the sides of a split; without effect from RabbitMQ 4.3 on. @default 'autoheal' @replaces the members, one at a time */
  readonly partitionHandling?: PartitionHandling;
  /** Memory above which publishers wait. @default the server's own share of the memory limit @replaces the members, one at a time */
  readonly memoryHighWatermark?: Memory;
  /** Policies. @default none @inPlace */
  readonly policies?: readonly RabbitmqPolicy[];
  /** The cluster's DNS domain, for the improvado operator. @default 'cluster.local' @replaces its members, one at a time; the cluster operator's are left @inPlace */
  readonly clusterDomain?: string;
  /** Who may connect. @default nobody @inPlace */
  readonly allowedFrom?: readonly Endpoint[];
  /** The PriorityClass of its members, above that of whoever needs them. The cluster operator requires it, improvado has no place for it. @default none: priority 0 @replaces the members, one at a time */
  readonly priorityClass?: string;
  /** The nodes to run on. @default any node without taints @replaces the members, one at a time */
  readonly placement?: Placement;
  /** Who makes it. @default RabbitmqBackend.clusterOperator() @replaces the cluster, its volumes included */
  readonly backend?: RabbitmqBackend;
}

/** What only rabbitmq/cluster-operator knows. */
export interface ClusterOperatorOptions {
  /** StorageClass of the volumes; one that binds at the first consumer. @default 'gp3' @replaces the volumes */
  readonly storageClass?: string;
  /** Where the cluster and messaging topology operators run. @default 'rabbitmq-system' @inPlace */
  readonly operatorNamespace?: string;
  /** How long a member may take to end: until it is safe without it, and its leaders have moved. @default '15m' @replaces the members, one at a time */
  readonly gracePeriod?: Duration;
  /** Addresses of the API server, which members before 4.1 ask for their peers. @default any address @inPlace */
  readonly apiServerAddresses?: readonly Cidr[];
}

/** What only tekliner/rabbitmq-operator knows. */
export interface ImprovadoOptions {
  /** The members' ServiceAccount, which may get endpoints. It must exist. @replaces the members, one at a time */
  readonly serviceAccount: string;
  /** The Secret with username, password and cookie of the operator's own account. @inPlace; with an exporter it @replaces the members, one at a time */
  readonly credentialsSecret: string;
  /** The exporter's port: its image's own default, since the operator does not tell it. @default no exporter @replaces the members, one at a time */
  readonly exporterPort?: number;
  /** How often members look for ones that are gone. They only log what they find. @default '10s' @inPlace, from a member's next start on */
  readonly nodeCleanupInterval?: Duration;
  /** Whether the well-known user guest may come from outside of the pod. @default false @inPlace, from a member's next start on */
  readonly remoteGuest?: boolean;
}

/** Which operator makes the cluster, and what only that one has to know. */
export class RabbitmqBackend {
  /** The RabbitMQ team's own operator: maintained, and the one that environments run. */
  static clusterOperator(options: ClusterOperatorOptions = {}): RabbitmqBackend {
    return new RabbitmqBackend({ operator: 'cluster-operator', ...options });
  }

  /** The operator of the talk. It works up to Kubernetes 1.24, and is here for manifests that it already owns. */
  static improvado(options: ImprovadoOptions): RabbitmqBackend {
    return new RabbitmqBackend({ operator: 'improvado', ...options });
  }

  private constructor(
    readonly settings:
      | ({ readonly operator: 'cluster-operator' } & ClusterOperatorOptions)
      | ({ readonly operator: 'improvado' } & ImprovadoOptions),
  ) {}
}

/** The server's version as its image's tag tells it, or nothing for a tag like `latest`. */
export function imageVersion({ tag }: RabbitmqImage): readonly [major: number, minor: number] | undefined {
  const match = /^(\d+)\.(\d+)(?:\D|$)/.exec(tag);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/** Whether the server is of this version or later. A tag that tells nothing is refused elsewhere; here it counts as the latest. */
export function isAtLeast(image: RabbitmqImage, major: number, minor: number): boolean {
  const [ours, oursMinor] = imageVersion(image) ?? [Infinity, Infinity];
  return ours > major || (ours === major && oursMinor >= minor);
}

/** RabbitMQ's notation of binary units: 256Mi is `256M`, with which both its old and its new servers mean mebibytes. */
export function watermark(memory: Memory): string {
  return memory.replace(/i$/, '');
}
