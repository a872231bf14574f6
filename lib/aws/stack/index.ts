export type { Region } from './region';
export { type LocalState, type S3State, Stack, type StackIdentity, type StackOptions, type StackProps } from './stack';
export type { Tags } from './tags';
export { StackFile } from './stack-file';
export { stackFiles } from './render';
