import type { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { ImmutableConfigMap, type ImmutableConfigMapProps } from '../../../lib/kubernetes/pod/config-map';
import type { PodProps } from '../../../lib/kubernetes/pod/props';
import type { DaemonServiceProps } from '../../../lib/kubernetes/workloads/daemon-service';
import type { GrpcServiceProps } from '../../../lib/kubernetes/workloads/grpc-service';
import type { MigrationJobProps } from '../../../lib/kubernetes/workloads/migration-job';
import type { DeploymentProps, ServiceProps, WorkloadProps } from '../../../lib/kubernetes/workloads/props';
import type { ScheduledTaskProps } from '../../../lib/kubernetes/workloads/scheduled-task';
import type { WebServiceProps } from '../../../lib/kubernetes/workloads/web-service';
import type { WorkerProps } from '../../../lib/kubernetes/workloads/worker';
import { workloadEndpoint } from '../../../lib/kubernetes/workloads/workload';
import type { Own } from '../../provider-schema/agreement';
import * as samples from '../../support/workload-samples';
import { scene, type Scenes } from './change';

const { exposure, nodeAddresses, podSample } = samples;
const { image } = podSample;
const peer = workloadEndpoint('scheduler', 8080);
const other = workloadEndpoint('other', 8080);
const health = { livenessPath: '/alive', port: 8081, readinessPath: '/ready' };

/** The simplest workload, for props of all workloads. */
function worker(chart: Construct, props: Partial<WorkerProps>): void {
  samples.worker(chart, { health, ...props });
}

function daemon(chart: Construct, props: Partial<DaemonServiceProps>): void {
  samples.daemonService(chart, { health, ports: { metrics: 9100 }, ...props });
}

const autoscaling = { maxReplicas: 8, minReplicas: 4 };

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
    connectsTo: [
      { rolls, to: [peer] },
      { given: { connectsTo: [other] }, replaces: ['NetworkPolicy'], rolls, to: [peer] },
    ],
    renamedFrom: { given: { renamedFrom: 'former' }, replaces: 'everything', to: undefined },
    physicalName: { replaces: 'everything', to: 'other' },
  }),
  DeploymentProps: scene<Own<DeploymentProps, WorkloadProps>>((chart, props) => worker(chart, props), {
    args: { rolls, to: ['--verbose'] },
    apiAccess: { rolls, to: true },
  }),
  ServiceProps: scene<Own<ServiceProps, DeploymentProps>>(samples.webService, {
    allowedFrom: [
      { rolls, to: [peer] },
      { given: { allowedFrom: [other] }, replaces: ['NetworkPolicy'], rolls, to: [peer] },
    ],
    autoscaling: { to: autoscaling },
    exposure: [
      { given: { nodeAddresses }, rolls, to: exposure },
      { given: { exposure, nodeAddresses }, to: { ...exposure, nodePort: 30_081 } },
    ],
    nodeAddresses: {
      given: { exposure, nodeAddresses },
      replaces: ['NetworkPolicy'],
      rolls,
      to: ['10.20.0.0/16'],
    },
    port: { rolls, to: 9090 },
    ports: [
      { rolls, to: { metrics: { allowedFrom: [peer], port: 9100 } } },
      {
        given: { ports: { metrics: { allowedFrom: [other], port: 9100 } } },
        replaces: ['NetworkPolicy'],
        rolls,
        to: { metrics: { allowedFrom: [peer], port: 9100 } },
      },
    ],
    startupTimeout: { rolls, to: '120s' },
  }),
  WebServiceProps: scene<Own<WebServiceProps, ServiceProps>>(samples.webService, {
    livenessPath: { rolls, to: '/health/alive' },
    readinessPath: { rolls, to: '/health/ready' },
  }),
  GrpcServiceProps: scene<Own<GrpcServiceProps, ServiceProps>>(samples.grpcService, {
    livenessService: { rolls, to: 'other' },
  }),
  WorkerProps: scene<Own<WorkerProps, DeploymentProps>>(
    (chart, props) =>
      worker(chart, { ...(props.singleton && { autoscaling: { maxReplicas: 1, minReplicas: 1 } }), ...props }),
    {
      autoscaling: { to: autoscaling },
      health: { rolls, to: { ...health, port: 9091 } },
      ports: [
        { rolls, to: { metrics: { allowedFrom: [peer], port: 9100 } } },
        {
          given: { ports: { metrics: { allowedFrom: [other], port: 9100 } } },
          replaces: ['NetworkPolicy'],
          rolls,
          to: { metrics: { allowedFrom: [peer], port: 9100 } },
        },
      ],
      singleton: {
        to: { reason: 'it holds a lock' },
      },
      startupTimeout: { rolls, to: '120s' },
    },
  ),
  DaemonServiceProps: scene<Own<DaemonServiceProps, WorkloadProps>>(daemon, {
    args: { rolls: ['DaemonSet'], to: ['--verbose'] },
    apiAccess: { rolls: ['DaemonSet'], to: { nodeName: 'NODE_NAME' } },
    health: { rolls: ['DaemonSet'], to: { ...health, port: 9091 } },
    ports: { rolls: ['DaemonSet'], to: { metrics: 9200 } },
    allowedFrom: [
      { rolls: ['DaemonSet'], to: [peer] },
      { given: { allowedFrom: [other] }, replaces: ['NetworkPolicy'], rolls: ['DaemonSet'], to: [peer] },
    ],
    startupTimeout: { rolls: ['DaemonSet'], to: '120s' },
    maxUnavailable: { to: 2 },
    host: { rolls: ['DaemonSet'], to: { hostNetwork: true, reason: 'it watches the network' } },
    secretFiles: { rolls: ['DaemonSet'], to: { '/etc/store/ca.crt': { key: 'ca.crt', secret: 'store' } } },
  }),
  ScheduledTaskProps: scene<Own<ScheduledTaskProps, WorkloadProps>>(samples.scheduledTask, {
    activeDeadline: { rolls: ['CronJob'], to: '2h' },
    backoffLimit: { rolls: ['CronJob'], to: 1 },
    command: { rolls: ['CronJob'], to: ['clean', 'up'] },
    concurrencyPolicy: { to: 'Replace' },
    schedule: { to: '0 4 * * *' },
    startingDeadline: { to: '30m' },
    timeZone: { to: 'Europe/Berlin' },
  }),
  MigrationJobProps: scene<Own<MigrationJobProps, WorkloadProps>>(samples.migrationJob, {
    activeDeadline: { replaces: ['Job'], to: '2h' },
    backoffLimit: { replaces: ['Job'], to: 1 },
    command: { replaces: ['Job'], to: ['migrate'] },
  }),
  ImmutableConfigMapProps: scene<ImmutableConfigMapProps>(
    (chart, props) => {
      const usual = { data: { LOG_LEVEL: 'info' }, namespace: 'apps', workload: 'api' };
      const { configMapName } = new ImmutableConfigMap(chart, 'config', { ...usual, ...props });
      const envFrom = [{ configMapRef: { name: configMapName } }];
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
