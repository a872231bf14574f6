import type { Environment, NetworkSettings } from '../../environments/environment';
import { containerImagesFile } from '../../environments/locks';
import type { Cidr } from '../../lib/core/cidr';
import type { WebServiceDefinition } from '../../lib/platform/definitions/service-definition';
import type { Mistake } from '../support/mistakes';
import {
  sampleEnvironment,
  sampleSize,
  serviceDiagnostics,
  webDefinition,
  workerDefinition,
} from '../support/platform-samples';

const sample = sampleEnvironment();

/** A mistake in the settings of an environment, found by the constructs of both halves. */
function inSettings(
  title: string,
  id: string,
  setting: string,
  mistaken: Partial<Environment>,
  corrected: Partial<Environment> = {},
  definition: Partial<WebServiceDefinition> = {},
): Mistake {
  const diagnostics = (own: Partial<Environment>) =>
    serviceDiagnostics([webDefinition(definition)], sampleEnvironment({ web: sampleSize }, own));
  return {
    title,
    id,
    source: `environments/sample.ts → ${setting}`,
    mistaken: () => diagnostics(mistaken),
    corrected: () => diagnostics(corrected),
  };
}

const network = (own: Partial<NetworkSettings>) => ({ network: { ...sample.network, ...own } });
const general = (own: Partial<Environment['nodeGroups'][string]>) => ({
  nodeGroups: {
    ...sample.nodeGroups,
    general: { ...sample.nodeGroups['general'], ...own },
  } as Environment['nodeGroups'],
});
const zones = (b: number) => ({ a: { slot: 0 }, b: { slot: b }, c: { slot: 2 } });

