import type { Construct } from 'constructs';
import type { Cidr } from '../../lib/core/cidr';
import type { EndpointPort } from '../../lib/core/contract';
import type { SecretKey } from '../../lib/kubernetes/pod/props';
import type { DaemonServiceProps } from '../../lib/kubernetes/workloads/daemon-service';
import type { GrpcServiceProps } from '../../lib/kubernetes/workloads/grpc-service';
import type { MigrationJobProps } from '../../lib/kubernetes/workloads/migration-job';
import type { ScheduledTaskProps } from '../../lib/kubernetes/workloads/scheduled-task';
import type { WebServiceProps } from '../../lib/kubernetes/workloads/web-service';
import type { WorkerProps } from '../../lib/kubernetes/workloads/worker';
import { inChart, type Mistake } from '../support/mistakes';
import {
  daemonService,
  exposure,
  grpcService,
  migrationJob,
  nodeAddresses,
  podSample,
  scheduledTask,
  webService,
  worker,
} from '../support/workload-samples';
import { secrets } from './workload-secrets';

type Row<Props> = [title: string, id: string, prop: string, mistaken: Partial<Props>, corrected: Partial<Props>];

function rows<Props>(
  construct: string,
  create: (scope: Construct, props: Partial<Props>) => unknown,
  table: readonly Row<Props>[],
): Mistake[] {
  return table.map(([title, id, prop, mistaken, corrected]) => ({
    title,
    id,
    source: `${construct}: ${prop}`,
    mistaken: inChart((chart) => create(chart, mistaken)),
    corrected: inChart((chart) => create(chart, corrected)),
  }));
}

const queueTarget = (perPod: number) => ({ perPod, rabbitmqQueue: { cluster: 'broker', queue: 'transfers' } });

const scaled = (minReplicas: number, maxReplicas: number, targets: object = {}) => ({
  autoscaling: { minReplicas, maxReplicas, ...targets },
});
const sized = (resources: WebServiceProps['resources']) => ({ resources });
const { image } = podSample;

const at = (port: number | EndpointPort): Partial<WebServiceProps> => ({
  connectsTo: [{ name: 'search', peer: { pods: { app: 'search' } }, ports: [port] }],
});
const within = (range: string, ...except: string[]): Partial<WebServiceProps> => ({
  connectsTo: [{ name: 'partner', peer: { addresses: [range as Cidr], except: except as Cidr[] }, ports: [443] }],
});
const anywhere: Partial<WebServiceProps> = {
  connectsTo: [{ name: 'partner', peer: { addresses: [] }, ports: [443] }],
};
const named = (name: string): Partial<WebServiceProps> => ({
  connectsTo: [{ name, peer: { pods: { app: 'search' } }, ports: [443] }],
});
const labelled = (pods: Readonly<Record<string, string>>): Partial<WebServiceProps> => ({
  connectsTo: [{ name: 'search', peer: { pods }, ports: [443] }],
});
const inNamespace = (namespace: string): Partial<WebServiceProps> => ({
  allowedFrom: [{ name: 'prometheus', peer: { namespace, pods: { app: 'prometheus' } }, ports: [] }],
});

