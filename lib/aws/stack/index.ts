export type { Region } from './region';
export { type LocalState, type S3State, Stack, type StackIdentity, type StackProps } from './stack';
export { StackFile } from './stack-file';
export { stackFiles } from './render';
