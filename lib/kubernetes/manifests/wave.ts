import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';

/**
 * The order in which objects reach a cluster. What a wave needs is in the waves before it, so that no object waits for
 * another of its own wave. Jobs are waited for before the next wave. The numbers are part of folder names: a wave added later takes one between them.
 */
export const waves = {
  namespaces: 10,
  operators: 20,
  configuration: 30,
  data: 40,
  migrations: 45,
  workloads: 50,
} as const;

export type Wave = keyof typeof waves;

/** A wave's folder, which sorts in the order of application: `50-workloads`. */
export function waveFolder(wave: Wave): string {
  return `${waves[wave]}-${wave}`;
}

export interface WaveChartProps {
  /** The environment's short name. @inPlace: the paths of its constructs change, and no object */
  readonly environment: string;
  /** When its objects are applied. @inPlace: the paths of its constructs change, and no object */
  readonly wave: Wave;
}

/** All objects of one environment that are applied together. Charts stay flat: order comes from waves alone. */
export class WaveChart extends Chart {
  readonly wave: Wave;

  constructor(scope: Construct, { environment, wave }: WaveChartProps) {
    super(scope, `${environment}-${waveFolder(wave)}`, { disableResourceNameHashes: true });
    this.wave = wave;
  }
}

/** Whether a construct is one. `instanceof` would say so of every chart: cdk8s decides it for all classes below its own. */
export function isWaveChart(construct: IConstruct): construct is WaveChart {
  return Chart.isChart(construct) && 'wave' in construct;
}
