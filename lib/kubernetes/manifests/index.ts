export { patch } from './patch';
export { type Manifest, objectFiles, render, type Rendered } from './render';
export { WaveChart, type Wave, type WaveChartProps } from './wave';
