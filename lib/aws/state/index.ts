export { bootstrapScript } from './bootstrap-script';
export { type StateAccess, StateBackend, type StateBackendProps } from './state-backend';
