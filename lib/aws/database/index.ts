export { Database } from './database';
export type { DatabaseProps } from './props';
export type { ReplicaProps, ReplicaRegion } from './replica-props';
export type { RestoreSource } from './restore';
export type { DatabaseStorage } from './storage';
export { DatabaseAlarms, type DatabaseAlarmsProps } from './alarms';
export { ReaderEndpoint, type Reader, type ReaderEndpointProps } from './reader-endpoint';
