import { Construct } from 'constructs';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { checkCustomMetrics, providesMetric } from '../../lib/kubernetes/checks/custom-metrics';
import { checkContainerResources } from '../../lib/kubernetes/checks/container-resources';
import { checkClusterObjects } from '../../lib/kubernetes/checks/cluster-objects';
import { checkHostPorts } from '../../lib/kubernetes/checks/host-ports';
import { checkManifestValues } from '../../lib/kubernetes/checks/manifest-values';
import { checkObjectNames } from '../../lib/kubernetes/checks/object-names';
import { checkNodePorts } from '../../lib/kubernetes/checks/node-ports';
import { checkObjectSizes } from '../../lib/kubernetes/checks/object-size';
import { checkPodSecurity } from '../../lib/kubernetes/checks/pod-security';
import { checkPriorityClasses } from '../../lib/kubernetes/checks/priority-classes';
import { checkScaledTargets } from '../../lib/kubernetes/checks/scaled-targets';
import { checkObjectsHaveNamespace, checkObjectsHaveWave } from '../../lib/kubernetes/checks/wave-and-namespace';
import { AllowDns } from '../../lib/kubernetes/cluster/allow-dns';
import { ExternalSecret } from '../../lib/kubernetes/cluster/external-secret';
import { Namespace, type NodeAgents } from '../../lib/kubernetes/cluster/namespace';
import { PriorityClass } from '../../lib/kubernetes/cluster/priority-class';
import { ResourceQuota } from '../../lib/kubernetes/cluster/resource-quota';
import { checkPatches, patch } from '../../lib/kubernetes/manifests/patch';
import { checkDuplicateObjects, render } from '../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { RabbitmqCluster } from '../../lib/operators/rabbitmq/rabbitmq-cluster';
import { restrictedContainer } from '../../lib/kubernetes/pod/pod-spec';
import { ImmutableConfigMap } from '../../lib/kubernetes/pod/config-map';
import type { HostAccess } from '../../lib/kubernetes/workloads/host-access';
import { collectDiagnostics, type Diagnostic } from '../../lib/core/diagnostics';
import { prometheusAdapter } from '../support/monitoring-samples';
import { inChart, type Mistake } from '../support/mistakes';
import { daemonService, exposure, nodeAddresses, webService, worker } from '../support/workload-samples';

const podSecurityVersion = 'v1.34';
const secret = { keys: ['url'], name: 'api', namespace: 'apps', path: 'demo/api', store: 'aws' };
const level = (chosen: NodeAgents['level']): NodeAgents => ({ level: chosen, reason: 'reads files of its node' });

