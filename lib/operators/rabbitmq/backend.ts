import type { Cidr } from '../../core/cidr';
import type { Duration } from '../../core/units';

/** Version of the cluster operator: `2.20.0`. */
export type ClusterOperatorVersion = `${number}.${number}.${number}`;

/** Settings of rabbitmq/cluster-operator. */
export interface ClusterOperatorOptions {
  /**
   * Version of the operator that the cluster runs, 2.16.0 or later. From 2.22.0 on, its startup probe needs RabbitMQ 4.2.4 or
   * later.
   *
   * @default '2.20.0'
   * @inPlace without effect on the objects; an upgrade of the operator itself rolls the members
   * @see https://github.com/rabbitmq/cluster-operator/releases/tag/v2.22.0
   */
  readonly version?: ClusterOperatorVersion;
  /**
   * StorageClass of the volumes, with the binding mode `WaitForFirstConsumer`. The cluster owns the claims: with it they are deleted,
   * and only the reclaim policy `Retain` keeps the volumes.
   *
   * @default 'gp3'
   * @replaces the volumes
   */
  readonly storageClass?: string;
  /**
   * Namespace of the cluster operator and the messaging topology operator.
   *
   * @default 'rabbitmq-system'
   * @inPlace
   */
  readonly operatorNamespace?: string;
  /**
   * Maximum time for a member to terminate: until the others have a quorum without it, and its leaders have moved. At most 15
   * minutes. A single member does not wait for others.
   *
   * @default '15m', and '1m' for a single member
   * @rolls the members, one at a time
   */
  readonly gracePeriod?: Duration;
  /**
   * Addresses of the API server, from which members before 4.1 get their peers.
   *
   * @default any address
   * @inPlace
   */
  readonly apiServerAddresses?: readonly Cidr[];
}

/** Settings of tekliner/rabbitmq-operator. */
export interface ImprovadoOptions {
  /**
   * ServiceAccount of the members, with the permission to get endpoints. It must exist.
   *
   * @rolls the members, one at a time
   */
  readonly serviceAccount: string;
  /**
   * Secret with username, password and cookie of the operator's account.
   *
   * @rolls the members, one at a time, with an exporter
   * @inPlace without an exporter
   */
  readonly credentialsSecret: string;
  /**
   * Port of the exporter. It must be the default of the exporter's image: the operator does not configure the exporter.
   *
   * @default no exporter
   * @rolls the members, one at a time
   */
  readonly exporterPort?: number;
  /**
   * Interval at which members look for lost members. They only log them.
   *
   * @default '10s'
   * @inPlace from a member's next start on
   */
  readonly nodeCleanupInterval?: Duration;
  /**
   * True to state that the user `guest` may connect from outside of the pod. The operator ignores it: `guest` always may, while it
   * exists.
   *
   * @default false
   * @inPlace without effect on the members
   */
  readonly remoteGuest?: boolean;
}

/**
 * The operator that creates the members of a cluster, and the settings that only this operator has.
 *
 * @example
 * const backend = RabbitmqBackend.clusterOperator({ gracePeriod: '10m' });
 */
export class RabbitmqBackend {
  /** The operator of the RabbitMQ team, which is maintained. */
  static clusterOperator(options: ClusterOperatorOptions = {}): RabbitmqBackend {
    return new RabbitmqBackend({ operator: 'cluster-operator', ...options });
  }

  /** The operator of the talk, for existing manifests. It works up to Kubernetes 1.24. */
  static improvado(options: ImprovadoOptions): RabbitmqBackend {
    return new RabbitmqBackend({ operator: 'improvado', ...options });
  }

  private constructor(
    readonly settings:
      | ({ readonly operator: 'cluster-operator' } & ClusterOperatorOptions)
      | ({ readonly operator: 'improvado' } & ImprovadoOptions),
  ) {}
}
