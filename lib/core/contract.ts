import type { Cidr } from './cidr';
import type { Duration } from './units';

// Facts that both halves of a program use. All of them are known at synthesis: none is read from Terraform's state, from the
// AWS account or from the cluster.

/** Labels that select pods. */
export type PodLabels = Readonly<Record<string, string>>;

/** A network endpoint: pods or address ranges, with their TCP ports. */
export interface Endpoint {
  /** Name of the workload or of the addresses, which defines the order of rules. */
  readonly name: string;
  /** TCP ports that the endpoint listens on. */
  readonly ports: readonly number[];
  /** Pods of the same namespace, or addresses outside of the cluster. */
  readonly peer:
    | { readonly pods: PodLabels }
    | {
        readonly addresses: readonly Cidr[];
        /** Excluded ranges within `addresses`. */
        readonly except?: readonly Cidr[];
      };
}

/** Protocol of an exposed service's pods. */
export type ExposedProtocol = 'http' | 'grpc';

/** Address of a service behind a load balancer: one declaration for listener rule, target group, NodePort and NetworkPolicy. */
export interface Exposure {
  /**
   * Scheme of the load balancer: reachable from the internet, or only from the network of the cluster.
   *
   * @default 'internet-facing'
   */
  readonly scheme?: 'internet-facing' | 'internal';
  /** Full host name. */
  readonly host: string;
  /** Path patterns in the load balancer's notation. A request that matches any of them is sent to the service. */
  readonly paths: readonly string[];
  /** Priority among the listener's rules: lower numbers are evaluated first. Unique on a load balancer. */
  readonly priority: number;
  /** Port on every node, 30000 to 32767. Unique in the cluster. */
  readonly nodePort: number;
  /**
   * Time that a connection, such as a WebSocket or a stream, may be idle.
   *
   * @default '60s'
   */
  readonly idleTimeout?: Duration;
}

/** Method of gRPC health checks, which load balancers and kubelets call. */
export const grpcHealthMethod = '/grpc.health.v1.Health/Check';

/**
 * Returns the name of a variant in the cluster: `web-canary`. The service itself keeps its own name, so a variant can be
 * added and removed without a change of the service.
 */
export function variantName(service: string, variant: string): string {
  return `${service}-${variant}`;
}

/** True for a port of the default `--service-node-port-range` of the API server. */
export function isNodePort(port: number): boolean {
  return Number.isInteger(port) && port >= 30_000 && port <= 32_767;
}

/** Facts of the infrastructure that workloads depend on. */
export interface InfrastructureContract {
  /**
   * Source addresses of the requests that a load balancer sends to pods. With `externalTrafficPolicy: Cluster`, these are the
   * addresses of nodes: the whole private tier, which contains the pods as well. So the NetworkPolicy of an exposed service
   * admits every pod of the cluster, regardless of its `allowedFrom`; only the egress rules of other pods exclude them.
   */
  readonly nodeAddresses: readonly Cidr[];
  /** Addresses that are not on the internet: the network, Services, and the instance metadata service. */
  readonly internalAddresses: readonly Cidr[];
  /** Addresses of the interface endpoints, to which the public names of the AWS APIs resolve. Empty without endpoints. */
  readonly awsApiAddresses: readonly Cidr[];
  /** Labels and taints of the nodes, by their group. */
  readonly nodeGroups: Readonly<Record<string, NodeLabels>>;
  /**
   * Endpoint of the database, whose private names are known before it exists.
   *
   * @default none
   */
  readonly database?: DatabaseEndpoint;
}

/** Labels and taints of a group's nodes. Taints are written as `{ dedicated: 'transfer:NoSchedule' }`. */
export interface NodeLabels {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: Readonly<Record<string, string>>;
}

/** Endpoint of a database for its clients. */
export interface DatabaseEndpoint {
  readonly host: string;
  /** Host name for reads: a replica, or the primary if there is none. */
  readonly readerHost: string;
  readonly port: number;
  readonly addresses: readonly Cidr[];
}

/** Addresses of services and variants in the accepted files, by their name in the cluster. */
export interface AcceptedAddresses {
  readonly nodePorts: ReadonlyMap<string, number>;
  /** Priorities of listener rules by service. */
  readonly priorities: ReadonlyMap<string, number>;
}

/** Returns the labels of a workload's pods: name and instance, without a version. Selectors are immutable, so these labels never change. */
export function podLabels(name: string): PodLabels {
  return { 'app.kubernetes.io/instance': name, 'app.kubernetes.io/name': name };
}