const constructs: readonly Mistake[] = [
  {
    title: 'namespace: name with an underscore',
    id: 'resource-name',
    source: 'Namespace: name',
    mistaken: inChart((chart) => new Namespace(chart, 'n', { name: 'my_apps', podSecurityVersion })),
    corrected: inChart((chart) => new Namespace(chart, 'n', { name: 'my-apps', podSecurityVersion })),
  },
  ...['kube-system', 'kube-mine', 'default'].map((name): Mistake => ({
    title: `namespace: ${name}`,
    id: 'namespace-reserved',
    source: 'Namespace: name',
    mistaken: inChart((chart) => new Namespace(chart, 'n', { name, podSecurityVersion })),
    corrected: inChart((chart) => new Namespace(chart, 'n', { name: 'kubernetes', podSecurityVersion })),
  })),
  {
    title: 'namespace: podSecurityVersion without a version',
    id: 'pod-security-version',
    source: 'Namespace: podSecurityVersion',
    mistaken: inChart((chart) => new Namespace(chart, 'n', { name: 'apps', podSecurityVersion: 'latest' as 'v1.34' })),
    corrected: inChart((chart) => new Namespace(chart, 'n', { name: 'apps', podSecurityVersion })),
  },
  {
    title: 'namespace: podSecurityVersion with a leading zero',
    id: 'pod-security-version',
    source: 'Namespace: podSecurityVersion',
    mistaken: inChart((chart) => new Namespace(chart, 'n', { name: 'apps', podSecurityVersion: 'v1.034' })),
    corrected: inChart((chart) => new Namespace(chart, 'n', { name: 'apps', podSecurityVersion })),
  },
  {
    title: 'namespace: node agents without a reason',
    id: 'exception-reason',
    source: 'Namespace: nodeAgents.reason',
    mistaken: inChart(
      (chart) =>
        new Namespace(chart, 'n', { name: 'apps', nodeAgents: { level: 'baseline', reason: '' }, podSecurityVersion }),
    ),
    corrected: inChart(
      (chart) => new Namespace(chart, 'n', { name: 'apps', nodeAgents: level('baseline'), podSecurityVersion }),
    ),
  },
  ...[0, 1.5, 2_000_000_000].map((value) => ({
    title: `priority class: value ${value}`,
    id: 'priority-class-value',
    source: 'PriorityClass: value',
    mistaken: inChart((chart) => new PriorityClass(chart, 'p', { name: 'serving', value })),
    corrected: inChart((chart) => new PriorityClass(chart, 'p', { name: 'serving', value: 1_000_000_000 })),
  })),
  ...[
    '169.254.169.254',
    '0.0.0.0',
    '127.0.0.53',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    'fd00:ec2::253',
    'ff02::1',
    'fe80::1%eth0',
    'FD00:0:0::10',
    '::ffff:10.0.0.1',
    '10.0.0.1/32',
  ].map((address): Mistake => ({
    title: `DNS: cache at ${address}`,
    id: 'dns-address',
    source: 'AllowDns: nodeLocalAddresses',
    mistaken: inChart((chart) => new AllowDns(chart, 'd', { namespace: 'apps', nodeLocalAddresses: [address] })),
    corrected: inChart(
      (chart) =>
        new AllowDns(chart, 'd', { namespace: 'apps', nodeLocalAddresses: ['10.0.0.10', '169.254.20.10', 'fd00::10'] }),
    ),
  })),
  {
    title: 'DNS: range of addresses of a cache',
    id: 'dns-address',
    source: 'AllowDns: nodeLocalAddresses',
    mistaken: inChart(
      (chart) => new AllowDns(chart, 'd', { namespace: 'apps', nodeLocalAddresses: ['169.254.20.0/24'] }),
    ),
    corrected: inChart(
      (chart) => new AllowDns(chart, 'd', { namespace: 'apps', nodeLocalAddresses: ['169.254.20.10'] }),
    ),
  },
  {
    title: 'priority class: value below an int32',
    id: 'priority-class-value',
    source: 'PriorityClass: value',
    mistaken: inChart((chart) => new PriorityClass(chart, 'p', { name: 'serving', value: -2_147_483_649 })),
    corrected: inChart((chart) => new PriorityClass(chart, 'p', { name: 'serving', value: -2_147_483_648 })),
  },
  {
    title: 'priority class: reserved name',
    id: 'priority-class-name',
    source: 'PriorityClass: name',
    mistaken: inChart((chart) => new PriorityClass(chart, 'p', { name: 'system-web' })),
    corrected: inChart((chart) => new PriorityClass(chart, 'p', { name: 'systemweb' })),
  },
  {
    title: 'external secret: key with a space',
    id: 'secret-key',
    source: 'ExternalSecret: keys[0]',
    mistaken: inChart((chart) => new ExternalSecret(chart, 's', { ...secret, keys: ['session key'] })),
    corrected: inChart((chart) => new ExternalSecret(chart, 's', { ...secret, keys: ['session.key'] })),
  },
  {
    title: 'quota: no nodes',
    id: 'quota-nodes',
    source: 'ResourceQuota: nodes',
    mistaken: inChart((chart) => new ResourceQuota(chart, 'q', { namespace: 'apps', nodes: 0 })),
    corrected: inChart((chart) => new ResourceQuota(chart, 'q', { namespace: 'apps', nodes: 1 })),
  },
  {
    title: 'external secret: a key twice',
    id: 'secret-key-conflict',
    source: 'ExternalSecret: keys',
    mistaken: inChart((chart) => new ExternalSecret(chart, 's', { ...secret, keys: ['url', 'cookie', 'url'] })),
    corrected: inChart((chart) => new ExternalSecret(chart, 's', { ...secret, keys: ['url', 'cookie'] })),
  },
  {
    title: 'external secret: a text of the name of a key',
    id: 'secret-key-conflict',
    source: 'ExternalSecret: keys',
    mistaken: inChart(
      (chart) => new ExternalSecret(chart, 's', { ...secret, keys: ['roles'], texts: { roles: 'admin' } }),
    ),
    corrected: inChart(
      (chart) => new ExternalSecret(chart, 's', { ...secret, keys: ['url'], texts: { roles: 'admin' } }),
    ),
  },
  {
    title: 'external secret: upper-case name',
    id: 'resource-name',
    source: 'ExternalSecret: name',
    mistaken: inChart((chart) => new ExternalSecret(chart, 's', { ...secret, name: 'Api' })),
    corrected: inChart((chart) => new ExternalSecret(chart, 's', secret)),
  },
  {
    title: 'external secret: refresh of zero',
    id: 'duration',
    source: 'ExternalSecret: refresh',
    mistaken: inChart((chart) => new ExternalSecret(chart, 's', { ...secret, refresh: '0s' })),
    corrected: inChart((chart) => new ExternalSecret(chart, 's', { ...secret, refresh: '10m' })),
  },
  {
    title: 'config map: data above 1 MiB',
    id: 'config-map-size',
    source: 'ImmutableConfigMap: data',
    mistaken: inChart((chart) => configMap(chart, 'c', 'x'.repeat(1024 * 1024 - 2))),
    corrected: inChart((chart) => configMap(chart, 'c', 'x'.repeat(1024 * 1024 - 3))),
  },
  ...['<', '>', '&', '\u0001'].map((character): Mistake => ({
    title: `config map: request above 3 MiB for escapes of ${JSON.stringify(character)}`,
    id: 'config-map-size',
    source: 'ImmutableConfigMap: data',
    mistaken: inChart((chart) => configMap(chart, 'c', character.repeat(600 * 1024))),
    corrected: inChart((chart) => configMap(chart, 'c', character.repeat(300 * 1024))),
  })),
  ...[
    { data: { 'log level': 'info' }, id: 'config-map-key', prop: "data['log level']" },
    { data: { level: 3 as unknown as string }, id: 'config-text', prop: 'data.level' },
    { data: { note: 'a\0b' }, id: 'config-text', prop: 'data.note' },
    { data: { DB_PASSWORD: 'x' }, id: 'secret-in-config', prop: 'data.DB_PASSWORD' },
    { data: { url: 'amqp://user:word@host' }, id: 'secret-value-in-config', prop: 'data.url' },
    { data: { level: 'info' }, id: 'label-key', labels: { 'a b': 'x' }, prop: 'labels' },
    { data: { level: 'info' }, id: 'label-value', labels: { team: 'a b' }, prop: 'labels.team' },
  ].map(({ id, prop, ...props }): Mistake => ({
    title: `config map: ${id} (${prop})`,
    id,
    source: `ImmutableConfigMap: ${prop}`,
    mistaken: inChart((chart) => new ImmutableConfigMap(chart, 'c', { ...props, namespace: 'apps', workload: 'api' })),
    corrected: inChart(
      (chart) =>
        new ImmutableConfigMap(chart, 'c', {
          data: { 'level': 'info', 'logo.png': new Uint8Array([0]) },
          labels: { 'example.com/team': 'shop' },
          namespace: 'apps',
          workload: 'api',
        }),
    ),
  })),
];

