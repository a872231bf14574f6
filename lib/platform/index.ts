export { checkPlatform } from './checks/check-halves';
export { checkServices, type CheckedServices } from './checks/check-services';
export { type ClusterNodeGroup, ClusterNodes, type ClusterNodesProps } from './constructs/cluster-nodes';
export { type PlatformTargets } from './constructs/connectivity';
export {
  deployedServices,
  type DeployedService,
  type DeployedVariant,
  type ServiceEnvironment,
} from './definitions/deployed-services';
export type { LocateSetting } from './definitions/exposures';
export { exposeServices, type ExposeServicesProps } from './constructs/expose-services';
export {
  type AddressedNetwork,
  infrastructureContract,
  type InfrastructureContractProps,
} from './infrastructure/infrastructure-contract';
export type {
  Address,
  MigrationDefinition,
  PortDefinition,
  ScheduledTaskDefinition,
  ServiceDefinition,
  ServiceSize,
  VariantDefinition,
  WebServiceDefinition,
  WorkerDefinition,
} from './definitions/service-definition';
export { type Service, serviceList } from './definitions/service-list';
export type { ServiceSettings, VariantSettings } from './definitions/service-settings';
export { ServicesChart } from './constructs/services-chart';
export { metricsEndpoints, type ServicesMonitoring } from './constructs/service-monitoring';
export type { PriorityClasses, ServicesChartProps } from './constructs/services-chart-props';
export { webService, type WebServiceSettings } from './definitions/standalone-service';
