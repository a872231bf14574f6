import { Namespace, type NamespaceProps } from '../../../lib/kubernetes/cluster/namespace';
import { PriorityClass } from '../../../lib/kubernetes/cluster/priority-class';
import { type PriorityClassProps } from '../../../lib/kubernetes/cluster/priority-class';
import { AllowDns, type AllowDnsProps } from '../../../lib/kubernetes/cluster/allow-dns';
import { DefaultDeny, type DefaultDenyProps } from '../../../lib/kubernetes/cluster/default-deny';
import { DaemonService } from '../../../lib/kubernetes/workloads/daemon-service';
import { CopiedSecret, type CopiedSecretProps } from '../../../lib/kubernetes/cluster/copied-secret';
import { ExternalSecret, type ExternalSecretProps } from '../../../lib/kubernetes/cluster/external-secret';
import { ResourceQuota, type ResourceQuotaProps } from '../../../lib/kubernetes/cluster/resource-quota';
import { WaveChart, type WaveChartProps } from '../../../lib/kubernetes/manifests/wave';
import {
  type ClusterOperatorOptions,
  type ImprovadoOptions,
  RabbitmqBackend,
} from '../../../lib/operators/rabbitmq/backend';
import type { RabbitmqTls } from '../../../lib/operators/rabbitmq/tls-props';
import type { RabbitmqClusterProps } from '../../../lib/operators/rabbitmq/props';
import { RabbitmqCluster } from '../../../lib/operators/rabbitmq/rabbitmq-cluster';
import { workloadEndpoint } from '../../../lib/kubernetes/workloads/workload';
import { scene, appScene, type Scenes } from './change';
import type { Construct } from 'constructs';

const account = { credentialsSecret: 'broker-secret', serviceAccount: 'rabbitmq-instance' };
const improvado = RabbitmqBackend.improvado(account);
const image = { repository: 'rabbitmq', tag: '4.2.9-management' };

function broker(chart: Construct, props: Partial<RabbitmqClusterProps>): void {
  new RabbitmqCluster(chart, 'broker', {
    image,
    name: 'broker',
    namespace: 'apps',
    ...(props.backend?.settings.operator !== 'improvado' && { priorityClass: 'data' }),
    replicas: 3,
    storage: '10Gi',
    ...props,
  });
}

const rolls = ['RabbitmqCluster'];

