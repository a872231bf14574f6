import type { Endpoint } from '../../core/contract';
import type { Duration } from '../../core/units';
import type { PodProps } from '../pod/props';

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
   * Endpoints that the pods may connect to.
   *
   * @default none: DNS only
   * @inPlace
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
