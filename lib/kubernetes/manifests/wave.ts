import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';

/**
 * Order in which objects are applied. An object depends on objects of earlier waves only, so none waits for another of its
 * own wave. The Jobs of a wave complete before the next wave. The numbers are part of folder names, with gaps for new waves.
 */
export const waves = {
  namespaces: 10,
  operators: 20,
  configuration: 30,
  data: 40,
  migrations: 45,
  workloads: 50,
  limits: 60,
} as const;

export type Wave = keyof typeof waves;

/**
 * Returns the wave of an object in a chart: the chart's, except for two kinds. A NetworkPolicy is applied before the pods that
 * it permits to connect, so never after `configuration`. A ResourceQuota counts the pods of the previous release until they
 * are gone, so it is applied after all workloads; `scripts/apply.sh` raises it before them.
 */
export function objectWave(kind: string, chart: Wave): Wave {
  if (kind === 'ResourceQuota') return 'limits';
  return kind === 'NetworkPolicy' && waves[chart] > waves.configuration ? 'configuration' : chart;
}

/** Returns the folder of a wave, whose name sorts in the order of application: `50-workloads`. */
export function waveFolder(wave: Wave): string {
  return `${waves[wave]}-${wave}`;
}

export interface WaveChartProps {
  /**
   * Short name of the environment.
   *
   * @inPlace for all objects; the paths of their constructs change
   */
  readonly environment: string;
  /**
   * Wave in which the objects are applied.
   *
   * @inPlace for all objects; the paths of their constructs change
   */
  readonly wave: Wave;
  /**
   * Kinds of custom resources that have no namespace, with their API group: `ClusterPolicy.kyverno.io`. Those of the operators
   * that this library knows, and those that a CustomResourceDefinition of the app defines, are known.
   *
   * @default none
   * @inPlace for all objects; it changes none
   */
  readonly clusterScopedKinds?: readonly string[];
}

/**
 * A chart of objects that are applied together. Charts are not nested: waves alone define the order.
 *
 * @example
 * const workloads = new WaveChart(scope, { environment: 'demo', wave: 'workloads' });
 */
export class WaveChart extends Chart {
  readonly environment: string;
  readonly wave: Wave;
  readonly clusterScopedKinds: readonly string[];

  constructor(scope: Construct, { clusterScopedKinds = [], environment, wave }: WaveChartProps) {
    super(scope, `${environment}-${waveFolder(wave)}`, { disableResourceNameHashes: true });
    this.environment = environment;
    this.wave = wave;
    this.clusterScopedKinds = clusterScopedKinds;
  }
}

/** True for a WaveChart. `instanceof` would be true for every chart: cdk8s overrides it for all subclasses. */
export function isWaveChart(construct: IConstruct): construct is WaveChart {
  return Chart.isChart(construct) && 'wave' in construct;
}