export const others: Scenes = {
  NamespaceProps: scene<NamespaceProps>(
    (chart, props) => {
      new Namespace(chart, 'namespace', { name: 'apps', podSecurityVersion: 'v1.34', ...props });
    },
    {
      name: { replaces: 'everything', to: 'others' },
      podSecurityVersion: { to: 'v1.35' },
      nodeAgents: { to: { level: 'privileged', reason: 'they read logs of the machine' } },
    },
  ),
  AllowDnsProps: scene<AllowDnsProps>(
    (chart, props) => {
      new AllowDns(chart, 'dns', { namespace: 'apps', ...props });
    },
    { namespace: { replaces: 'everything', to: 'others' }, nodeLocalAddresses: { to: ['169.254.20.10'] } },
  ),
  DefaultDenyProps: scene<DefaultDenyProps>(
    (chart, props) => {
      new DefaultDeny(chart, 'deny', { namespace: 'apps', ...props });
    },
    { namespace: { replaces: 'everything', to: 'others' } },
  ),
  CopiedSecretProps: scene<CopiedSecretProps>(
    (chart, props) =>
      new CopiedSecret(chart, 'copy', {
        keys: ['ca.crt'],
        name: 'ca',
        namespace: 'agents',
        source: { name: 'certificates', namespace: 'logging' },
        ...props,
      }),
    {
      name: { replaces: ['ExternalSecret', 'Role', 'RoleBinding', 'SecretStore', 'ServiceAccount'], to: 'other' },
      namespace: { replaces: ['ExternalSecret', 'Role', 'RoleBinding', 'SecretStore', 'ServiceAccount'], to: 'other' },
      source: { to: { name: 'other', namespace: 'logging' } },
      keys: { to: ['ca.crt', 'tls.crt'] },
      refresh: { to: '5m' },
    },
  ),
  ExternalSecretProps: scene<ExternalSecretProps>(
    (chart, props) => {
      const usual = { keys: ['url'], name: 'api', namespace: 'apps', path: 'lab/api', store: 'aws' };
      new ExternalSecret(chart, 'secret', { ...usual, ...props });
    },
    {
      name: { replaces: 'everything', to: 'other' },
      namespace: { replaces: 'everything', to: 'others' },
      store: { to: 'vault' },
      path: { to: 'lab/other' },
      keys: { to: ['url', 'cookie'] },
      refresh: { to: '10m' },
      labels: { to: { 'rabbitmq.com/topology-operator': 'true' } },
      texts: { to: { roles: 'agent' } },
    },
  ),
  ResourceQuotaProps: scene<ResourceQuotaProps>(
    (chart, props) => {
      new ResourceQuota(chart, 'quota', { namespace: 'apps', nodes: 3, ...props });
      const image = { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/agent' };
      const resources = { cpu: '100m', memory: '128Mi' } as const;
      new DaemonService(chart, 'agent', { image, name: 'agent', namespace: 'apps', resources });
    },
    {
      namespace: { replaces: ['LimitRange', 'ResourceQuota'], to: 'others' },
      nodes: { to: 4 },
    },
  ),
  PriorityClassProps: scene<PriorityClassProps>(
    (chart, props) => {
      new PriorityClass(chart, 'class', { name: 'serving', ...props });
    },
    {
      name: { replaces: 'everything', to: 'other' },
      value: { replaces: 'everything', to: 2_000_000 },
      description: { to: 'other' },
      preemptionPolicy: { replaces: 'everything', to: 'Never' },
    },
  ),
  WaveChartProps: appScene<WaveChartProps>(
    (app, props) => {
      const chart = new WaveChart(app, { environment: 'lab', wave: 'configuration', ...props });
      new Namespace(chart, 'namespace', { name: 'apps', podSecurityVersion: 'v1.34' });
    },
    {
      environment: { to: 'staging', unwritten: true },
      wave: { to: 'data', unwritten: true },
      clusterScopedKinds: { to: ['ClusterPolicy.kyverno.io'], unwritten: true },
    },
  ),
  RabbitmqClusterProps: scene<RabbitmqClusterProps>(broker, {
    name: { replaces: 'everything', to: 'other' },
    namespace: { replaces: 'everything', to: 'others' },
    replicas: { to: 5 },
    storage: { to: '20Gi' },
    image: { rolls, to: { ...image, tag: '4.2.10-management' } },
    resources: { rolls, to: { cpu: '2', memory: '4Gi' } },
    vhost: { rolls, to: 'dts' },
    partitionHandling: { rolls, to: 'pause_minority' },
    memoryHighWatermark: { rolls, to: '1Gi' },
    policies: { to: [{ definition: { 'max-length': 1000 }, name: 'short', pattern: '.*' }] },
    topology: [
      { to: { queues: [{ name: 'imports' }], vhosts: [{ name: 'dts' }] } },
      { rolls, to: { shovels: [{ destinationQueue: 'b', name: 'move', sourceQueue: 'a', uriSecret: 'uris' }] } },
    ],
    clusterDomain: [
      { to: 'cluster.imp', unwritten: true },
      { given: { backend: improvado }, rolls: ['Rabbitmq'], to: 'cluster.imp' },
    ],
    allowedFrom: { to: [workloadEndpoint('api', 8080)] },
    monitoring: { to: {} },
    tls: { rolls, to: { secret: 'broker-tls' } },
    priorityClass: { rolls, to: 'brokers' },
    placement: { rolls, to: { labels: { role: 'data' }, taints: {} } },
    backend: { replaces: 'everything', to: improvado },
  }),
  RabbitmqTls: scene<RabbitmqTls>((chart, tls) => broker(chart, { tls: { secret: 'broker-tls', ...tls } }), {
    secret: { rolls, to: 'other-tls' },
    caSecret: { rolls, to: 'authority' },
    plainListeners: { rolls, to: true },
    memberSecret: { rolls, to: 'member-tls' },
  }),
  ClusterOperatorOptions: scene<ClusterOperatorOptions>(
    (chart, options) =>
      broker(chart, { backend: RabbitmqBackend.clusterOperator(options), image: { ...image, tag: '4.0.9' } }),
    {
      storageClass: { replaces: ['RabbitmqCluster'], to: 'io2' },
      operatorNamespace: { to: 'operators' },
      gracePeriod: { rolls, to: '10m' },
      version: { to: '2.16.0', unwritten: true },
      apiServerAddresses: { to: ['10.10.0.0/16'] },
    },
  ),
  ImprovadoOptions: scene<ImprovadoOptions>(
    (chart, options) => broker(chart, { backend: RabbitmqBackend.improvado({ ...account, ...options }) }),
    {
      serviceAccount: { rolls: ['Rabbitmq'], to: 'other' },
      credentialsSecret: [{ to: 'other' }, { given: { exporterPort: 9090 }, rolls: ['Rabbitmq'], to: 'other' }],
      exporterPort: { rolls: ['Rabbitmq'], to: 9090 },
      nodeCleanupInterval: { to: '30s' },
      remoteGuest: { to: true },
    },
  ),
};
