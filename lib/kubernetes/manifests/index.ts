export { patch } from './patch';
export { objectFiles, render, type Rendered } from './render';
export { WaveChart, type Wave, type WaveChartProps } from './wave';
