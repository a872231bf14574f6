export { costDifference } from './difference';
export { type CostRange, type Estimate, estimate, type StackEstimate } from './estimate';
export { costTable, summaryLine } from './table';
