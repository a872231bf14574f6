export { ElasticsearchBackend, type EckOptions, type EckVersion, type UpmcOptions } from './backend';
export { eckVersion } from './checks';
export { EckOperator, eckOperatorEndpoint, eckOperatorName, eckOperatorPodLabels } from './eck-operator';
export type { EckOperatorProps } from './eck-operator-props';
export { ElasticsearchCluster } from './elasticsearch-cluster';
export {
  elasticsearchCertificate,
  elasticsearchEndpoint,
  elasticsearchUrl,
  elasticsearchVariables,
  kibanaEndpoint,
} from './endpoint';
export type { LifecyclePolicy, SnapshotSettings } from './policy-props';
export type { ElasticsearchClusterProps, ElasticVersion, KibanaSettings, NodeRole, NodeSet } from './props';
