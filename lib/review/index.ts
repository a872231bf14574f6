export { acceptedAddresses } from './accepted-exposures';
export { addresses } from './addresses';
export { overrides } from './overrides';
export { isStateful } from './stateful';
