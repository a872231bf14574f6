export { ElasticsearchBackend, type EckOptions, type EckVersion, type UpmcOptions } from './backend';
export { eckVersion } from './checks';
export { EckOperator, type EckOperatorProps } from './eck-operator';
export { ElasticsearchCluster } from './elasticsearch-cluster';
export { elasticsearchEndpoint, elasticsearchUrl, elasticsearchVariables, kibanaEndpoint } from './endpoint';
export type { LifecyclePolicy, SnapshotSettings } from './policy-props';
export type { ElasticsearchClusterProps, ElasticVersion, KibanaSettings, NodeRole, NodeSet } from './props';
