export { acceptedAddresses } from './accepted-exposures';
export { addresses } from './addresses';
export { overrides } from './overrides';
export { type ShrunkCluster, shrunkClusters } from './shrunk-clusters';
export { isStateful } from './stateful';
