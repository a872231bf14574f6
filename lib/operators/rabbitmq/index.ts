export {
  RabbitmqBackend,
  type ClusterOperatorOptions,
  type ClusterOperatorVersion,
  type ImprovadoOptions,
} from './backend';
export {
  rabbitmqCredentials,
  rabbitmqEndpoint,
  rabbitmqManagementEndpoint,
  rabbitmqVariables,
  type RabbitmqConnection,
} from './endpoint';
export { clusterOperatorVersion } from './image-checks';
export { ImprovadoDefinition } from './improvado-definition';
export {
  type PartitionHandling,
  type RabbitmqClusterProps,
  type RabbitmqImage,
  type RabbitmqMonitoring,
  type RabbitmqPolicy,
} from './props';
export { RabbitmqCluster } from './rabbitmq-cluster';
export {
  clusterOperatorEndpoint,
  clusterOperatorImage,
  clusterOperatorPodLabels,
  clusterOperatorReleases,
  rabbitmqOperatorNamespace,
} from './releases';
export type { RabbitmqTls } from './tls-props';
export { rabbitmqUserCredentials, topologySecretLabels } from './topology';
export type {
  RabbitmqArguments,
  RabbitmqBinding,
  RabbitmqExchange,
  RabbitmqFederation,
  RabbitmqPermissions,
  RabbitmqQueue,
  RabbitmqQueueType,
  RabbitmqShovel,
  RabbitmqTopicPermissions,
  RabbitmqTopology,
  RabbitmqUser,
  RabbitmqVhost,
} from './topology-props';