const endpoints = rows<WebServiceProps>('WebService', webService, [
  [
    'ports: name too long',
    'port-name',
    "ports['prometheus-metrics']",
    { ports: { 'prometheus-metrics': { port: 9090 } } },
    { ports: { metrics: { port: 9090 } } },
  ],
  [
    'ports: name taken',
    'port-name',
    'ports.http',
    { ports: { http: { port: 9090 } } },
    { ports: { udp: { port: 9090 } } },
  ],
  [
    'ports: port taken',
    'port-conflict',
    'ports.metrics',
    { ports: { metrics: { port: 8080 } } },
    { ports: { metrics: { port: 8080, protocol: 'UDP' } } },
  ],
  [
    'ports: privileged',
    'container-port',
    'ports.metrics.port',
    { ports: { metrics: { port: 80 } } },
    { ports: { metrics: { port: 9090 } } },
  ],
  ['connectsTo: port 0', 'endpoint-port', 'connectsTo', at(0), at(1)],
  ['connectsTo: port above 65535', 'endpoint-port', 'connectsTo', at(70_000), at(65_535)],
  ['connectsTo: fraction of a port', 'endpoint-port', 'connectsTo', at(1.5), at(2)],
  [
    'connectsTo: range that ends before it begins',
    'endpoint-port',
    'connectsTo',
    at({ endPort: 79, port: 80, protocol: 'UDP' }),
    at({ endPort: 80, port: 79, protocol: 'UDP' }),
  ],
  ['connectsTo: address', 'endpoint-addresses', 'connectsTo', within('10.0.0.1'), within('10.0.0.1/32')],
  ['connectsTo: host name', 'endpoint-addresses', 'connectsTo', within('api.example.com'), within('10.0.0.0/8')],
  ['connectsTo: no label of pods', 'endpoint-pods', 'connectsTo', labelled({}), labelled({ app: '' })],
  [
    'connectsTo: no port',
    'endpoint-port',
    'connectsTo',
    { connectsTo: [{ name: 'search', peer: { pods: { app: 'search' } }, ports: [] }] },
    at(443),
  ],
  ['connectsTo: no address', 'endpoint-addresses', 'connectsTo', anywhere, within('0.0.0.0/0')],
  ['connectsTo: host bits', 'endpoint-addresses', 'connectsTo', within('10.0.0.1/8'), within('10.0.0.0/8')],
  [
    'connectsTo: leading zero of a prefix',
    'endpoint-addresses',
    'connectsTo',
    within('10.0.0.0/08'),
    within('10.0.0.0/8'),
  ],
  ['connectsTo: long IPv6', 'endpoint-addresses', 'connectsTo', within('FD00:0::/8'), within('fd00::/8')],
  ['connectsTo: IPv4 as IPv6', 'endpoint-addresses', 'connectsTo', within('::ffff:10.0.0.0/104'), within('10.0.0.0/8')],
  [
    'connectsTo: exception with host bits',
    'endpoint-addresses',
    'connectsTo',
    within('10.0.0.0/8', '10.1.0.1/16'),
    within('10.0.0.0/8', '10.1.0.0/16'),
  ],
  ['connectsTo: name with a space', 'resource-name', 'connectsTo', named('the search'), named('the.search')],
  ['connectsTo: long name', 'resource-name-length', 'connectsTo', named('s'.repeat(64)), named('s'.repeat(63))],
  ['connectsTo: key of a label', 'label-key', 'connectsTo', labelled({ 'the app': 'x' }), labelled({ 'a.b/app': 'x' })],
  ['connectsTo: value of a label', 'label-value', 'connectsTo.app', labelled({ app: 'x y' }), labelled({ app: 'x.y' })],
  ['connectsTo: prefix above 32', 'endpoint-addresses', 'connectsTo', within('10.0.0.0/33'), within('10.0.0.0/32')],
  [
    'connectsTo: exception outside of the range',
    'endpoint-addresses',
    'connectsTo',
    within('10.0.0.0/8', '192.168.0.0/16'),
    within('10.0.0.0/8', '10.1.0.0/16'),
  ],
  [
    'connectsTo: exception that is the range',
    'endpoint-addresses',
    'connectsTo',
    within('10.0.0.0/8', '10.0.0.0/8'),
    within('10.0.0.0/8', '10.0.0.0/9'),
  ],
  [
    'connectsTo: exception of the other family',
    'endpoint-addresses',
    'connectsTo',
    within('0.0.0.0/0', 'fd00::/8'),
    within('::/0', 'fd00::/8'),
  ],
  [
    'allowedFrom: namespace with an underscore',
    'resource-name',
    'allowedFrom',
    inNamespace('my_monitoring'),
    inNamespace('monitoring'),
  ],
]);

