export type { CostItem } from './cost-item';
export { costDifference } from './difference';
export { type CostRange, type Estimate, estimate, estimateStack, type StackEstimate, total } from './estimate';
export { assumptions, prices, pricesDate, type Prices } from './prices';
export { costTable, summaryLine } from './table';
