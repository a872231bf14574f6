export { checkPlatform } from './check-platform';
export { checkServices, type CheckedServices } from './check-services';
export { type ClusterNodeGroup, ClusterNodes, type ClusterNodesProps } from './cluster-nodes';
export { type PlatformTargets } from './connectivity';
export {
  deployedServices,
  type DeployedService,
  type DeployedVariant,
  type ServiceEnvironment,
} from './deployed-services';
export { exposeServices, type ExposeServicesProps } from './expose-services';
export type { LocateSetting } from './exposures';
export {
  type AddressedNetwork,
  infrastructureContract,
  type InfrastructureContractProps,
} from './infrastructure-contract';
export type {
  Address,
  MigrationDefinition,
  ScheduledTaskDefinition,
  ServiceDefinition,
  ServiceSize,
  VariantDefinition,
  WebServiceDefinition,
  WorkerDefinition,
} from './service-definition';
export { type Service, serviceList } from './service-list';
export type { ServiceSettings, VariantSettings } from './service-settings';
export { ServicesChart } from './services-chart';
export type { PriorityClasses, ServicesChartProps } from './services-chart-props';
export { webService, type WebServiceSettings } from './web-service';
