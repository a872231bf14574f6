import type { Environment } from '../../../environments/environment';
import { sortedEntries } from '../../../lib/core/canonical';
import { simulatedLabel } from './cluster';
import { expect } from '../support/report';

/** The well-known label of a node's availability zone. */
export const zoneLabel = 'topology.kubernetes.io/zone';

interface InstanceSize {
  readonly cpus: number;
  readonly gibibytes: number;
}

const sizes = { 'small': [2, 2], 'medium': [2, 4], 'large': [2, 8], 'xlarge': [4, 16], '2xlarge': [8, 32] } as const;

/** The size of an EC2 instance type. The c6i family has half of the memory of m6i. */
function instanceSize(instanceType: string): InstanceSize {
  const [family = '', size = ''] = instanceType.split('.');
  const found = Object.entries(sizes).find(([name]) => name === size)?.[1];
  const known = family === 't3' || (['m6i', 'c6i'].includes(family) && size.endsWith('large'));
  expect(
    found !== undefined && known,
    `instance type ${instanceType} is unknown; add it to test/integration/kubernetes/nodes.ts`,
  );
  const [cpus, gibibytes] = found;
  return { cpus, gibibytes: family === 'c6i' ? gibibytes / 2 : gibibytes };
}

/** The kubelet's recommended maximum. With prefix delegation, network interfaces are not the limit. */
const maxPods = 110;

/** The allocatable resources that the kubelet reports. */
function allocatableResources(instanceType: string): Record<string, string> {
  const { cpus, gibibytes } = instanceSize(instanceType);
  // The kernel and the firmware use about 5 % of the nominal memory.
  const capacity = gibibytes * 1024 * 0.95;
  const reserved = {
    cpu: 70 + 10 * Math.min(cpus - 2, 2) + 2.5 * Math.max(cpus - 4, 0),
    memory: 255 + 11 * maxPods + 100,
  };
  return {
    'cpu': `${Math.floor(cpus * 1000 - reserved.cpu)}m`,
    'ephemeral-storage': '50Gi',
    'memory': `${Math.floor(capacity - reserved.memory)}Mi`,
    'pods': String(maxPods),
  };
}

export interface Node {
  readonly apiVersion: 'v1';
  readonly kind: 'Node';
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly taints: readonly { key: string; value?: string; effect: string }[] };
  readonly status: { readonly allocatable: Record<string, string>; readonly capacity: Record<string, string> };
}

/** Nodes for the minimum size of every node group, balanced over the zones. */
export function simulatedNodes(environment: Environment): Node[] {
  return sortedEntries(environment.nodeGroups).flatMap(([group]) => simulatedGroupNodes(environment, group));
}

/** Nodes for the minimum size of one node group in every zone. */
export function simulatedGroupNodes(environment: Environment, group: string, simulated = 'true'): Node[] {
  const zones = availabilityZones(environment);
  const count = (environment.nodeGroups[group]?.minSizePerZone ?? 0) * zones.length;
  return Array.from({ length: count }, (_, index) =>
    simulatedNode(environment, group, index + 1, zones[index % zones.length] ?? '', simulated),
  );
}

/** Full names of an environment's availability zones. */
export function availabilityZones({ network, region }: Environment): string[] {
  return sortedEntries(network.zones).map(([letter]) => `${region}${letter}`);
}

/** One node of a group. Its `simulated` label selects the kwok instance that manages it. */
export function simulatedNode(
  environment: Environment,
  group: string,
  number: number,
  zone: string,
  simulated = 'true',
): Node {
  const settings = environment.nodeGroups[group];
  expect(settings !== undefined, `${environment.name} has no node group ${group}`);
  return plainNode(`${group}-${number}-${zone}`, zone, allocatableResources(settings.instanceType), {
    labels: {
      ...settings.labels,
      'node.kubernetes.io/instance-type': settings.instanceType,
      [simulatedLabel]: simulated,
      'topology.kubernetes.io/region': environment.region,
    },
    taints: sortedEntries(settings.taints).map(([key, taint]) => parseTaint(key, taint)),
  });
}

/** A simulated node with these resources, for any pod. */
export function plainNode(
  name: string,
  zone: string,
  resources: Readonly<Record<string, string>>,
  {
    labels = {},
    taints = [],
  }: { readonly labels?: Node['metadata']['labels']; readonly taints?: Node['spec']['taints'] } = {},
): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        [simulatedLabel]: 'true',
        ...labels,
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        [zoneLabel]: zone,
      },
    },
    spec: { taints },
    status: { allocatable: resources, capacity: resources },
  };
}

function parseTaint(key: string, taint: string): { key: string; value?: string; effect: string } {
  const [value = '', effect] = taint.split(':');
  return effect === undefined ? { key, effect: value } : { key, effect, ...(value === '' ? {} : { value }) };
}
