import type { Cidr } from '../../core/cidr';
import type { Endpoint, Exposure } from '../../core/contract';
import type { Duration } from '../../core/units';
import type { Autoscaling } from '../pod/autoscaler';
import type { PodProps } from '../pod/props';

/** Default values of `WorkloadProps`, and of `startupTimeout` of workloads that run all the time. */
export const workloadDefaults = { drainTimeout: '30s', startupTimeout: '60s' } as const;

/** Props of every workload. */
export interface WorkloadProps extends PodProps {
  /**
   * Time for requests and work in flight to finish after SIGTERM.
   *
   * @default '30s'
   * @rolls the pods
   */
  readonly drainTimeout?: Duration;
  /**
   * Endpoints that the pods may connect to. The workload creates the NetworkPolicies of both sides.
   *
   * @default none: DNS only
   * @replaces the NetworkPolicies
   * @rolls the pods
   */
  readonly connectsTo?: readonly Endpoint[];
  /**
   * Previous name of the workload. Its objects keep that name and their selectors.
   *
   * @default none
   * @replaces every object, if it is removed without a `physicalName` of the same value
   */
  readonly renamedFrom?: string;
  /**
   * Name of the objects in the cluster, and the one that other workloads connect to.
   *
   * @default `renamedFrom`, or else the name
   * @replaces every object: selectors are immutable
   */
  readonly physicalName?: string;
}

/** Props of pods that run all the time, in a Deployment. */
export interface DeploymentProps extends WorkloadProps {
  /**
   * Arguments of the program.
   *
   * @default those of the image
   * @rolls the pods
   */
  readonly args?: readonly string[];
  /**
   * True if the pods mount the token of the ServiceAccount of their name, whose roles say what the API server permits.
   *
   * @default false
   * @rolls the pods
   */
  readonly apiAccess?: boolean;
}

/** Props that `WebService` and `GrpcService` share. */
export interface ServiceProps extends DeploymentProps {
  /**
   * TCP port that the program listens on, 1024 to 65535. The Service changes to a new port at once, while old pods still
   * listen on the old one. So change it only on a variant without traffic, and shift the traffic after that.
   *
   * @rolls the pods, and loses requests until they have rolled
   */
  readonly port: number;
  /**
   * Further ports of the pods by their name, such as `metrics`. They are not part of the Service.
   *
   * @default none
   * @replaces the NetworkPolicies
   * @rolls the pods
   */
  readonly ports?: Readonly<Record<string, WorkloadPort>>;
  /**
   * Range and targets of the autoscaler.
   *
   * @inPlace
   */
  readonly autoscaling: Autoscaling;
  /**
   * Maximum time for a pod to become alive.
   *
   * @default '60s'
   * @rolls the pods
   */
  readonly startupTimeout?: Duration;
  /**
   * Address of the service outside of the cluster.
   *
   * @default none: only pods of `allowedFrom` can connect
   * @rolls the pods if it is added or removed: exposed pods have a longer grace period
   * @inPlace for a different address
   */
  readonly exposure?: Exposure;
  /**
   * Source addresses of exposed requests: those of every node. Required with `exposure`.
   *
   * @default none
   * @replaces the NetworkPolicies
   * @rolls the pods
   */
  readonly nodeAddresses?: readonly Cidr[];
  /**
   * Pods that may connect to the service, besides those whose `connectsTo` contains it.
   *
   * @default none
   * @replaces the NetworkPolicies
   * @rolls the pods
   */
  readonly allowedFrom?: readonly Endpoint[];
}

/** A port of pods besides that of their requests: metrics, or another protocol. Clients connect to the addresses of pods. */
export interface WorkloadPort {
  /** Port number, 1024 to 65535. */
  readonly port: number;
  /**
   * Protocol of the port.
   *
   * @default 'TCP'
   */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
  /**
   * Pods and addresses that may connect to the port, besides the workloads whose `connectsTo` contains it.
   *
   * @default none
   */
  readonly allowedFrom?: readonly Endpoint[];
}

/** Props from which the name of a workload's objects follows. */
export type WorkloadNames = Pick<WorkloadProps, 'name' | 'physicalName' | 'renamedFrom'>;

/** HTTP endpoint of the probes of pods that have no Service. */
export interface HealthEndpoint {
  /** TCP port, 1024 to 65535. */
  readonly port: number;
  /** Path that answers 2xx while the pod does its work. A rollout waits for it. */
  readonly readinessPath: string;
  /** Path that answers 2xx until the process must be restarted. */
  readonly livenessPath: string;
}