function configMap(scope: WaveChart, id: string, value: string): void {
  new ImmutableConfigMap(scope, id, { data: { KEY: value }, namespace: 'apps', workload: 'api' });
}

/** All diagnostics of an app with a namespace `apps` and the objects that `create` adds. */
const rendered =
  (create: (chart: WaveChart, app: App) => unknown, nodeAgents?: NodeAgents) => (): readonly Diagnostic[] => {
    const app = new App();
    new Namespace(new WaveChart(app, { environment: 'demo', wave: 'namespaces' }), 'namespace', {
      name: 'apps',
      podSecurityVersion,
      ...(nodeAgents && { nodeAgents }),
    });
    create(new WaveChart(app, { environment: 'demo', wave: 'workloads' }), app);
    const objects = render(app);
    return [
      ...collectDiagnostics(app),
      ...checkObjectsHaveWave(app),
      ...checkObjectsHaveNamespace(app, objects),
      ...checkObjectNames(objects),
      ...checkObjectSizes(objects),
      ...checkDuplicateObjects(objects),
      ...checkClusterObjects(objects),
      ...checkHostPorts(objects),
      ...checkNodePorts(objects),
      ...checkPodSecurity(objects),
      ...checkScaledTargets(objects),
      ...checkCustomMetrics(app, objects),
      ...checkPatches(app),
      ...checkPriorityClasses(objects),
      ...checkContainerResources(objects),
      ...checkManifestValues(objects),
    ];
  };

function rawObject(chart: Chart, namespace?: string): ApiObject {
  return custom(chart, 'ConfigMap.v1', namespace);
}

/** An object of any kind, such as `Job.batch/v1`. */
function custom(chart: Chart, kind: string, namespace?: string, name = 'raw', more: object = {}): ApiObject {
  const dot = kind.indexOf('.');
  return new ApiObject(chart, `${kind} ${name}`.replaceAll('/', '-'), {
    apiVersion: kind.slice(dot + 1),
    kind: kind.slice(0, dot),
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    ...more,
  });
}

const definition = (scope: string) => ({ spec: { group: 'example.com', names: { kind: 'Tenant' }, scope } });

/** A tenant, and the definition of its kind. */
const tenant = (scope: string, namespace?: string) =>
  rendered((chart) => {
    custom(
      chart,
      'CustomResourceDefinition.apiextensions.k8s.io/v1',
      undefined,
      'tenants.example.com',
      definition(scope),
    );
    custom(chart, 'Tenant.example.com/v1', namespace);
  });

