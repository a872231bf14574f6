import type { App } from 'cdk8s';
import { isWaveChart, type Wave, WaveChart } from '../../lib/kubernetes/manifests/wave';
import type { Environment } from '../../environments/environment';

/** Returns the chart of a wave, which several parts of the platform add their objects to. */
export function waveChart(app: App, { name }: Environment, wave: Wave): WaveChart {
  const existing = app.node.children.filter(isWaveChart).find((chart) => chart.wave === wave);
  return existing ?? new WaveChart(app, { environment: name, wave });
}
