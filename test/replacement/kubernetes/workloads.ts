import type { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { ImmutableConfigMap, type ImmutableConfigMapProps } from '../../../lib/kubernetes/pod/config-map';
import { DaemonService, type DaemonServiceProps } from '../../../lib/kubernetes/workloads/daemon-service';
import { GrpcService, type GrpcServiceProps } from '../../../lib/kubernetes/workloads/grpc-service';
import { MigrationJob, type MigrationJobProps } from '../../../lib/kubernetes/workloads/migration-job';
import type { PodProps } from '../../../lib/kubernetes/pod/props';
import type { ReplicatedProps } from '../../../lib/kubernetes/workloads/replicated';
import { ScheduledTask, type ScheduledTaskProps } from '../../../lib/kubernetes/workloads/scheduled-task';
import type { ServingProps } from '../../../lib/kubernetes/workloads/serving';
import type { JobProps } from '../../../lib/kubernetes/workloads/job';
import { WebService, type WebServiceProps } from '../../../lib/kubernetes/workloads/web-service';
import { Worker, type WorkerProps } from '../../../lib/kubernetes/workloads/worker';
import { workloadEndpoint, type WorkloadProps } from '../../../lib/kubernetes/workloads/workload';
import type { Exposure } from '../../../lib/core/contract';
import type { Own } from '../../provider-schema/agreement';
import { scene, type Scenes } from './change';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}` as const;
const image = { digest, repository: 'registry.example.com/api' };
const pod = { image, name: 'api', namespace: 'apps', resources: { cpu: '250m', memory: '512Mi' } } as const;
const peer = workloadEndpoint('scheduler', 8080);
const health = { livenessPath: '/alive', port: 8081, readinessPath: '/ready' };

const exposure: Exposure = {
  host: 'api.example.com',
  nodePort: 30_080,
  paths: ['/*'],
  priority: 10,
};
const nodeAddresses = ['10.10.0.0/16'] as const;

/** What every kind of workload would do as well; this one is the simplest. */
function worker(chart: Construct, props: Partial<WorkerProps>): void {
  new Worker(chart, 'api', { ...pod, health, autoscaling: { maxReplicas: 4, minReplicas: 2 }, ...props });
}

function web(chart: Construct, props: Partial<WebServiceProps>): void {
  const usual = {
    livenessPath: '/alive',
    port: 8080,
    readinessPath: '/ready',
    autoscaling: { maxReplicas: 6, minReplicas: 3 },
  };
  new WebService(chart, 'api', { ...pod, ...usual, ...props });
}

function daemon(chart: Construct, props: Partial<DaemonServiceProps>): void {
  new DaemonService(chart, 'agent', { ...pod, health, ports: { metrics: 9100 }, ...props });
}

function scheduled(chart: Construct, props: Partial<ScheduledTaskProps>): void {
  new ScheduledTask(chart, 'task', { ...pod, schedule: '30 3 * * *', ...props });
}

function migration(chart: Construct, props: Partial<MigrationJobProps>): void {
  new MigrationJob(chart, 'migration', { ...pod, ...props });
}

const rolls = ['Deployment'];

export const workloads: Scenes = {
  PodProps: scene<PodProps>(
    // An account's name is a workload's former one, where it was renamed.
    (chart, props) => worker(chart, props),
    {
      name: { replaces: 'everything', to: 'other' },
      namespace: { replaces: 'everything', to: 'others' },
      partOf: { rolls, to: 'other' },
      image: { rolls, to: { ...image, digest: `sha256:${'f'.repeat(64)}` } },
      resources: { rolls, to: { cpu: '500m', memory: '512Mi' } },
      config: [
        { rolls, to: { LOG_LEVEL: 'info' } },
        { given: { config: { LOG_LEVEL: 'info' } }, replaces: ['ConfigMap'], rolls, to: { LOG_LEVEL: 'debug' } },
      ],
      files: [
        { rolls, to: { '/etc/app.yaml': 'level: 1' } },
        {
          given: { files: { '/etc/app.yaml': 'level: 1' } },
          replaces: ['ConfigMap'],
          rolls,
          to: { '/etc/app.yaml': 'level: 2' },
        },
      ],
      secrets: { rolls, to: { TOKEN: { key: 'token', secret: 'api' } } },
      writablePaths: { rolls, to: ['/var/cache'] },
      priorityClass: { rolls, to: 'serving' },
      placement: { rolls, to: { labels: { role: 'web' }, taints: {} } },
    },
  ),
  WorkloadProps: scene<Own<WorkloadProps, PodProps>>((chart, props) => worker(chart, props), {
    drainTimeout: { rolls, to: '60s' },
    connectsTo: { to: [peer] },
    renamedFrom: { given: { renamedFrom: 'former' }, replaces: 'everything', to: undefined },
    physicalName: { replaces: 'everything', to: 'other' },
  }),
  ReplicatedProps: scene<Own<ReplicatedProps, WorkloadProps>>((chart, props) => worker(chart, props), {
    autoscaling: { to: { maxReplicas: 8, minReplicas: 4 } },
    startupTimeout: { rolls, to: '120s' },
  }),
  ServingProps: scene<Own<ServingProps, ReplicatedProps>>((chart, props) => web(chart, props), {
    port: { rolls, to: 9090 },
    exposure: [
      { given: { nodeAddresses }, rolls, to: exposure },
      { given: { exposure, nodeAddresses }, to: { ...exposure, nodePort: 30_081 } },
    ],
    nodeAddresses: { given: { exposure, nodeAddresses }, to: ['10.20.0.0/16'] },
    allowedFrom: { to: [peer] },
  }),
  WebServiceProps: scene<Own<WebServiceProps, ServingProps>>((chart, props) => web(chart, props), {
    readinessPath: { rolls, to: '/health/ready' },
    livenessPath: { rolls, to: '/health/alive' },
  }),
  GrpcServiceProps: scene<Own<GrpcServiceProps, ServingProps>>(
    (chart, props) => {
      new GrpcService(chart, 'api', { ...pod, port: 8080, autoscaling: { maxReplicas: 6, minReplicas: 3 }, ...props });
    },
    { livenessService: { rolls, to: 'other' } },
  ),
  WorkerProps: scene<Own<WorkerProps, ReplicatedProps>>(
    (chart, props) =>
      worker(chart, { ...(props.singleton && { autoscaling: { maxReplicas: 1, minReplicas: 1 } }), ...props }),
    {
      health: { rolls, to: { ...health, port: 9091 } },
      singleton: { to: { reason: 'it holds a lock' } },
    },
  ),
  DaemonServiceProps: scene<Own<DaemonServiceProps, WorkloadProps>>(daemon, {
    health: { rolls: ['DaemonSet'], to: { ...health, port: 9091 } },
    ports: { rolls: ['DaemonSet'], to: { metrics: 9200 } },
    allowedFrom: { to: [peer] },
    startupTimeout: { rolls: ['DaemonSet'], to: '120s' },
    maxUnavailable: { to: 2 },
    host: { rolls: ['DaemonSet'], to: { network: true, reason: 'it watches the network' } },
  }),
  TaskProps: scene<Own<JobProps, WorkloadProps>>(scheduled, {
    command: { rolls: ['CronJob'], to: ['clean', 'up'] },
    activeDeadline: { rolls: ['CronJob'], to: '2h' },
    backoffLimit: { rolls: ['CronJob'], to: 1 },
  }),
  ScheduledTaskProps: scene<Own<ScheduledTaskProps, JobProps>>(scheduled, {
    schedule: { to: '0 4 * * *' },
    timeZone: { to: 'Europe/Berlin' },
    concurrencyPolicy: { to: 'Replace' },
    startingDeadline: { to: '30m' },
  }),
  MigrationJobProps: scene<Own<MigrationJobProps, JobProps>>(migration, {
    ttlAfterFinished: { replaces: ['Job'], to: '14d' },
  }),
  ConfigProps: scene<ImmutableConfigMapProps>(
    (chart, props) => {
      const usual = { data: { LOG_LEVEL: 'info' }, namespace: 'apps', workload: 'api' };
      const { objectName } = new ImmutableConfigMap(chart, 'config', { ...usual, ...props });
      const envFrom = [{ configMapRef: { name: objectName } }];
      new k8s.KubeDeployment(chart, 'reader', {
        metadata: { name: 'reader' },
        spec: { selector: {}, template: { spec: { containers: [{ envFrom, name: 'reader' }] } } },
      });
    },
    {
      workload: { replaces: ['ConfigMap'], rolls, to: 'other' },
      namespace: { replaces: ['ConfigMap'], to: 'others' },
      labels: { to: { team: 'web' } },
      data: { replaces: ['ConfigMap'], rolls, to: { LOG_LEVEL: 'debug' } },
    },
  ),
};
