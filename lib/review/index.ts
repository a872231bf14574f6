export { addresses } from './addresses';
export { overrides } from './overrides';
export { isStateful } from './stateful';
