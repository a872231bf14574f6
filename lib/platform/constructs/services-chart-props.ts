import type { InfrastructureContract } from '../../core/contract';
import type { SettingsLocation } from '../../core/settings-location';
import type { Wave } from '../../kubernetes/manifests/wave';
import type { PlatformTargets } from './connectivity';
import type { ServicesMonitoring } from './service-monitoring';
import type { DeployedService } from '../definitions/deployed-services';

export interface ServicesChartProps {
  /** The namespace of all objects. */
  readonly namespace: string;
  /** All services of the platform, from which the rules between them follow. */
  readonly services: readonly DeployedService[];
  readonly contract: InfrastructureContract;
  /**
   * Wave of the objects: `migrations` creates the migrations of the list, `workloads` everything else.
   *
   * @default 'workloads'
   */
  readonly wave?: Extract<Wave, 'migrations' | 'workloads'>;
  /**
   * Targets of `connectsTo` besides services, `database` and `internet`.
   *
   * @default none
   */
  readonly targets?: PlatformTargets;
  /**
   * The Prometheus of the platform: it collects the metrics of every service with a port `metrics`, and evaluates the rules of
   * `scaleOn` and `availability`.
   *
   * @default none: nothing connects to the port `metrics`, and no object of Prometheus is created
   */
  readonly monitoring?: ServicesMonitoring;
  /**
   * PriorityClasses of pods.
   *
   * @default none: all pods have priority 0
   */
  readonly priorityClasses?: PriorityClasses;
  /**
   * Location of the node groups' settings, for mistakes in labels and taints.
   *
   * @default none: a mistake is reported for the workload's placement
   */
  readonly nodeGroupsLocation?: SettingsLocation;
}

/** Names of PriorityClasses by the work that pods do. */
export interface PriorityClasses {
  /** Pods that answer requests. */
  readonly serving: string;
  /** Pods whose work can wait: workers and tasks. */
  readonly background: string;
}
