import {
  type ClusterOperatorVersion,
  type ImprovadoOptions,
  RabbitmqBackend,
} from '../../lib/operators/rabbitmq/backend';
import type { RabbitmqClusterProps } from '../../lib/operators/rabbitmq/props';
import type { RabbitmqTopology } from '../../lib/operators/rabbitmq/topology-props';
import type { Duration } from '../../lib/core/units';
import { Namespace } from '../../lib/kubernetes/cluster/namespace';
import type { PodSecurityVersion } from '../../lib/kubernetes/checks/pod-security';
import type { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { ImprovadoDefinition } from '../../lib/operators/rabbitmq/improvado-definition';
import { workloadEndpoint } from '../../lib/kubernetes/workloads/workload';
import { inChart, type Mistake } from '../support/mistakes';
import { digest, improvado, rabbitmqCluster } from '../support/workload-samples';

type Props = Partial<RabbitmqClusterProps>;

export const broker = (title: string, id: string, prop: string, mistaken: Props, corrected: Props): Mistake => ({
  title: `broker: ${title}`,
  id,
  source: `RabbitmqCluster: ${prop}`,
  mistaken: inChart((chart) => rabbitmqCluster(chart, mistaken)),
  corrected: inChart((chart) => rabbitmqCluster(chart, corrected)),
});

export const tag = (version: string) => ({ repository: 'rabbitmq', tag: version });
const operator = (version: string) => RabbitmqBackend.clusterOperator({ version: version as ClusterOperatorVersion });
const improvadoWith = (options: Partial<ImprovadoOptions>) =>
  RabbitmqBackend.improvado({ credentialsSecret: 'broker', serviceAccount: 'broker', ...options });
const mirrored = {
  name: 'ha-three',
  pattern: '.*',
  definition: { 'ha-mode': 'exactly', 'ha-params': 3, 'ha-sync-mode': 'automatic' },
};
export const limited = { name: 'short', pattern: '.*', definition: { 'max-length': 1000 } };

/** Mistakes in a topology: each setting is below `topology`. */
export const topology = (
  title: string,
  id: string,
  prop: string,
  mistaken: RabbitmqTopology,
  corrected: RabbitmqTopology,
): Mistake => broker(`topology: ${title}`, id, `topology.${prop}`, { topology: mistaken }, { topology: corrected });
export const imports = { name: 'imports' };
export const events = { name: 'events', type: 'topic' } as const;
export const route = { exchange: 'events', to: { queue: 'imports' } };

const monitored = (runbooks: string): Props => ({ monitoring: { runbooks } });

const topologies: readonly Mistake[] = [
  topology(
    'queue twice',
    'rabbitmq-topology-name',
    'queues[1].name',
    { queues: [imports, { ...imports, type: 'stream' }] },
    { queues: [imports, { ...imports, vhost: 'dts' }], vhosts: [{ name: 'dts' }] },
  ),
  topology(
    'virtual host of the cluster itself',
    'rabbitmq-topology-name',
    'vhosts[0].name',
    { vhosts: [{ name: '/' }] },
    { vhosts: [{ name: 'dts' }] },
  ),
  topology(
    'virtual host with a comment sign',
    'rabbitmq-vhost',
    'vhosts[0].name',
    { vhosts: [{ name: 'dts#1' }] },
    { vhosts: [{ name: 'dts-1' }] },
  ),
  topology(
    'queue with an empty name',
    'rabbitmq-topology-name',
    'queues[0].name',
    { queues: [{ name: '' }] },
    { queues: [{ name: 'Imports of a day' }] },
  ),
  ...['amq.mine', '.', '..', 'ü'.repeat(128)].map((name) =>
    topology(
      `queue with the name ${name.slice(0, 8)}`,
      'rabbitmq-topology-name',
      'queues[0].name',
      { queues: [{ name }] },
      { queues: [{ name: name === 'amq.mine' ? 'my.amq.' : 'ü'.repeat(127) }] },
    ),
  ),
  topology(
    'queue of an unknown virtual host',
    'rabbitmq-topology-vhost',
    'queues[0].vhost',
    { queues: [{ ...imports, vhost: 'dst' }], vhosts: [{ name: 'dts' }] },
    { queues: [{ ...imports, vhost: 'dts' }], vhosts: [{ name: 'dts' }] },
  ),
  topology(
    'permissions for an unknown virtual host',
    'rabbitmq-topology-vhost',
    'users[0].permissions.dst',
    { users: [{ name: 'loader', permissions: { dst: {} } }] },
    { users: [{ name: 'loader', permissions: { '/': { read: '.*' } } }] },
  ),
  topology(
    'topic permissions without permissions',
    'rabbitmq-topic-permission',
    "users[0].topicPermissions['/']",
    { users: [{ name: 'loader', permissions: {}, topicPermissions: { '/': [{ exchange: 'events' }] } }] },
    { users: [{ name: 'loader', permissions: { '/': {} }, topicPermissions: { '/': [{ exchange: 'events' }] } }] },
  ),
  topology(
    'binding to a queue that is not declared',
    'rabbitmq-binding',
    'bindings[0].to.queue',
    { bindings: [route], exchanges: [events], queues: [{ name: 'import' }] },
    { bindings: [route], exchanges: [events], queues: [imports] },
  ),
  topology(
    'binding from an exchange that is not declared',
    'rabbitmq-binding',
    'bindings[0].exchange',
    { bindings: [route], queues: [imports] },
    { bindings: [{ ...route, exchange: 'amq.topic' }], queues: [imports] },
  ),
  topology(
    'fraction as an argument',
    'rabbitmq-policy-number',
    "queues[0].arguments['x-max-length']",
    { queues: [{ ...imports, arguments: { 'x-max-length': 0.5 } }] },
    { queues: [{ ...imports, arguments: { 'x-max-length': 1000 } }] },
  ),
  topology(
    'negative limit',
    'rabbitmq-limit',
    'users[0].limits.connections',
    { users: [{ limits: { connections: -5 }, name: 'loader', permissions: {} }] },
    { users: [{ limits: { connections: 5 }, name: 'loader', permissions: {} }] },
  ),
  topology(
    'name of a Secret with an underscore',
    'resource-name',
    'users[0].credentialsSecret',
    { users: [{ credentialsSecret: 'loader_user', name: 'loader', permissions: {} }] },
    { users: [{ credentialsSecret: 'loader-user', name: 'loader', permissions: {} }] },
  ),
  broker(
    'topology of the improvado operator',
    'improvado-unsupported',
    'topology',
    { backend: improvado, topology: {} },
    { backend: improvado },
  ),
];

/** A broker of the improvado operator, with a namespace of this version of Kubernetes. */
const improvadoOn =
  (podSecurityVersion: PodSecurityVersion, create: (chart: WaveChart) => unknown) =>
  (chart: WaveChart): void => {
    new Namespace(chart, 'namespace', { name: 'shop', podSecurityVersion });
    create(chart);
  };
const improvadoBroker = (chart: WaveChart) => rabbitmqCluster(chart, { backend: improvado });
const improvadoDefinition = (chart: WaveChart) => new ImprovadoDefinition(chart, 'definition');

export const operators: readonly Mistake[] = [
  {
    title: 'broker: improvado operator on Kubernetes 1.25',
    id: 'improvado-kubernetes-version',
    source: 'RabbitmqCluster: backend',
    mistaken: inChart(improvadoOn('v1.25', improvadoBroker)),
    corrected: inChart(improvadoOn('v1.24', improvadoBroker)),
  },
  {
    title: 'definition of the improvado operator on Kubernetes 1.34',
    id: 'improvado-kubernetes-version',
    source: 'ImprovadoDefinition: definition',
    mistaken: inChart(improvadoOn('v1.34', improvadoDefinition)),
    corrected: inChart(improvadoOn('v1.22', improvadoDefinition)),
  },
  broker(
    'runbooks without a host',
    'alert-runbooks',
    'monitoring.runbooks',
    monitored('docs/runbooks'),
    monitored('https://example.com/docs/runbooks'),
  ),
  ...topologies,
  broker('even number of members', 'rabbitmq-quorum', 'replicas', { replicas: 4 }, { replicas: 5 }),
  broker('two members', 'rabbitmq-quorum', 'replicas', { replicas: 2 }, { replicas: 3 }),
  broker('single member', 'rabbitmq-quorum', 'replicas', { replicas: 1 }, { replicas: 3 }),
  ...[2_147_483_649, 4_294_967_299, 0, -3, 3.5, Number.NaN].map((replicas) =>
    broker(`${replicas} members`, 'rabbitmq-replicas', 'replicas', { replicas }, { replicas: 7 }),
  ),
  broker(
    'port of the exporter',
    'tcp-port',
    'backend.exporterPort',
    { backend: improvadoWith({ exporterPort: 4_294_967_300 }) },
    { backend: improvadoWith({ exporterPort: 9090 }) },
  ),
  ...['0s', '2147483648s', '60000d'].map((nodeCleanupInterval) =>
    broker(
      `interval of ${nodeCleanupInterval}`,
      'duration',
      'backend.nodeCleanupInterval',
      { backend: improvadoWith({ nodeCleanupInterval: nodeCleanupInterval as Duration }) },
      { backend: improvadoWith({ nodeCleanupInterval: '10s' }) },
    ),
  ),
  ...['https://rabbitmq', 'RabbitMQ', 'rabbitmq:4.2.9', '', `registry.example.com/rabbitmq@${digest}`].map(
    (repository) =>
      broker(
        `repository '${repository}'`,
        'image-repository',
        'image.repository',
        { image: { ...tag('4.2.9'), repository } },
        { image: { ...tag('4.2.9'), repository: 'registry.example.com:5000/team/rabbitmq' } },
      ),
  ),
  ...['4.2.9-a b', '4.2.9-a@b', `4.2.9-${'x'.repeat(123)}`].map((text) =>
    broker(`tag ${text.slice(0, 9)}`, 'rabbitmq-image-tag', 'image.tag', { image: tag(text) }, { image: tag('4.2.9') }),
  ),
  broker('long name', 'resource-name-length', 'name', { name: 'b'.repeat(46) }, { name: 'b'.repeat(45) }),
  broker(
    'mirrored queues from version 4 on',
    'rabbitmq-mirroring',
    'policies[0].definition',
    { policies: [mirrored] },
    { policies: [limited] },
  ),
  broker(
    'mirrored queues of the improvado operator',
    'rabbitmq-mirroring',
    'policies[0].definition',
    { backend: improvado, policies: [mirrored] },
    { backend: improvado, image: tag('3.13.7'), policies: [mirrored] },
  ),
  broker(
    'partitionHandling from version 4.3 on',
    'rabbitmq-partition-handling',
    'partitionHandling',
    { image: tag('4.3.0'), partitionHandling: 'autoheal' },
    { image: tag('4.2.0'), partitionHandling: 'autoheal' },
  ),
  broker(
    'tag without a version',
    'rabbitmq-image-tag',
    'image.tag',
    { image: tag('latest'), policies: [mirrored] },
    { image: tag('3.13.7'), policies: [mirrored] },
  ),
  broker(
    'short digest',
    'image-digest',
    'image.digest',
    { image: { ...tag('4.2.9'), digest: 'sha256:ab' } },
    { image: { ...tag('4.2.9'), digest } },
  ),
  broker('no storage', 'resource-quantity', 'storage', { storage: '0Gi' }, { storage: '4Gi' }),
  ...['latest', '4', '4.2', '4.2-management', '4.2.9rc1', '4.2.4-rc.1-management', 'v4.2.9', '4.2.9.1', ''].map(
    (text) =>
      broker(`tag ${text}`, 'rabbitmq-image-tag', 'image.tag', { image: tag(text) }, { image: tag('4.2.9-alpine') }),
  ),
  ...[
    ['2.22.0', '4.2.3'],
    ['2.23.1', '4.1.4-management'],
    ['2.22.3', '3.13.7'],
    ['2.100.0', '4.2.3-management-alpine'],
  ].map(([version = '', server = '']) =>
    broker(
      `operator ${version} with ${server}`,
      'rabbitmq-operator-image',
      'image.tag',
      { backend: operator(version), image: tag(server) },
      { backend: operator(version), image: tag('4.2.4-management') },
    ),
  ),
  broker(
    'image for a later operator',
    'rabbitmq-operator-image',
    'image.tag',
    { backend: operator('2.22.0'), image: tag('4.1.4') },
    { backend: operator('2.21.9'), image: tag('4.1.4') },
  ),
  ...['2.15.9', '1.14.0', '3.0.0', '2.20', 'v2.20.0', 'latest', ''].map((version) =>
    broker(
      `operator version ${version}`,
      'rabbitmq-operator-version',
      'backend.version',
      { backend: operator(version) },
      { backend: operator('2.16.0') },
    ),
  ),
  broker('small volume', 'rabbitmq-storage', 'storage', { storage: '3Gi' }, { storage: '4Gi' }),
  broker(
    'small memory',
    'rabbitmq-memory',
    'resources.memory',
    { resources: { cpu: '1', memory: '100Mi' } },
    { resources: { cpu: '1', memory: '0.5Gi' } },
  ),
  broker(
    'gracePeriod above that of the autoscaler',
    'rabbitmq-grace-period',
    'backend.gracePeriod',
    { backend: RabbitmqBackend.clusterOperator({ gracePeriod: '901s' }) },
    { backend: RabbitmqBackend.clusterOperator({ gracePeriod: '900s' }) },
  ),
  ...['', '.', '..', 'a#b', "it's", '"dts"', 'a\nb', ' dts', 'a%(b)s', 'a;b', 'a`b', 'back\\', 'x'.repeat(256)].map(
    (vhost) =>
      broker(`vhost ${JSON.stringify(vhost)}`, 'rabbitmq-vhost', 'vhost', { vhost }, { vhost: 'dts prod/eu-1' }),
  ),
  broker(
    'vhost of a policy',
    'rabbitmq-vhost',
    'policies[0].vhost',
    { policies: [{ ...limited, vhost: 'a#b' }] },
    { policies: [{ ...limited, vhost: 'a/b' }], topology: { vhosts: [{ name: 'a/b' }] } },
  ),
  broker(
    'policy twice',
    'rabbitmq-policy-name',
    'policies[1].name',
    { policies: [limited, { ...limited, pattern: '^a' }] },
    { policies: [limited, { ...limited, vhost: 'other' }], topology: { vhosts: [{ name: 'other' }] } },
  ),
  broker(
    'policy of an unknown virtual host',
    'rabbitmq-topology-vhost',
    'policies[0].vhost',
    { policies: [{ ...limited, vhost: 'other' }] },
    { policies: [{ ...limited, vhost: '/' }] },
  ),
  broker(
    'policy without a pattern',
    'rabbitmq-policy-content',
    'policies[0].pattern',
    { policies: [{ ...limited, pattern: '' }] },
    { policies: [{ ...limited, pattern: '.*' }] },
  ),
  broker(
    'policy without a definition',
    'rabbitmq-policy-content',
    'policies[0].definition',
    { policies: [{ ...limited, definition: {} }] },
    { policies: [{ ...limited, definition: { 'max-length': 1 } }] },
  ),
  ...['', ' a', 'a\nb', '.', '..', 'x'.repeat(256)].map((name) =>
    broker(
      `policy ${JSON.stringify(name)}`,
      'rabbitmq-policy-name',
      'policies[0].name',
      { policies: [{ ...limited, name }] },
      { policies: [{ ...limited, name: 'HA_all a/b é' }] },
    ),
  ),
  ...[Number.NaN, Number.POSITIVE_INFINITY, 1.5].map((value) =>
    broker(
      `policy with ${value}`,
      'rabbitmq-policy-number',
      "policies[0].definition['max-length']",
      { policies: [{ ...limited, definition: { 'max-length': value } }] },
      { policies: [limited] },
    ),
  ),
  broker(
    'policy with a fractional priority',
    'rabbitmq-policy-number',
    'policies[0].priority',
    { policies: [{ ...limited, priority: 0.5 }] },
    { policies: [{ ...limited, priority: 5 }] },
  ),
  broker(
    'monitoring of the improvado operator',
    'improvado-unsupported',
    'monitoring',
    { backend: improvado, monitoring: {} },
    { backend: improvado },
  ),
  broker(
    'no CPU',
    'resource-quantity',
    'resources.cpu',
    { resources: { cpu: '0', memory: '2Gi' } },
    { resources: { cpu: '1', memory: '2Gi' } },
  ),
  broker(
    'watermark at the memory limit',
    'rabbitmq-memory-watermark',
    'memoryHighWatermark',
    { memoryHighWatermark: '2Gi', resources: { cpu: '1', memory: '2Gi' } },
    { memoryHighWatermark: '1200Mi', resources: { cpu: '1', memory: '2Gi' } },
  ),
  broker(
    'addresses of the API server that are no range',
    'endpoint-addresses',
    'backend.apiServerAddresses',
    { backend: RabbitmqBackend.clusterOperator({ apiServerAddresses: ['10.0.0.0/33'] }) },
    { backend: RabbitmqBackend.clusterOperator({ apiServerAddresses: ['10.0.0.0/32'] }) },
  ),
  broker(
    'gracePeriod of zero',
    'duration',
    'backend.gracePeriod',
    { backend: RabbitmqBackend.clusterOperator({ gracePeriod: '0s' }) },
    { backend: RabbitmqBackend.clusterOperator({ gracePeriod: '5m' }) },
  ),
  ...(['secret', 'caSecret', 'memberSecret'] as const).map((setting) =>
    broker(
      `${setting} of TLS that is no name`,
      'resource-name',
      `tls.${setting}`,
      { tls: { secret: 'broker-tls', [setting]: 'broker_tls' } },
      { tls: { secret: 'broker-tls', [setting]: 'other-tls' } },
    ),
  ),
  broker(
    'TLS of the improvado operator',
    'improvado-unsupported',
    'tls',
    { backend: improvado, tls: { secret: 'broker-tls' } },
    { backend: improvado },
  ),
  broker('no priority', 'rabbitmq-priority', 'priorityClass', { priorityClass: '' }, { priorityClass: 'data' }),
  broker(
    'priority of the improvado operator',
    'improvado-unsupported',
    'priorityClass',
    { backend: improvado, priorityClass: 'data' },
    { backend: improvado },
  ),
  broker(
    'clients of the improvado operator',
    'improvado-unsupported',
    'allowedFrom',
    { allowedFrom: [workloadEndpoint('api')], backend: improvado },
    { backend: improvado },
  ),
  broker(
    'digest of the improvado operator',
    'improvado-unsupported',
    'image.digest',
    { backend: improvado, image: { ...tag('4.2.9'), digest } },
    { backend: improvado, image: tag('4.2.9') },
  ),
];