const web = rows<WebServiceProps>('WebService', webService, [
  ['name: upper case', 'resource-name', 'name', { name: 'Api' }, { name: 'api' }],
  ['name: too long for its pods', 'resource-name-length', 'name', { name: 'a'.repeat(47) }, { name: 'a'.repeat(46) }],
  ['renamedFrom: upper case', 'resource-name', 'renamedFrom', { renamedFrom: 'Api' }, { renamedFrom: 'front' }],
  ['renamedFrom: same as name', 'workload-rename', 'renamedFrom', { renamedFrom: 'api' }, { renamedFrom: 'front' }],
  ['physicalName: upper case', 'resource-name', 'physicalName', { physicalName: 'Api' }, { physicalName: 'front' }],
  [
    'autoscaling: minReplicas above maxReplicas',
    'autoscaler-range',
    'autoscaling.minReplicas',
    scaled(4, 3),
    scaled(3, 4),
  ],
  ['autoscaling: no pod', 'autoscaler-range', 'autoscaling.minReplicas', scaled(0, 3), scaled(2, 3)],
  ['autoscaling: fraction of a pod', 'autoscaler-range', 'autoscaling.maxReplicas', scaled(2, 2.5), scaled(2, 3)],
  ['autoscaling: one pod of a service', 'replicas', 'autoscaling.minReplicas', scaled(1, 3), scaled(2, 3)],
  ['autoscaling: no room', 'autoscaler-room', 'autoscaling.maxReplicas', scaled(3, 3), scaled(3, 4)],
  [
    'autoscaling: CPU target above 100 %',
    'autoscaler-target',
    'autoscaling.targetCpuUtilization',
    scaled(2, 3, { targetCpuUtilization: 140 }),
    scaled(2, 3, { targetCpuUtilization: 100 }),
  ],
  [
    'autoscaling: memory target of 0 %',
    'autoscaler-target',
    'autoscaling.targetMemoryUtilization',
    scaled(2, 3, { targetMemoryUtilization: 0 }),
    scaled(2, 3, { targetMemoryUtilization: 1 }),
  ],
  [
    'autoscaling: short scaleDownStabilization',
    'scale-down-stabilization',
    'autoscaling.scaleDownStabilization',
    scaled(2, 3, { scaleDownStabilization: '299s' }),
    scaled(2, 3, { scaleDownStabilization: '5m' }),
  ],
  [
    'resources: cpuLimit below cpu',
    'cpu-limit',
    'resources.cpuLimit',
    sized({ cpu: '500m', cpuLimit: '250m', memory: '1Gi' }),
    sized({ cpu: '500m', cpuLimit: '500m', memory: '1Gi' }),
  ],
  [
    'resources: no CPU',
    'resource-quantity',
    'resources.cpu',
    sized({ cpu: '0', memory: '1Gi' }),
    sized({ cpu: '1', memory: '1Gi' }),
  ],
  [
    'resources: negative memory',
    'resource-quantity',
    'resources.memory',
    sized({ cpu: '1', memory: '-1Gi' }),
    sized({ cpu: '1', memory: '1Gi' }),
  ],
  [
    'resources: no ephemeral storage',
    'resource-quantity',
    'resources.ephemeralStorage',
    sized({ cpu: '1', memory: '1Gi', ephemeralStorage: '0Mi' }),
    sized({ cpu: '1', memory: '1Gi', ephemeralStorage: '1Mi' }),
  ],
  ['port: below 1024', 'container-port', 'port', { port: 80 }, { port: 1024 }],
  ['port: above 65535', 'container-port', 'port', { port: 70000 }, { port: 65535 }],
  ['probes: one path for both', 'probe-paths', 'livenessPath', { livenessPath: '/ready' }, { livenessPath: '/alive' }],
  [
    'probes: relative readinessPath',
    'absolute-path',
    'readinessPath',
    { readinessPath: 'ready' },
    { readinessPath: '/ready' },
  ],
  [
    'writablePaths: relative path',
    'absolute-path',
    'writablePaths[0]',
    { writablePaths: ['tmp'] },
    { writablePaths: ['/tmp'] },
  ],
  ['image: tag as digest', 'image-digest', 'image.digest', { image: { ...image, digest: 'latest' } }, { image }],
  [
    'image: repository with a scheme',
    'image-repository',
    'image.repository',
    { image: { ...image, repository: 'https://registry.example.com/api' } },
    { image: { ...image, repository: 'Registry.Example.com:5000/team/api_v1' } },
  ],
  [
    'image: repository in upper case',
    'image-repository',
    'image.repository',
    { image: { ...image, repository: 'registry.example.com/Team/api' } },
    { image: { ...image, repository: 'registry.example.com:5000/team/api:v1' } },
  ],
  ['partOf: with a space', 'label-value', 'partOf', { partOf: 'My App' }, { partOf: 'My.App' }],
  ['partOf: 64 characters', 'label-value', 'partOf', { partOf: 'a'.repeat(64) }, { partOf: 'a'.repeat(63) }],
  [
    'placement: label with two slashes',
    'node-label',
    "placement.labels['a/b/c']",
    { placement: { labels: { 'a/b/c': 'x' }, taints: {} } },
    { placement: { labels: { 'a.example/b': 'x' }, taints: {} } },
  ],
  [
    'placement: taint without an effect',
    'node-taint',
    'placement.taints.dedicated',
    { placement: { labels: {}, taints: { dedicated: 'web' } } },
    { placement: { labels: {}, taints: { dedicated: 'web:NoExecute' } } },
  ],
  ['writablePaths: root', 'mount-path', 'writablePaths[0]', { writablePaths: ['/'] }, { writablePaths: ['/data'] }],
  [
    'writablePaths: kernel',
    'mount-path',
    'writablePaths[0]',
    { writablePaths: ['/proc/sys'] },
    { writablePaths: ['/processes'] },
  ],
  [
    'writablePaths: slash at the end',
    'mount-path',
    'writablePaths[0]',
    { writablePaths: ['/var/cache/'] },
    { writablePaths: ['/var/cache'] },
  ],
  [
    'writablePaths: parent',
    'mount-path',
    'writablePaths[0]',
    { writablePaths: ['/var/../cache'] },
    { writablePaths: ['/var/..cache'] },
  ],
  [
    'writablePaths: empty name',
    'mount-path',
    'writablePaths[0]',
    { writablePaths: ['/var//cache'] },
    { writablePaths: ['/var/cache'] },
  ],
  [
    'writablePaths: colon',
    'mount-path',
    'writablePaths[0]',
    { writablePaths: ['/var/a:b'] },
    { writablePaths: ['/var/a-b'] },
  ],
  [
    'writablePaths: line break',
    'mount-path',
    'writablePaths[0]',
    { writablePaths: ['/var/a\nb'] },
    { writablePaths: ['/var/a b'] },
  ],
  [
    'writablePaths: long name',
    'mount-path',
    'writablePaths[0]',
    {
      writablePaths: [
        '/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      ],
    },
    {
      writablePaths: [
        '/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      ],
    },
  ],
  [
    'writablePaths: in a file',
    'mount-path',
    'writablePaths[0]',
    { files: { '/etc/a': 'b' }, writablePaths: ['/etc/a/cache'] },
    { files: { '/etc/a': 'b' }, writablePaths: ['/etc'] },
  ],
  [
    'files: path of the default directory',
    'mount-path',
    "files['/tmp']",
    { files: { '/tmp': 'b' } },
    { files: { '/tmp': 'b' }, writablePaths: [] },
  ],
  [
    'writablePaths: the same path twice',
    'mount-path',
    'writablePaths[1]',
    { writablePaths: ['/tmp', '/tmp'] },
    { writablePaths: ['/tmp', '/tmp/2'] },
  ],
  [
    'writablePaths: path of a file',
    'mount-path',
    'writablePaths[0]',
    { files: { '/etc/a': 'b' }, writablePaths: ['/etc/a'] },
    { files: { '/etc/a': 'b' }, writablePaths: ['/etc/b'] },
  ],
  [
    'resources: fraction of a byte',
    'resource-quantity',
    'resources.memory',
    sized({ cpu: '1', memory: '0.3Gi' }),
    sized({ cpu: '2.01', memory: '0.5Mi' }),
  ],
  [
    'resources: fraction of a thousandth',
    'resource-quantity',
    'resources.cpu',
    sized({ cpu: '0.5m', memory: '1Gi' }),
    sized({ cpu: '0.001', memory: '1.5Gi' }),
  ],
  [
    'autoscaling: long scaleDownStabilization',
    'scale-down-stabilization',
    'autoscaling.scaleDownStabilization',
    scaled(2, 3, { scaleDownStabilization: '3601s' }),
    scaled(2, 3, { scaleDownStabilization: '1h' }),
  ],
  [
    'autoscaling: more pods than an int32',
    'autoscaler-range',
    'autoscaling.maxReplicas',
    scaled(2, 2 ** 31),
    scaled(2, 2 ** 31 - 1),
  ],
  [
    'autoscaling: metric with a slash',
    'autoscaler-metric',
    "autoscaling.metrics['a/b']",
    scaled(2, 3, { metrics: { 'a/b': { averageValue: '1' } } }),
    scaled(2, 3, { metrics: { 'a-b': { averageValue: '1' } } }),
  ],
  [
    'autoscaling: metric with a target of zero',
    'autoscaler-metric',
    'autoscaling.metrics.queue',
    scaled(2, 3, { metrics: { queue: { averageValue: '0m' } } }),
    scaled(2, 3, { metrics: { queue: { averageValue: '1e3' } } }),
  ],
  [
    'autoscaling: no CPU target and no other one',
    'autoscaler-target',
    'autoscaling.targetCpuUtilization',
    scaled(2, 3, { targetCpuUtilization: 'none' }),
    scaled(2, 3, { scaleOn: { transfers: queueTarget(20) }, targetCpuUtilization: 'none' }),
  ],
  ...[0, -1, 0.0001, Number.NaN].map((perPod): Row<WebServiceProps> => [
    `autoscaling: queue with a target of ${perPod}`,
    'scaling-target',
    'autoscaling.scaleOn.transfers.perPod',
    scaled(2, 3, { scaleOn: { transfers: queueTarget(perPod) } }),
    scaled(2, 3, { scaleOn: { transfers: queueTarget(0.5) } }),
  ]),
  [
    'autoscaling: name of a load that is no label',
    'scaling-target',
    "autoscaling.scaleOn['a b']",
    scaled(2, 3, { scaleOn: { 'a b': queueTarget(20) } }),
    scaled(2, 3, { scaleOn: { 'a-b': queueTarget(20) } }),
  ],
  ...[' ', 'rate(x[5m]', 'scalar(x)', 'x[5m]', 'a) / sum(b', 'rate(x)', 'x{a=~"["}', '{}', '1'].map(
    (query): Row<WebServiceProps> => [
      `autoscaling: query '${query}'`,
      'promql',
      'autoscaling.scaleOn.load.query',
      scaled(2, 3, { scaleOn: { load: { perPod: 1, query } } }),
      scaled(2, 3, { scaleOn: { load: { perPod: 1, query: 'rate(x[5m]) # imports' } } }),
    ],
  ),
  [
    'autoscaling: empty virtual host',
    'scaling-target',
    'autoscaling.scaleOn.load.rabbitmqQueue.vhost',
    scaled(2, 3, { scaleOn: { load: { perPod: 1, rabbitmqQueue: { cluster: 'broker', queue: 'q', vhost: '' } } } }),
    scaled(2, 3, { scaleOn: { load: { perPod: 1, rabbitmqQueue: { cluster: 'broker', queue: 'q', vhost: '/' } } } }),
  ],
  [
    'startupTimeout: more than a year',
    'duration',
    'startupTimeout',
    { startupTimeout: '366d' },
    { startupTimeout: '365d' },
  ],
  [
    'drainTimeout: longer than a node waits',
    'grace-period',
    'drainTimeout',
    { drainTimeout: '881s' },
    { drainTimeout: '880s' },
  ],
  [
    'drainTimeout: a number',
    'duration',
    'drainTimeout',
    { drainTimeout: 30 as unknown as '30s' },
    { drainTimeout: '30s' },
  ],
  [
    'resources: a number',
    'resource-quantity',
    'resources.cpu',
    sized({ cpu: 2 as unknown as '2', memory: '1Gi' }),
    sized({ cpu: '2', memory: '1Gi' }),
  ],
  ['drainTimeout: zero', 'duration', 'drainTimeout', { drainTimeout: '0s' }, { drainTimeout: '60s' }],
  ['startupTimeout: zero', 'duration', 'startupTimeout', { startupTimeout: '0m' }, { startupTimeout: '1m' }],
  [
    'config: variable with a hyphen',
    'environment-variable-name',
    "config['log-level']",
    { config: { 'log-level': 'info' } },
    { config: { LOG_LEVEL: 'info' } },
  ],
  [
    'config: variable with a dot',
    'environment-variable-name',
    "secrets['log.level']",
    { secrets: { 'log.level': { secret: 's', key: 'k' } } },
    { secrets: { LOG_LEVEL: { secret: 's', key: 'k' } } },
  ],
  [
    'config: variable of secrets as well',
    'environment-variable-clash',
    'secrets.A',
    { config: { A: '1' }, secrets: { A: { secret: 's', key: 'k' } } },
    { secrets: { A: { secret: 's', key: 'k' } } },
  ],
  [
    'exposure: nodePort below 30000',
    'node-port',
    'exposure.nodePort',
    { exposure: { ...exposure, nodePort: 29999 }, nodeAddresses },
    { exposure: { ...exposure, nodePort: 30000 }, nodeAddresses },
  ],
  [
    'exposure: nodePort above 32767',
    'node-port',
    'exposure.nodePort',
    { exposure: { ...exposure, nodePort: 32768 }, nodeAddresses },
    { exposure: { ...exposure, nodePort: 32767 }, nodeAddresses },
  ],
  ['exposure: no nodeAddresses', 'node-addresses', 'nodeAddresses', { exposure }, { exposure, nodeAddresses }],
  ...['10.1.0.0', '10.0.0.5/16', '::ffff:10.0.0.0/112'].map((range): Row<WebServiceProps> => [
    `exposure: nodeAddresses with ${range}`,
    'endpoint-addresses',
    'nodeAddresses',
    { exposure, nodeAddresses: [range as Cidr] },
    { exposure, nodeAddresses: ['10.1.0.0/16', '10.0.0.5/32'] },
  ]),
  [
    'config: ConfigMap above 1 MiB',
    'config-map-size',
    'files',
    { files: { '/etc/table.csv': 'x'.repeat(1024 * 1024) } },
    { files: { '/etc/table.csv': 'x'.repeat(1024 * 1024 - 13) } },
  ],
]);

const grpc = rows<GrpcServiceProps>('GrpcService', grpcService, [
  [
    'gRPC service: empty livenessService',
    'liveness-service',
    'livenessService',
    { livenessService: '' },
    { livenessService: 'orders.v1.Orders' },
  ],
  ['gRPC service: one pod', 'replicas', 'autoscaling.minReplicas', scaled(1, 3), scaled(2, 3)],
  ['gRPC service: port below 1024', 'container-port', 'port', { port: 90 }, { port: 9000 }],
]);

const health = { livenessPath: '/alive', port: 9000, readinessPath: '/ready' };
const singleton = { reason: 'one session for each account' };
const reason = 'measures the network of its node';

const workers = rows<WorkerProps>('Worker', worker, [
  [
    'worker: singleton of two pods',
    'singleton-replicas',
    'autoscaling',
    { ...scaled(1, 2), singleton },
    { ...scaled(1, 1), singleton },
  ],
  [
    'worker: singleton without a reason',
    'exception-reason',
    'singleton.reason',
    { ...scaled(1, 1), singleton: { reason: '' } },
    { ...scaled(1, 1), singleton },
  ],
  ['worker: one pod without singleton', 'replicas', 'autoscaling.minReplicas', scaled(1, 3), scaled(2, 3)],
  ['worker: no pod', 'autoscaler-range', 'autoscaling.minReplicas', scaled(0, 1), { ...scaled(1, 1), singleton }],
  ['worker: health port below 1024', 'container-port', 'health.port', { health: { ...health, port: 90 } }, { health }],
  [
    'worker: one path for both probes',
    'probe-paths',
    'health.livenessPath',
    { health: { ...health, livenessPath: '/ready' } },
    { health },
  ],
]);

/** A key of a Secret as a file. */
const secretFile = (path: string, own: Partial<SecretKey> = {}) => ({
  secretFiles: { [path]: { key: 'ca.crt', secret: 'store', ...own } },
});

const daemons = rows<DaemonServiceProps>('DaemonService', daemonService, [
  ...['ca.crt', '/etc/../ca.crt', '/etc/my file'].map((path): Row<DaemonServiceProps> => [
    `daemon: Secret as a file at ${path}`,
    'secret-file-path',
    `secretFiles['${path}']`,
    secretFile(path),
    secretFile('/etc/store/ca.crt'),
  ]),
  [
    'daemon: Secret as a file in the root directory',
    'mount-path',
    "secretFiles['/ca.crt']",
    secretFile('/ca.crt'),
    secretFile('/store/ca.crt'),
  ],
  [
    'daemon: key of a Secret as a file',
    'secret-key',
    "secretFiles['/etc/store/ca.crt'].key",
    secretFile('/etc/store/ca.crt', { key: 'ca/crt' }),
    secretFile('/etc/store/ca.crt'),
  ],
  [
    'daemon: two files in one directory',
    'mount-path',
    "secretFiles['/etc/store/key']",
    { secretFiles: { ...secretFile('/etc/store/ca.crt').secretFiles, ...secretFile('/etc/store/key').secretFiles } },
    { secretFiles: { ...secretFile('/etc/store/ca.crt').secretFiles, ...secretFile('/etc/keys/key').secretFiles } },
  ],
  [
    'daemon: maxUnavailable of 0',
    'daemon-set-max-unavailable',
    'maxUnavailable',
    { maxUnavailable: 0 },
    { maxUnavailable: 1 },
  ],
  [
    'daemon: maxUnavailable of no percent',
    'daemon-set-max-unavailable',
    'maxUnavailable',
    { maxUnavailable: '0%' },
    { maxUnavailable: '1%' },
  ],
  [
    'daemon: name of a port in upper case',
    'container-port-name',
    'ports.Metrics',
    { ports: { Metrics: 9100 } },
    { ports: { 'metrics-2': 9100 } },
  ],
  [
    'daemon: number of a port',
    'container-port-name',
    'ports.metrics',
    { ports: { metrics: 65_536 } },
    { ports: { metrics: 65_535 } },
  ],
  [
    'daemon: two ports of one number',
    'port-conflict',
    'ports.web',
    { ports: { metrics: 9100, web: 9100 } },
    { health: { port: 9100, livenessPath: '/live', readinessPath: '/ready' }, ports: { metrics: 9100, web: 9101 } },
  ],
  [
    'daemon: host access without a reason',
    'exception-reason',
    'host.reason',
    { host: { hostNetwork: true, reason: ' ' } },
    { host: { hostNetwork: true, reason } },
  ],
  [
    'daemon: relative host path',
    'absolute-path',
    "host.paths['/logs'].path",
    { host: { paths: { '/logs': { path: 'var/log' } }, reason } },
    { host: { paths: { '/logs': { path: '/var/log' } }, reason } },
  ],
  [
    'daemon: parent in a host path',
    'host-path',
    "host.paths['/logs'].path",
    { host: { paths: { '/logs': { path: '/var/lib/../log' } }, reason } },
    { host: { paths: { '/logs': { path: '/var/log..' } }, reason } },
  ],
  [
    'daemon: directory at a writable path',
    'mount-path',
    "host.paths['/tmp']",
    { host: { paths: { '/tmp': { path: '/tmp' } }, reason } },
    { host: { paths: { '/tmp': { path: '/tmp' } }, reason }, writablePaths: [] },
  ],
  [
    'daemon: writable path in a read-only directory',
    'mount-path',
    'writablePaths[0]',
    { host: { paths: { '/data': { path: '/data' } }, reason }, writablePaths: ['/data/a'] },
    { host: { paths: { '/data': { path: '/data', writable: true } }, reason }, writablePaths: ['/data/a'] },
  ],
  [
    'daemon: relative mount path',
    'absolute-path',
    'host.paths.logs',
    { host: { paths: { logs: { path: '/var/log' } }, reason } },
    { host: { paths: { '/logs': { path: '/var/log' } }, reason } },
  ],
  [
    'daemon: name too long for its pods',
    'resource-name-length',
    'name',
    { name: 'a'.repeat(58) },
    { name: 'a'.repeat(57) },
  ],
]);

const scheduled = rows<ScheduledTaskProps>('ScheduledTask', scheduledTask, [
  [
    'scheduled task: name too long for its Jobs',
    'resource-name-length',
    'name',
    { name: 'a'.repeat(53) },
    { name: 'a'.repeat(52) },
  ],
  ['schedule: seconds', 'cron-schedule', 'schedule', { schedule: '0 30 3 * * *' }, { schedule: '30 3 * * *' }],
  [
    'schedule: hour 24',
    'cron-schedule',
    'schedule',
    { schedule: '0 24 * * *' },
    { schedule: '*/15,59 0-23/2 * jan-DEC mon-fri' },
  ],
  [
    'timeZone: no name of a zone',
    'time-zone',
    'timeZone',
    { timeZone: 'TZ=Europe/Berlin' },
    { timeZone: 'Europe/Berlin' },
  ],
  [
    'startingDeadline: below 10s',
    'starting-deadline',
    'startingDeadline',
    { startingDeadline: '5s' },
    { startingDeadline: '10s' },
  ],
  ['startingDeadline: zero', 'duration', 'startingDeadline', { startingDeadline: '0s' }, { startingDeadline: '10s' }],
  ['activeDeadline: zero', 'duration', 'activeDeadline', { activeDeadline: '0h' }, { activeDeadline: '1h' }],
  ['backoffLimit: fraction', 'backoff-limit', 'backoffLimit', { backoffLimit: 0.5 }, { backoffLimit: 0 }],
  ['backoffLimit: above 10', 'backoff-limit', 'backoffLimit', { backoffLimit: 11 }, { backoffLimit: 10 }],
  [
    'command: word that no program can be started with',
    'command-word',
    'command[1]',
    { command: ['a', 'x'.repeat(131_072)] },
    { command: ['a', 'x'.repeat(131_071)] },
  ],
  ['schedule: day that never comes', 'cron-days', 'schedule', { schedule: '0 0 31 2 *' }, { schedule: '0 0 29 2 *' }],
  ...['US/Pacific-New', 'SystemV/PST8', 'CST', 'BST'].map((timeZone): Row<ScheduledTaskProps> => [
    `timeZone: ${timeZone}, which only Intl knows`,
    'time-zone',
    'timeZone',
    { timeZone },
    { timeZone: 'EST' },
  ]),
  [
    'schedule: step that is no 64-bit number',
    'cron-schedule',
    'schedule',
    { schedule: '*/99999999999999999999 * * * *' },
    { schedule: '*/61 * * * *' },
  ],
  ['timeZone: misspelt', 'time-zone', 'timeZone', { timeZone: 'Europe/Berln' }, { timeZone: 'GB-Eire' }],
  ['command: a number', 'command-word', 'command[0]', { command: [8080 as unknown as string] }, { command: ['8080'] }],
  ['command: no word', 'job-command', 'command', { command: [] }, { command: ['clean'] }],
  ['command: an empty program', 'job-command', 'command', { command: ['', 'x'] }, { command: ['x', ''] }],
]);

const migrations = rows<MigrationJobProps>('MigrationJob', migrationJob, [
  [
    'migration: name too long for the hash',
    'resource-name-length',
    'name',
    { name: 'a'.repeat(53) },
    { name: 'a'.repeat(52) },
  ],
]);

export const workloads: readonly Mistake[] = [
  ...endpoints,
  ...web,
  ...grpc,
  ...workers,
  ...daemons,
  ...scheduled,
  ...migrations,
  ...secrets,
];