/** Rejected settings that only constructs check. None of them ends in an error of the program. */
export const platform: readonly Mistake[] = [
  ...['10.30.0.0/33', '10.30.0.0', 'abc', '', '300.1.0.0/16', '2001:db8::/48'].map((cidr) =>
    inSettings(`network: cidr '${cidr}'`, 'cidr', 'network.cidr', network({ cidr: cidr as Cidr })),
  ),
  inSettings("network: cidr '10.30.0.0/31'", 'cidr-size', 'network.cidr', network({ cidr: '10.30.0.0/31' })),
  inSettings(
    'network: slot that is a fraction',
    'subnet-slot',
    'network.zones.b.slot',
    network({ zones: zones(1.5) }),
    network({ zones: zones(1) }),
  ),
  inSettings(
    'network: slot of another zone',
    'subnet-slot-conflict',
    'network.zones.b.slot',
    network({ awsApiAccess: 'interface-endpoints', zones: zones(0) }),
    network({ awsApiAccess: 'interface-endpoints', zones: zones(1) }),
  ),
  inSettings(
    'network: zone that no region has',
    'zone-letter',
    'network.zones.q',
    network({ zones: { ...sample.network.zones, q: { slot: 5 } } }),
  ),
  inSettings(
    'network: AWS API through a NAT that does not exist',
    'aws-api-access',
    'network.awsApiAccess',
    network({ nat: 'none' }),
    network({ awsApiAccess: 'interface-endpoints', nat: 'none' }),
  ),
  inSettings(
    'network: retention of flow logs of half a day',
    'bucket-retention',
    'network.flowLogs.retention',
    network({ flowLogs: { maxAggregationInterval: '600s', retention: '36h' } }),
    network({ flowLogs: { maxAggregationInterval: '600s', retention: '2d' } }),
  ),
  inSettings(
    'network: too few addresses for the nodes',
    'address-capacity',
    'nodeGroups',
    { ...network({ cidr: '10.10.0.0/18' }), ...general({ maxSizePerZone: 6 }) },
    network({ cidr: '10.10.0.0/17' }),
  ),
  inSettings(
    'node group: a thousand million nodes',
    'address-capacity',
    'nodeGroups',
    general({ maxSizePerZone: 1e9 }),
  ),
  inSettings(
    'node group: a fraction of a node',
    'node-group-size',
    'nodeGroups.general.maxSizePerZone',
    general({ maxSizePerZone: 9.5 }),
  ),
  inSettings(
    'node group: label with spaces',
    'node-label',
    "nodeGroups.general.labels['bad label/x']",
    general({ labels: { 'bad label/x': 'general' } }),
    general({ labels: { 'example.com/x': 'general' } }),
  ),
  ...(['cpu', 'memory'] as const).map((resource) =>
    inSettings(
      `service: more ${resource} than a node has for pods`,
      'pod-size',
      `services.web.${resource}`,
      { services: { web: { ...sampleSize, [resource]: { cpu: '4', memory: '16Gi' }[resource] } } },
      { services: { web: { ...sampleSize, maxReplicas: 9, [resource]: { cpu: '3', memory: '12Gi' }[resource] } } },
    ),
  ),
  inSettings(
    'rabbitmq: more memory than a node has for pods',
    'pod-size',
    'rabbitmq.memory',
    { rabbitmq: { ...sample.rabbitmq, memory: '64Gi' } },
    { rabbitmq: { ...sample.rabbitmq, memory: '8Gi' } },
  ),
  inSettings(
    'node group: too small for its services',
    'node-group-capacity',
    'nodeGroups.general.maxSizePerZone',
    { services: { web: { ...sampleSize, cpu: '3', maxReplicas: 13 } } },
    { services: { web: { ...sampleSize, cpu: '3', maxReplicas: 9 } } },
  ),
  inSettings(
    'database: fewer connections than its clients open',
    'database-pools',
    'database.maxConnections',
    { database: { ...sample.database, maxConnections: 40 } },
    { database: { ...sample.database, maxConnections: 434 } },
    { connectsTo: ['database'], databasePoolSize: 10 },
  ),
  inSettings(
    'node group: none left for its services',
    'node-group-capacity',
    'nodeGroups.general.maxSizePerZone',
    { ...general({ maxSizePerZone: 0, minSizePerZone: 0 }), rabbitmq: { ...sample.rabbitmq, nodeGroup: 'transfer' } },
    { rabbitmq: { ...sample.rabbitmq, nodeGroup: 'transfer' } },
  ),
  inSettings(
    'node group: no labels of its own',
    'node-group-labels',
    'nodeGroups.general.labels',
    general({ labels: {} }),
  ),
  inSettings(
    'node group: labels of another group',
    'node-group-labels',
    'nodeGroups.general.labels',
    general({ labels: sample.nodeGroups['transfer']?.labels ?? {} }),
  ),
  inSettings(
    'node group: instance type of another architecture than the image',
    'instance-architecture',
    'nodeGroups.transfer.instanceType',
    {
      nodeGroups: {
        ...sample.nodeGroups,
        transfer: { ...sample.nodeGroups['transfer'], instanceType: 'm7g.xlarge' },
      } as Environment['nodeGroups'],
    },
  ),
  inArm(
    'service: image of another architecture than its nodes',
    `${containerImagesFile} → sample.web.pinned.platforms (not set)`,
    'rabbitmq',
  ),
  inArm(
    'rabbitmq: image of another architecture than its nodes',
    `${containerImagesFile} → sample.rabbitmq.pinned.platforms (not set)`,
    'web',
  ),
  inSettings(
    'node group: label that a kubelet must not set',
    'node-label-kubelet',
    "nodeGroups.general.labels['node-role.kubernetes.io/worker']",
    general({ labels: { 'node-role.kubernetes.io/worker': 'true' } }),
    general({ labels: { 'node.kubernetes.io/role': 'worker' } }),
  ),
  inSettings(
    'database: restore without a source',
    'database-restore',
    'database.restoreFrom',
    { database: { ...sample.database, restoreFrom: {} } },
    { database: { ...sample.database, restoreFrom: { snapshot: 'sample-postgres-final' } } },
  ),
  {
    title: 'secret store: no name of an object',
    id: 'resource-name',
    source: 'environments/sample.ts → secretStore',
    mistaken: () => stored('Aws Secrets'),
    corrected: () => stored('aws.secrets'),
  },
  inSettings(
    'tags: a key of the stack',
    'stack-tags',
    'tags.Environment',
    { tags: { Environment: 'lab' } },
    { tags: { 'cost-center': '42' } },
  ),
  inSettings(
    'load balancer: error rate of 0',
    'error-rate',
    'loadBalancer.maxErrorRatePercent',
    { loadBalancer: { maxErrorRatePercent: 0 } },
    { loadBalancer: { maxErrorRatePercent: 1 } },
  ),
  {
    title: 'service: internet without NAT',
    id: 'internet-access',
    source: 'apps/services/loader.ts → connectsTo[0]',
    mistaken: () => connected('none'),
    corrected: () => connected('single'),
  },
];

/** A mistake on nodes of arm64, for all images but one. */
function inArm(title: string, source: string, other: string): Mistake {
  const arm = sampleEnvironment({ web: sampleSize }, general({ image: 'arm', instanceType: 'm7g.xlarge' }));
  const {
    machineImages: { node },
    containerImages,
  } = arm;
  const diagnose = (names: readonly string[]) => () =>
    serviceDiagnostics([webDefinition()], {
      ...arm,
      machineImages: { ...arm.machineImages, arm: { ...node, architecture: 'arm64' } } as Environment['machineImages'],
      containerImages: Object.fromEntries(
        Object.entries(containerImages).map(([name, pin]) => [
          name,
          names.includes(name) ? { ...pin, platforms: ['linux/amd64', 'linux/arm64'] } : pin,
        ]),
      ),
    });
  return { title, id: 'image-platform', source, mistaken: diagnose([other]), corrected: diagnose(['rabbitmq', 'web']) };
}

function stored(secretStore: string) {
  const web = webDefinition({ secrets: { KEY: { key: 'key', secret: 'web' } } });
  return serviceDiagnostics([web], sampleEnvironment({ web: sampleSize }, { secretStore }));
}

function connected(nat: NetworkSettings['nat']) {
  const worker = workerDefinition({ connectsTo: ['internet'] });
  const own = network({ awsApiAccess: 'interface-endpoints', nat });
  return serviceDiagnostics([worker], sampleEnvironment({ loader: sampleSize }, own));
}
