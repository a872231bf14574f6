export { RabbitmqBackend, type ClusterOperatorOptions, type ImprovadoOptions } from './backend';
export { rabbitmqCredentials, rabbitmqEndpoint } from './endpoint';
export { type PartitionHandling, type RabbitmqClusterProps, type RabbitmqImage, type RabbitmqPolicy } from './props';
export { RabbitmqCluster } from './rabbitmq-cluster';