const policyChart = (app: App, clusterScopedKinds: string[]) =>
  custom(
    new WaveChart(app, { clusterScopedKinds, environment: 'demo', wave: 'configuration' }),
    'ClusterPolicy.kyverno.io/v1',
  );

function broker(chart: Chart): void {
  new PriorityClass(chart, 'data', { name: 'data', value: 1000 });
  new RabbitmqCluster(chart, 'broker', {
    image: { repository: 'rabbitmq', tag: '4.2.9-management' },
    name: 'broker',
    namespace: 'apps',
    priorityClass: 'data',
    replicas: 3,
    storage: '10Gi',
  });
}

const named = (name: string, kind = 'ConfigMap.v1') => rendered((chart) => custom(chart, kind, 'apps', name));

/** An object of another group, whose every character is six in JSON. */
const sized = (chart: Chart, length: number) =>
  custom(chart, 'PrometheusRule.monitoring.coreos.com/v1', 'apps', 'raw', { spec: { groups: '<'.repeat(length) } });

/** A ConfigMap with many keys. */
const keyed = (chart: Chart, count: number) =>
  custom(chart, 'ConfigMap.v1', 'apps', 'raw', {
    data: Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, ''])),
  });

/** A Deployment of another library, in a namespace with a quota. */
function rawPods(chart: Chart, resources: object, replicas = 1, pod: object = {}): void {
  new ResourceQuota(chart, 'quota', { namespace: 'apps', nodes: 3 });
  new ApiObject(chart, 'raw', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'raw', namespace: 'apps' },
    spec: {
      replicas,
      template: {
        spec: { containers: [{ image: 'x', name: 'x', resources, securityContext: restrictedContainer }], ...pod },
      },
    },
  });
}

/** Pods with resources of the whole pod, in a namespace whose default is 256Mi. */
const wholePods = (resources: object) => rendered((chart) => rawPods(chart, {}, 1, { resources }));

const agent = (host?: HostAccess) => (chart: WaveChart) =>
  daemonService(chart, { namespace: 'apps', ...(host && { host }) });

const scaledOnLoad = {
  autoscaling: { maxReplicas: 4, minReplicas: 2, scaleOn: { load: { perPod: 1, query: 'sum(up)' } } },
};

/** Two agents on the host network, of which the first listens on port 9100. */
const hostAgents = (port: number, options: object = {}) =>
  rendered((chart) => {
    daemonService(chart, {
      host: { hostNetwork: true, reason: 'reads the network of its node' },
      name: 'first',
      namespace: 'apps',
      ports: { metrics: 9100 },
    });
    custom(chart, 'DaemonSet.apps/v1', 'apps', 'raw', rawAgent([{ containerPort: 80, hostPort: port, ...options }]));
  }, level('privileged'));

const rawAgent = (ports: readonly object[]) => ({
  spec: { template: { spec: { containers: [{ name: 'x', ports }] } } },
});

/** A StatefulSet of another library in a namespace of level restricted. */
const rawStatefulSet = (pod: object, container: object) =>
  rendered((chart) =>
    custom(chart, 'StatefulSet.apps/v1', 'apps', 'raw', {
      spec: { template: { spec: { ...pod, containers: [{ name: 'x', ...container }] } } },
    }),
  );

/** An autoscaler of another library, next to that of a worker. */
const secondScaler = (kind: string, spec: object) =>
  rendered((chart) => {
    worker(chart);
    custom(chart, kind, 'apps', 'raw', { spec });
  });

const scaledLoader = (name: string) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name });

/** Two Services of another library. */
const exposed = (chart: WaveChart, name: string, nodePort: number) =>
  webService(new Construct(chart, name), { exposure: { ...exposure, nodePort }, name, nodeAddresses });

const nodePortServices = (first: object, second: object) =>
  rendered((chart) => {
    custom(chart, 'Service.v1', 'apps', 'first', { spec: { ports: [first], type: 'NodePort' } });
    custom(chart, 'Service.v1', 'default', 'second', { spec: { ports: [second, { nodePort: 30_090 }] } });
  });

const scaledOnQueue = {
  autoscaling: { maxReplicas: 6, metrics: { queue: { averageValue: '10' } }, minReplicas: 3 },
} as const;
const slowNames = JsonPatch.add('/spec/template/spec/dnsConfig', { options: [{ name: 'timeout', value: '10' }] });

function patched(change: (deployment: ApiObject) => void) {
  return rendered((chart) => change(worker(chart).deployment));
}

