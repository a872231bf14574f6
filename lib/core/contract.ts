import type { Cidr } from './cidr';
import type { Duration } from './units';

/**
 * What the two halves of the program know of each other. All of it is known at synthesis: nothing here is read from
 * state, from the account or from the cluster.
 */

/** Labels that select pods. */
export type PodLabels = Readonly<Record<string, string>>;

/** One side of a relation between workloads: what can be talked to, where, and on which ports. */
export interface Endpoint {
  /** The name of the relation's target, as in `connectsTo: [broker]`. */
  readonly name: string;
  /** TCP ports that it listens on. */
  readonly ports: readonly number[];
  /** Who answers: pods of the same namespace, or addresses outside of the cluster. */
  readonly at:
    | { readonly pods: PodLabels }
    | {
        readonly addresses: readonly Cidr[];
        /** Ranges within them that are not meant: what is internal, where the internet is. */
        readonly except?: readonly Cidr[];
      };
}

/** What an exposed service's pods speak. */
export type ExposedProtocol = 'http' | 'grpc';

/** The address of a service behind a load balancer: one declaration for listener rule, target group, NodePort and NetworkPolicy. */
export interface Exposure {
  /**
   * The clients that can reach it: everybody, or only the network of the cluster.
   * @default 'internet-facing'
   */
  readonly scheme?: 'internet-facing' | 'internal';
  /** The full host name. */
  readonly host: string;
  /** Path patterns in the load balancer's notation. A request that matches any of them is sent to the service. */
  readonly paths: readonly string[];
  /** The order among the listener's rules: lower numbers are evaluated first. Unique on a load balancer. */
  readonly priority: number;
  /** The port on every node, 30000 to 32767. Unique in the cluster. */
  readonly nodePort: number;
  /**
   * The time that a connection, such as a WebSocket or a stream, may be idle.
   * @default '60s'
   */
  readonly idleTimeout?: Duration;
}

/** What a gRPC service is asked for its health with, by load balancers and kubelets alike. */
export const grpcHealthMethod = '/grpc.health.v1.Health/Check';

/**
 * The name of a variant that stands beside a service: `web-canary`. The service itself keeps its own name, so that it can
 * be given a variant, and lose it again, without being touched.
 */
export function variantName(service: string, revision: string): string {
  return `${service}-${revision}`;
}

/** Whether a port is one that Kubernetes gives to Services on every node. Source: `--service-node-port-range`, its default. */
export function isNodePort(port: number): boolean {
  return Number.isInteger(port) && port >= 30_000 && port <= 32_767;
}

/** What the infrastructure offers to the workloads. */
export interface InfrastructureContract {
  /**
   * Where a load balancer's requests seem to come from: with externalTrafficPolicy Cluster, the nodes' own addresses. They are
   * given as the whole private tier, where pods have their addresses too. So an exposed service admits every pod of the
   * cluster, whatever its `allowedFrom` says: only their own egress keeps pods out, and what they ask it must check by itself.
   */
  readonly nodeAddresses: readonly Cidr[];
  /** What is not the internet although it is an address: the network, Services and the machines' own metadata. */
  readonly internalAddresses: readonly Cidr[];
  /**
   * Where AWS's own services answer, under the names that they have on the internet, on port 443: none where they are
   * reached there.
   */
  readonly awsApiAddresses: readonly Cidr[];
  /** The zones that nodes run in. */
  readonly zones: readonly string[];
  /** The cluster's DNS domain: `cluster.imp`. */
  readonly clusterDomain: string;
  /** Deterministic private names of the data services. */
  readonly database: {
    readonly host: string;
    /** Where reports may be read from: a replica while there is one, else the primary. */
    readonly readerHost: string;
    readonly port: number;
    readonly addresses: readonly Cidr[];
  };
}

/** The labels of a workload's pods. They select, so they never change: name and instance, and nothing of a version. */
export function podLabels(name: string): PodLabels {
  return { 'app.kubernetes.io/instance': name, 'app.kubernetes.io/name': name };
}
