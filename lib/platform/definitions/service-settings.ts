import type { Cpu, Memory } from '../../core/units';

/** The size of a service in one environment, and its variants that run there. */
export interface ServiceSettings {
  /** Minimum number of pods. */
  readonly minReplicas: number;
  /** Maximum number of pods. */
  readonly maxReplicas: number;
  readonly cpu: Cpu;
  readonly memory: Memory;
  /**
   * Variants of the service that run in this environment, by name: `canary`.
   *
   * @default none
   */
  readonly variants?: Readonly<Record<string, VariantSettings>>;
}

/** The share of requests and the size of a variant in one environment. */
export interface VariantSettings {
  /**
   * Percentage of the service's requests from outside of the cluster, 0 to 100. Requests move by this number alone: a
   * variant of weight 0 runs and gets none. The service itself gets the rest.
   */
  readonly weight: number;
  /**
   * Minimum number of pods.
   *
   * @default the service's own
   */
  readonly minReplicas?: number;
  /**
   * Maximum number of pods.
   *
   * @default the service's own
   */
  readonly maxReplicas?: number;
}