const renderedObjects: readonly Mistake[] = [
  {
    title: 'object: chart without a wave',
    id: 'object-wave',
    source: 'ConfigMap raw: chart',
    mistaken: rendered((_, app) => rawObject(new Chart(app, 'mine'), 'apps')),
    corrected: rendered((chart) => rawObject(chart, 'apps')),
  },
  ...[
    ['Service.v1', 'kubernetes', 'default'],
    ['Service.v1', 'kube-dns', 'kube-system'],
    ['ConfigMap.v1', 'kube-root-ca.crt', 'apps'],
  ].map(([kind = '', name = '', namespace]): Mistake => ({
    title: `object: ${kind} ${name} of the cluster itself`,
    id: 'cluster-object',
    source: `${kind.split('.')[0]} ${name}: metadata.name`,
    mistaken: rendered((chart) => custom(chart, kind, namespace, name)),
    corrected: rendered((chart) => custom(chart, kind, namespace, `my-${name}`)),
  })),
  {
    title: 'web service: name of the Service of the API server',
    id: 'cluster-object',
    source: 'Service kubernetes: metadata.name',
    mistaken: rendered((chart) => webService(chart, { name: 'kubernetes', namespace: 'default' })),
    corrected: rendered((chart) => webService(chart, { name: 'kubernetes' })),
  },
  {
    title: 'agent: port of the node of another agent',
    id: 'host-port',
    source: 'DaemonSet raw: spec.template.spec.containers[0].ports[0].hostPort',
    mistaken: hostAgents(9100, { hostIP: '10.0.0.1' }),
    corrected: hostAgents(9100, { protocol: 'UDP' }),
  },
  {
    title: 'agent: port of kubelet',
    id: 'host-port',
    source: 'DaemonSet raw: spec.template.spec.containers[0].ports[0].hostPort',
    mistaken: hostAgents(10_250),
    corrected: hostAgents(10_260),
  },
  {
    title: 'object: unknown namespace',
    id: 'object-namespace',
    source: 'ConfigMap raw: metadata.namespace',
    mistaken: rendered((chart) => rawObject(chart, 'nowhere')),
    corrected: rendered((chart) => rawObject(chart, 'kube-system')),
  },
  {
    title: 'object: no namespace',
    id: 'object-namespace',
    source: 'ConfigMap raw: metadata.namespace',
    mistaken: rendered((chart) => rawObject(chart)),
    corrected: rendered((chart) => rawObject(chart, 'apps')),
  },
  {
    title: 'object: namespace of a kind without namespaces',
    id: 'object-namespace',
    source: 'ClusterRole raw: metadata.namespace',
    mistaken: rendered((chart) => custom(chart, 'ClusterRole.rbac.authorization.k8s.io/v1', 'apps')),
    corrected: rendered((chart) => custom(chart, 'ClusterRole.rbac.authorization.k8s.io/v1')),
  },
  {
    title: 'object: kind that its definition gives a namespace',
    id: 'object-namespace',
    source: 'Tenant raw: metadata.namespace',
    mistaken: tenant('Namespaced'),
    corrected: tenant('Cluster'),
  },
  {
    title: 'object: kind that its definition gives no namespace',
    id: 'object-namespace',
    source: 'Tenant raw: metadata.namespace',
    mistaken: tenant('Cluster', 'apps'),
    corrected: tenant('Namespaced', 'apps'),
  },
  {
    title: 'object: kind of another group than the declared one',
    id: 'object-namespace',
    source: 'ClusterPolicy raw: metadata.namespace',
    mistaken: rendered((_, app) => policyChart(app, ['ClusterPolicy.example.com'])),
    corrected: rendered((_, app) => policyChart(app, ['ClusterPolicy.kyverno.io'])),
  },
  ...['Raw', 'raw_1', '../raw', 'raw.', '', 'r'.repeat(242)].map((name): Mistake => ({
    title: `object: name '${name}'`,
    id: 'object-name',
    source: `ConfigMap ${name}: metadata.name`,
    mistaken: named(name),
    corrected: named(name.length > 200 ? 'r'.repeat(240) : 'raw.1'),
  })),
  {
    title: 'object: name of a Service that begins with a digit',
    id: 'object-name',
    source: 'Service 1raw: metadata.name',
    mistaken: named('1raw', 'Service.v1'),
    corrected: named('1raw', 'Secret.v1'),
  },
  {
    title: 'object: name of a Role with a slash',
    id: 'object-name',
    source: 'Role a/b: metadata.name',
    mistaken: named('a/b', 'Role.rbac.authorization.k8s.io/v1'),
    corrected: named('system:B', 'Role.rbac.authorization.k8s.io/v1'),
  },
  {
    title: 'object: one kind and name in two versions of a group',
    id: 'duplicate-object',
    source: 'Job raw: metadata.name',
    mistaken: rendered((chart) => ['Job.batch/v1', 'Job.batch/v1beta1'].map((kind) => custom(chart, kind, 'apps'))),
    corrected: rendered((chart) =>
      ['Job.batch/v1', 'Job.batch.volcano.sh/v1alpha1'].map((kind) => custom(chart, kind, 'apps')),
    ),
  },
  {
    title: 'object: name of a Service that the RabbitMQ operator creates',
    id: 'duplicate-object',
    source: 'Service broker: metadata.name',
    mistaken: rendered((chart) => [broker(chart), custom(chart, 'Service.v1', 'apps', 'broker')]),
    corrected: rendered((chart) => [broker(chart), custom(chart, 'Service.v1', 'apps', 'broker-http')]),
  },
  {
    title: 'object: name of a Secret that external-secrets creates',
    id: 'duplicate-object',
    source: 'Secret api: metadata.name',
    mistaken: rendered((chart) => [new ExternalSecret(chart, 's', secret), custom(chart, 'Secret.v1', 'apps', 'api')]),
    corrected: rendered((chart) => [new ExternalSecret(chart, 's', secret), custom(chart, 'Secret.v1', 'apps', 'web')]),
  },
  {
    title: 'object: one Secret of two operators',
    id: 'duplicate-object',
    source: 'ExternalSecret broker-default-user: metadata.name',
    mistaken: rendered((chart) => [
      broker(chart),
      new ExternalSecret(chart, 's', { ...secret, name: 'broker-default-user' }),
    ]),
    corrected: rendered((chart) => [broker(chart), new ExternalSecret(chart, 's', { ...secret, name: 'broker-user' })]),
  },
  {
    title: 'object: same name twice',
    id: 'duplicate-object',
    source: 'ConfigMap api-c73dd9fca5: metadata.name',
    mistaken: rendered((chart) => {
      new ImmutableConfigMap(chart, 'one', { data: { A: '1' }, namespace: 'apps', workload: 'api' });
      new ImmutableConfigMap(chart, 'two', { data: { A: '1' }, namespace: 'apps', workload: 'api' });
    }),
    corrected: rendered((chart) => {
      new ImmutableConfigMap(chart, 'one', { data: { A: '1' }, namespace: 'apps', workload: 'api' });
      new ImmutableConfigMap(chart, 'two', { data: { A: '2' }, namespace: 'apps', workload: 'api' });
    }),
  },
  {
    title: 'object: name of a Deployment of another library',
    id: 'duplicate-object',
    source: 'Deployment loader: metadata.name',
    mistaken: rendered((chart) => {
      worker(chart);
      custom(chart, 'Deployment.apps/v1', 'apps', 'loader');
    }),
    corrected: rendered((chart) => {
      worker(chart);
      custom(chart, 'Deployment.apps/v1', 'apps', 'shop');
    }),
  },
  {
    title: 'pod security: Deployment in a namespace of node agents',
    id: 'node-agent-namespace',
    source: 'Deployment loader: metadata.namespace',
    mistaken: rendered((chart) => worker(chart), level('privileged')),
    corrected: rendered((chart) => worker(chart)),
  },
  {
    title: 'pod security: host paths at level baseline',
    id: 'pod-security-level',
    source: 'DaemonSet logs: metadata.namespace',
    mistaken: rendered(agent({ paths: { '/logs': { path: '/var/log' } }, reason: 'logs' }), level('baseline')),
    corrected: rendered(agent({ paths: { '/logs': { path: '/var/log' } }, reason: 'logs' }), level('privileged')),
  },
  {
    title: 'pod security: root at level restricted',
    id: 'pod-security-level',
    source: 'DaemonSet logs: metadata.namespace',
    mistaken: rendered(agent({ reason: 'files of root', root: true })),
    corrected: rendered(agent({ reason: 'files of root', root: true }), level('baseline')),
  },
  {
    title: 'pod security: host network at level restricted',
    id: 'pod-security-level',
    source: 'DaemonSet logs: metadata.namespace',
    mistaken: rendered(agent({ hostNetwork: true, reason: 'metrics' })),
    corrected: rendered(agent()),
  },
  {
    title: 'pod security: host processes at level restricted',
    id: 'pod-security-level',
    source: 'DaemonSet logs: metadata.namespace',
    mistaken: rendered(agent({ hostPid: true, reason: 'metrics' })),
    corrected: rendered(agent({ hostPid: true, reason: 'metrics' }), level('privileged')),
  },
  {
    title: 'pod security: StatefulSet of another library that is not restricted',
    id: 'pod-security-level',
    source: 'StatefulSet raw: metadata.namespace',
    mistaken: rawStatefulSet({}, {}),
    corrected: rawStatefulSet({}, { securityContext: restrictedContainer }),
  },
  {
    title: 'autoscaler: second one of a workload',
    id: 'autoscaler-target-conflict',
    source: 'HorizontalPodAutoscaler raw: spec.scaleTargetRef.name',
    mistaken: secondScaler('HorizontalPodAutoscaler.autoscaling/v2', { scaleTargetRef: scaledLoader('loader') }),
    corrected: secondScaler('HorizontalPodAutoscaler.autoscaling/v2', { scaleTargetRef: scaledLoader('other') }),
  },
  {
    title: 'autoscaler: vertical one of a scaled workload',
    id: 'autoscaler-target-conflict',
    source: 'VerticalPodAutoscaler raw: spec.targetRef.name',
    mistaken: secondScaler('VerticalPodAutoscaler.autoscaling.k8s.io/v1', { targetRef: scaledLoader('loader') }),
    corrected: secondScaler('VerticalPodAutoscaler.autoscaling.k8s.io/v1', {
      targetRef: scaledLoader('loader'),
      updatePolicy: { updateMode: 'Off' },
    }),
  },
  {
    title: 'service: nodePort of another one of the library',
    id: 'service-node-port',
    source: 'Service second: spec.ports[0].nodePort',
    mistaken: rendered((chart) => [exposed(chart, 'first', 30_080), exposed(chart, 'second', 30_080)]),
    corrected: rendered((chart) => [exposed(chart, 'first', 30_080), exposed(chart, 'second', 30_090)]),
  },
  {
    title: 'service: nodePort of another one',
    id: 'service-node-port',
    source: 'Service second: spec.ports[0].nodePort',
    mistaken: nodePortServices({ nodePort: 30_080 }, { nodePort: 30_080, protocol: 'UDP' }),
    corrected: nodePortServices({ nodePort: 30_080 }, { nodePort: 30_090, protocol: 'UDP' }),
  },
  {
    title: 'priority class: misspelt',
    id: 'priority-class',
    source: 'Deployment loader: priorityClassName',
    mistaken: rendered((chart) => {
      new PriorityClass(chart, 'class', { name: 'serving' });
      worker(chart, { priorityClass: 'servng' });
    }),
    corrected: rendered((chart) => {
      new PriorityClass(chart, 'class', { name: 'serving' });
      worker(chart, { priorityClass: 'serving' });
      daemonService(chart, { namespace: 'apps', priorityClass: 'system-node-critical' });
    }),
  },
  {
    title: 'container: request above the default limit of its namespace',
    id: 'container-limit',
    source: 'Deployment raw: spec.template.spec.containers[0].resources.requests.memory',
    mistaken: rendered((chart) => rawPods(chart, { requests: { memory: '1Gi' } })),
    corrected: rendered((chart) => rawPods(chart, { limits: { memory: '1Gi' }, requests: { memory: '1Gi' } })),
  },
  {
    title: 'pod: limit below the default limit of its containers',
    id: 'container-limit',
    source: 'Deployment raw: spec.template.spec.resources.limits.memory',
    mistaken: wholePods({ limits: { memory: '128Mi' }, requests: { memory: '256Mi' } }),
    corrected: wholePods({ limits: { memory: '256Mi' } }),
  },
  {
    title: 'pod: request below the default requests of its containers',
    id: 'container-limit',
    source: 'Deployment raw: spec.template.spec.resources.requests.cpu',
    mistaken: wholePods({ requests: { cpu: '50m' } }),
    corrected: wholePods({ requests: { cpu: '100m' } }),
  },
  {
    title: 'container: no quantity',
    id: 'container-resources',
    source: 'Deployment raw: spec.template.spec.containers[0].resources.requests.memory',
    mistaken: rendered((chart) => rawPods(chart, { requests: { memory: '2 GB' } })),
    corrected: rendered((chart) => rawPods(chart, { requests: { cpu: 2, memory: '2e8' } })),
  },
  {
    title: 'object: number that is none',
    id: 'manifest-value',
    source: 'Deployment raw: spec.replicas',
    mistaken: rendered((chart) => rawPods(chart, {}, Number.NaN)),
    corrected: rendered((chart) => rawPods(chart, {}, 2)),
  },
  ...[9e15, 1.5, 2_147_483_648].map((replicas): Mistake => ({
    title: `object: ${replicas} replicas`,
    id: 'manifest-value',
    source: 'Deployment raw: spec.replicas',
    mistaken: rendered((chart) => rawPods(chart, {}, replicas)),
    corrected: rendered((chart) => rawPods(chart, {}, 2)),
  })),
  {
    title: 'object: integer that a reader rounds',
    id: 'manifest-value',
    source: 'ConfigMap raw: count',
    mistaken: rendered((chart) => custom(chart, 'ConfigMap.v1', 'apps', 'raw', { count: 2 ** 53 })),
    corrected: rendered((chart) => custom(chart, 'ConfigMap.v1', 'apps', 'raw', { count: 2 ** 53 - 1 })),
  },
  ...[
    ['CronJob.batch/v1', 53],
    ['Job.batch/v1', 64],
    ['StatefulSet.apps/v1', 53],
  ].map(([kind, length]): Mistake => ({
    title: `object: ${kind} with a name of ${length} characters`,
    id: 'object-name',
    source: `${String(kind).split('.')[0]} ${'a'.repeat(Number(length))}: metadata.name`,
    mistaken: named('a'.repeat(Number(length)), String(kind)),
    corrected: named('a'.repeat(Number(length) - 1), String(kind)),
  })),
  {
    title: 'object: StatefulSet with a dot in its name',
    id: 'object-name',
    source: 'StatefulSet my.data: metadata.name',
    mistaken: named('my.data', 'StatefulSet.apps/v1'),
    corrected: named('my.data', 'Job.batch/v1'),
  },
  {
    title: 'object: larger than a request to etcd',
    id: 'object-size',
    source: 'PrometheusRule raw: kind',
    mistaken: rendered((chart) => sized(chart, 300_000)),
    corrected: rendered((chart) => sized(chart, 200_000)),
  },
  {
    title: 'object: larger than a request to etcd with managed fields',
    id: 'object-size',
    source: 'ConfigMap raw: kind',
    mistaken: rendered((chart) => keyed(chart, 60_000)),
    corrected: rendered((chart) => keyed(chart, 30_000)),
  },
  {
    title: 'object: half of a surrogate pair',
    id: 'manifest-value',
    source: 'ConfigMap raw: metadata.annotations.note',
    mistaken: rendered((chart) => rawObject(chart, 'apps').metadata.addAnnotation('note', 'a\ud83d')),
    corrected: rendered((chart) => rawObject(chart, 'apps').metadata.addAnnotation('note', 'a\ud83d\ude00')),
  },
  {
    title: 'autoscaler: metric without a provider',
    id: 'custom-metric',
    source: "HorizontalPodAutoscaler api: spec.metrics['queue']",
    mistaken: rendered((chart) => webService(chart, scaledOnQueue)),
    corrected: rendered((chart) => {
      webService(chart, scaledOnQueue);
      providesMetric(chart, 'queue');
    }),
  },
  {
    title: 'autoscaler: load without an adapter',
    id: 'custom-metric',
    source: "HorizontalPodAutoscaler api: spec.metrics['adamant_autoscaling_load']",
    mistaken: rendered((chart) => webService(chart, scaledOnLoad)),
    corrected: rendered((chart) => {
      webService(chart, scaledOnLoad);
      new Namespace(chart, 'monitoring', { name: 'monitoring', podSecurityVersion: 'v1.34' });
      prometheusAdapter(chart);
    }),
  },
  {
    title: 'patch: no reason',
    id: 'exception-reason',
    source: 'KubeDeployment: reason',
    mistaken: patched((deployment) => patch(deployment, '', slowNames)),
    corrected: patched((deployment) => patch(deployment, 'the partner resolves names slowly', slowNames)),
  },
  ...(
    [
      ['replace', JsonPatch.replace('/spec/template/spec/dnsPolcy', 'Default')],
      ['add', JsonPatch.add('/spec/tmplate/spec', {})],
      ['remove', JsonPatch.remove('/spec/paused')],
      ['move', JsonPatch.move('/spec/a', '/spec/b')],
      ['test', JsonPatch.test('/spec/minReadySeconds', 77)],
      ['same value', JsonPatch.replace('/kind', 'Deployment')],
      ['index of a list', JsonPatch.add('/spec/template/spec/containers/5', {})],
    ] as const
  ).map(([title, operation]): Mistake => ({
    title: `patch: no effect (${title})`,
    id: 'patch-effect',
    source: 'Deployment loader: patch',
    mistaken: patched((deployment) => patch(deployment, 'the partner is slow', operation)),
    corrected: patched((deployment) =>
      patch(deployment, 'the partner is slow', JsonPatch.test('/kind', 'Deployment'), slowNames),
    ),
  })),
  {
    title: 'patch: addJsonPatch',
    id: 'patch-reason',
    source: 'Deployment loader: addJsonPatch',
    mistaken: patched((deployment) => deployment.addJsonPatch(slowNames)),
    corrected: patched((deployment) => patch(deployment, 'the partner resolves names slowly', slowNames)),
  },
];

export const cluster: readonly Mistake[] = [...constructs, ...renderedObjects];
