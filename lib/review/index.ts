export { acceptedAddresses } from './accepted-exposures';
export { addresses } from './addresses';
export { refusedElasticsearchChanges } from './elasticsearch-changes';
export { overrides } from './overrides';
export type { RefusedChange } from './refused-changes';
export { shrunkClusters } from './shrunk-clusters';
export { type DatabaseChange, rejectedDatabaseChanges } from './database-changes';
export { type LostNodes, lostNodes } from './lost-nodes';
export { isStateful } from './stateful';
