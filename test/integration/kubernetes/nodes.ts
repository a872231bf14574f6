import type { Environment } from '../../../environments/environment';
import { sortedEntries } from '../../../lib/core/canonical';
import { simulatedLabel } from './cluster';
import { expect } from '../support/report';

/** The zone of a node. */
export const zoneLabel = 'topology.kubernetes.io/zone';

interface Machine {
  readonly cpus: number;
  readonly gibibytes: number;
}

const sizes = { 'small': [2, 2], 'medium': [2, 4], 'large': [2, 8], 'xlarge': [4, 16], '2xlarge': [8, 32] } as const;

/** EC2 instance types by family: the compute family has half of the memory. */
function machineOf(instanceType: string): Machine {
  const [family = '', size = ''] = instanceType.split('.');
  const found = Object.entries(sizes).find(([name]) => name === size)?.[1];
  const known = family === 't3' || (['m6i', 'c6i'].includes(family) && size.endsWith('large'));
  expect(
    found !== undefined && known,
    `test/integration/kubernetes/nodes.ts knows no instance type ${instanceType}: add it`,
  );
  const [cpus, gibibytes] = found;
  return { cpus, gibibytes: family === 'c6i' ? gibibytes / 2 : gibibytes };
}

/** With prefix delegation the kubelet's own recommendation is the limit, not the number of network interfaces. */
const maxPods = 110;

/** What the kubelet leaves for pods. */
function allocatableOf(instanceType: string): Record<string, string> {
  const { cpus, gibibytes } = machineOf(instanceType);
  // The kernel and the firmware keep some of what the instance type promises.
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

/** The machines that the Auto Scaling groups keep at least, spread over the zones as they spread them. */
export function simulatedNodes(environment: Environment): Node[] {
  return sortedEntries(environment.nodeGroups).flatMap(([group]) => simulatedGroup(environment, group));
}

/** The machines that one group keeps at least. */
export function simulatedGroup(environment: Environment, group: string, simulated = 'true'): Node[] {
  const zones = zonesOf(environment);
  return Array.from({ length: environment.nodeGroups[group]?.minSize ?? 0 }, (_, index) =>
    simulatedNode(environment, group, index + 1, zones[index % zones.length] ?? '', simulated),
  );
}

/** The availability zones of an environment, by their full names. */
export function zonesOf({ network, region }: Environment): string[] {
  return sortedEntries(network.zones).map(([letter]) => `${region}${letter}`);
}

/** One machine of a group. Its label says who plays its kubelet. */
export function simulatedNode(
  environment: Environment,
  group: string,
  number: number,
  zone: string,
  simulated = 'true',
): Node {
  const settings = environment.nodeGroups[group];
  expect(settings !== undefined, `${environment.name} has no node group ${group}`);
  const name = `${group}-${number}-${zone}`;
  const allocatable = allocatableOf(settings.instanceType);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        ...settings.labels,
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': settings.instanceType,
        [simulatedLabel]: simulated,
        'topology.kubernetes.io/region': environment.region,
        [zoneLabel]: zone,
      },
    },
    spec: { taints: sortedEntries(settings.taints).map(([key, taint]) => taintOf(key, taint)) },
    status: { allocatable, capacity: allocatable },
  };
}

function taintOf(key: string, taint: string): { key: string; value?: string; effect: string } {
  const [value = '', effect] = taint.split(':');
  return effect === undefined ? { key, effect: value } : { key, effect, ...(value === '' ? {} : { value }) };
}
