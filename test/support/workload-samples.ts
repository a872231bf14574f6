import type { Construct } from 'constructs';
import type { Exposure } from '../../lib/core/contract';
import type { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { DaemonService, type DaemonServiceProps } from '../../lib/kubernetes/workloads/daemon-service';
import { GrpcService, type GrpcServiceProps } from '../../lib/kubernetes/workloads/grpc-service';
import { MigrationJob, type MigrationJobProps } from '../../lib/kubernetes/workloads/migration-job';
import { ScheduledTask, type ScheduledTaskProps } from '../../lib/kubernetes/workloads/scheduled-task';
import { WebService, type WebServiceProps } from '../../lib/kubernetes/workloads/web-service';
import { Worker, type WorkerProps } from '../../lib/kubernetes/workloads/worker';
import { RabbitmqBackend } from '../../lib/operators/rabbitmq/backend';
import type { RabbitmqClusterProps } from '../../lib/operators/rabbitmq/props';
import { RabbitmqCluster } from '../../lib/operators/rabbitmq/rabbitmq-cluster';
import { testChart } from './manifests';

// One sample of each construct of workloads. Tests change the props that they are about.

export const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** Props of the pods of every sample. */
export const podSample = {
  name: 'api',
  namespace: 'apps',
  image: { repository: 'registry.example.com/api', digest },
  resources: { cpu: '250m', memory: '512Mi' },
} as const;

export const webSample: WebServiceProps = {
  ...podSample,
  autoscaling: { minReplicas: 3, maxReplicas: 6 },
  livenessPath: '/alive',
  port: 8080,
  readinessPath: '/ready',
};
export const grpcSample: GrpcServiceProps = {
  ...podSample,
  autoscaling: { minReplicas: 3, maxReplicas: 6 },
  name: 'orders',
  port: 9000,
};
export const workerSample: WorkerProps = {
  ...podSample,
  autoscaling: { minReplicas: 2, maxReplicas: 4 },
  name: 'loader',
};
export const daemonSample: DaemonServiceProps = {
  ...podSample,
  name: 'logs',
  namespace: 'node-agents',
  resources: { cpu: '100m', memory: '200Mi' },
};
export const scheduledSample: ScheduledTaskProps = { ...podSample, name: 'clean-up', schedule: '30 3 * * *' };
export const migrationSample: MigrationJobProps = { ...podSample, name: 'migration' };

export const exposure: Exposure = { host: 'api.example.com', nodePort: 30080, paths: ['/*'], priority: 10 };
export const nodeAddresses = ['10.20.8.0/22'] as const;

export function webService(scope: Construct, props: Partial<WebServiceProps> = {}): WebService {
  return new WebService(scope, 'api', { ...webSample, ...props });
}

export function grpcService(scope: Construct, props: Partial<GrpcServiceProps> = {}): GrpcService {
  return new GrpcService(scope, 'orders', { ...grpcSample, ...props });
}

export function worker(scope: Construct, props: Partial<WorkerProps> = {}): Worker {
  return new Worker(scope, 'loader', { ...workerSample, ...props });
}

export function daemonService(scope: Construct, props: Partial<DaemonServiceProps> = {}): DaemonService {
  return new DaemonService(scope, 'logs', { ...daemonSample, ...props });
}

export function scheduledTask(scope: Construct, props: Partial<ScheduledTaskProps> = {}): ScheduledTask {
  return new ScheduledTask(scope, 'task', { ...scheduledSample, ...props });
}

export function migrationJob(scope: Construct, props: Partial<MigrationJobProps> = {}): MigrationJob {
  return new MigrationJob(scope, 'migration', { ...migrationSample, ...props });
}

/** A cluster of the cluster operator has the priority that it requires, unless the props say otherwise. */
export function rabbitmqCluster(scope: Construct, props: Partial<RabbitmqClusterProps> = {}): RabbitmqCluster {
  return new RabbitmqCluster(scope, 'broker', {
    image: { repository: 'rabbitmq', tag: '4.2.9-management' },
    name: 'broker',
    namespace: 'apps',
    ...(props.backend?.settings.operator !== 'improvado' && { priorityClass: 'data' }),
    replicas: 3,
    storage: '10Gi',
    ...props,
  });
}

export const improvado = RabbitmqBackend.improvado({
  credentialsSecret: 'broker-secret',
  serviceAccount: 'rabbitmq-instance',
});

/** Returns a chart with the constructs that `create` adds to it. */
export function chartWith(create: (chart: WaveChart) => unknown): WaveChart {
  const chart = testChart();
  create(chart);
  return chart;
}

export const webChart = (props: Partial<WebServiceProps> = {}) => chartWith((chart) => webService(chart, props));
export const workerChart = (props: Partial<WorkerProps> = {}) => chartWith((chart) => worker(chart, props));
