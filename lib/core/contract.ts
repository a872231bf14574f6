import type { Cidr } from './cidr';
import type { Duration } from './units';

// Facts that both halves of a program use. All of them are known at synthesis: none is read from Terraform's state, from the
// AWS account or from the cluster.

/** Labels that select pods. */
export type PodLabels = Readonly<Record<string, string>>;

/** A port of an endpoint, or a range of them. */
export interface EndpointPort {
  /** Port number, from 1 to 65535. */
  readonly port: number;
  /**
   * Last port of a range that begins with `port`.
   *
   * @default the port alone
   */
  readonly endPort?: number;
  /**
   * Protocol of the port.
   *
   * @default 'TCP'
   */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
}

/** A network endpoint: pods or address ranges, with their ports. */
export interface Endpoint {
  /** Name of the workload or of the addresses, which defines the order of rules. */
  readonly name: string;
  /** Ports that the endpoint listens on. A number is a TCP port. */
  readonly ports: readonly (number | EndpointPort)[];
  readonly peer: PodPeer | AddressPeer;
}

/** Pods of the cluster. */
export interface PodPeer {
  readonly pods: PodLabels;
  /**
   * Namespace of the pods.
   *
   * @default the namespace of the workload that refers to them
   */
  readonly namespace?: string;
  /**
   * True for pods that a NetworkPolicy isolates, as it does all pods of this library. A client of isolated pods creates the
   * NetworkPolicy that admits it. For other pods it creates none: a first policy would deny all of their other clients.
   *
   * @default false
   */
  readonly isolated?: boolean;
}

/** Addresses outside of the cluster. */
export interface AddressPeer {
  readonly addresses: readonly Cidr[];
  /**
   * Excluded ranges within `addresses`.
   *
   * @default none
   */
  readonly except?: readonly Cidr[];
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
  /**
   * Priority among the listener's rules: lower numbers are evaluated first. Unique on a load balancer. A number is free only after
   * the apply that moves the rule that has it: exchange two priorities in two applies, over unused numbers.
   */
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
   * addresses of nodes. They contain no pod, because pods have subnets of their own: a NetworkPolicy that admits a range admits
   * every pod with an address in it, regardless of `allowedFrom`.
   */
  readonly nodeAddresses: readonly Cidr[];
  /**
   * Subnets of the pods by zone letter, for the ENIConfigs of the AWS VPC CNI. AWS assigns a subnet's id when it is created; its
   * name is known before.
   */
  readonly podSubnets: Readonly<Record<string, PodSubnet>>;
  /** Addresses that are not on the internet: the network, Services, and the instance metadata service. */
  readonly internalAddresses: readonly Cidr[];
  /** Addresses of the interface endpoints, to which the public names of the AWS APIs resolve. Empty without endpoints. */
  readonly awsApiAddresses: readonly Cidr[];
  /**
   * Endpoints of the API server: its Service, and the masters behind it. The CNI decides which of the two addresses of a
   * connection a NetworkPolicy sees.
   */
  readonly apiServer: readonly Endpoint[];
  /** Labels, taints and capacity of the nodes, by their group. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupFacts>>;
  /**
   * Endpoint of the database, whose private names are known before it exists.
   *
   * @default none
   */
  readonly database?: DatabaseEndpoint;
}

/** Subnet of the pods in one zone. */
export interface PodSubnet {
  readonly cidr: Cidr;
  /**
   * Value of its tag `Name`.
   *
   * @default none: the subnet is known by its id only
   */
  readonly name?: string;
}

/** Labels and taints of a group's nodes. Taints are written as `{ dedicated: 'transfer:NoSchedule' }`. */
export interface NodeLabels {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: Readonly<Record<string, string>>;
}

/** Facts of a node group that decide whether pods can run on it. */
export interface NodeGroupFacts extends NodeLabels {
  /**
   * Capacity of the group. Pods that do not fit on it are rejected.
   *
   * @default unknown: pods of any size are accepted
   */
  readonly capacity?: NodeCapacity | undefined;
}

/** Resources that a node group has for pods, at its maximum size. */
export interface NodeCapacity {
  /** Instance type of the group, for messages. */
  readonly instanceType: string;
  /** CPU in millicores that pods of one node can request. */
  readonly cpu: number;
  /** Memory in MiB that pods of one node can request. */
  readonly memory: number;
  /** Maximum number of pods on one node. */
  readonly pods: number;
  /** Processor architecture, as container images name it. */
  readonly architecture: 'amd64' | 'arm64';
  /** Maximum number of nodes in all zones. */
  readonly maxNodes: number;
}

/** Endpoint of a database for its clients. */
export interface DatabaseEndpoint {
  readonly host: string;
  /** Host name for reads: a replica, or the primary if there is none. */
  readonly readerHost: string;
  readonly port: number;
  /**
   * Maximum number of connections of each instance, into which all pods must fit.
   *
   * @default not checked
   */
  readonly maxConnections?: number;
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
