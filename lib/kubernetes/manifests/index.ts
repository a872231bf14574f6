export { patch } from './patch';
export type { CreatedObject } from './created-objects';
export type { Manifest } from './manifest';
export { objectFiles, render, type Rendered } from './render';
export { WaveChart, type Wave, type WaveChartProps } from './wave';
