export { AccessLogs, type AccessLogsProps } from './access-logs';
export { Bucket } from './bucket';
export { BucketGrant, type BucketProps, type IBucket } from './bucket-props';
