export { type ApiAccess, DaemonService, type DaemonServiceProps } from './daemon-service';
export { GrpcService, type GrpcServiceProps } from './grpc-service';
export { type HostAccess, type HostPath } from './host-access';
export { MigrationJob, type MigrationJobProps } from './migration-job';
export {
  type DeploymentProps,
  type HealthEndpoint,
  type ServiceProps,
  type WorkloadPort,
  type WorkloadProps,
} from './props';
export { ScheduledTask, type ScheduledTaskProps } from './scheduled-task';
export { WebService, type WebServiceProps } from './web-service';
export { Worker, type Singleton, type WorkerProps } from './worker';
export { workloadEndpoint } from './workload';
