import { sortedEntries } from '../../core/canonical';
import type { NodeCapacity, NodeGroupFacts, NodeLabels } from '../../core/contract';
import type { Diagnostic, Finding } from '../../core/diagnostics';
import { formatPath, settingPath } from '../../core/settings-location';
import { type Cpu, mebibytes, type Memory, millicores } from '../../core/units';
import type { ServicesChart } from '../constructs/services-chart';
import type { DeployedService } from '../definitions/deployed-services';

/** Pods of one workload on a node group. */
export interface PlacedPods {
  readonly name: string;
  readonly nodeGroup: string;
  /** Maximum number of pods. */
  readonly replicas: number;
  readonly cpu: Cpu;
  readonly memory: Memory;
}

/** A finding about a setting of a node group. */
export interface NodeGroupFinding extends Finding {
  readonly nodeGroup: string;
}

/** Returns the pods of services at their maximum. A task has one pod. */
export function servicePods(services: readonly DeployedService[]): PlacedPods[] {
  return services.map(({ definition: { name, nodeGroup }, size: { cpu, maxReplicas = 1, memory } }) => ({
    cpu,
    memory,
    name,
    nodeGroup,
    replicas: maxReplicas,
  }));
}

/**
 * Returns findings about node groups: pods select their group and no other one, and all of them run at the same time on its
 * maximum number of nodes.
 */
export function checkCapacity(
  groups: Readonly<Record<string, NodeGroupFacts>>,
  pods: readonly PlacedPods[],
): NodeGroupFinding[] {
  return sortedEntries(groups).flatMap(([name, group]) => {
    const placed = pods.filter(({ nodeGroup }) => nodeGroup === name);
    if (placed.length === 0) return [];
    return [
      ...checkOwnLabels(name, group, groups),
      ...(group.capacity ? checkMaxNodes(name, group.capacity, placed) : []),
    ];
  });
}

/** Checks the node groups of a program's charts, in which services of all charts run together. */
export function checkChartCapacity(charts: readonly ServicesChart[]): Diagnostic[] {
  const groups = Object.fromEntries(charts.flatMap(({ nodeGroups }) => Object.entries(nodeGroups)));
  const found = checkCapacity(
    groups,
    charts.flatMap(({ services }) => servicePods(services)),
  );
  return found.map(({ hint, id, message, nodeGroup, setting }) => ({
    hint,
    id,
    message,
    path: charts.map(({ node }) => node.path).join(', '),
    source: `NodeGroup ${nodeGroup}: ${formatPath(settingPath(setting))}`,
  }));
}

/** Pods that select a group by labels which another group has too may run on either. */
function checkOwnLabels(
  name: string,
  group: NodeLabels,
  groups: Readonly<Record<string, NodeLabels>>,
): NodeGroupFinding[] {
  const other = sortedEntries(groups).find(
    ([otherName, each]) =>
      otherName !== name && contains(each.labels, group.labels) && contains(group.taints, each.taints),
  );
  if (!other) return [];
  // Of two groups with equal labels, the one whose name is in them keeps them.
  const [culprit, kept] = Object.values(group.labels).includes(name) ? [other[0], name] : [name, other[0]];
  const labels = sortedEntries(groups[culprit]?.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return [
    {
      id: 'node-group-labels',
      nodeGroup: culprit,
      setting: 'labels',
      message: `labels must differ from those of the nodes of ${kept}; got ${labels.join(', ') || 'none'}`,
      hint: `add a label of its own, such as 'node.adamant.dev/group': '${culprit}'`,
    },
  ];
}

function contains(all: Readonly<Record<string, string>>, some: Readonly<Record<string, string>>): boolean {
  return Object.entries(some).every(([key, value]) => all[key] === value);
}

function checkMaxNodes(name: string, capacity: NodeCapacity, placed: readonly PlacedPods[]): NodeGroupFinding[] {
  // A pod that fits on no node is reported by its workload.
  const fitting = placed.filter((pods) => pods.replicas > 0 && podsOnOneNode(capacity, pods) > 0);
  const needed = requiredNodes(capacity, fitting);
  // Sizes that are no numbers are reported where they are set.
  if (!(needed > capacity.maxNodes)) return [];
  const largest = [...fitting].sort((one, other) => requiredNodes(capacity, [other]) - requiredNodes(capacity, [one]));
  const names = largest.map((pods) => `${pods.replicas} of ${pods.name}`).join(', ');
  return [
    {
      id: 'node-group-capacity',
      nodeGroup: name,
      setting: 'maxSizePerZone',
      message: `maxSizePerZone must allow the nodes that all pods of ${name} need at the same time (${needed} ${capacity.instanceType} for ${names}); got ${capacity.maxNodes} nodes in all zones`,
      hint: `raise maxSizePerZone, or lower maxReplicas of ${largest[0]?.name}`,
    },
  ];
}

/** Returns the number of nodes without which pods stay Pending, however they are distributed. */
function requiredNodes(capacity: NodeCapacity, placed: readonly PlacedPods[]): number {
  const total = (amount: (pods: PlacedPods) => number) =>
    placed.reduce((sum, pods) => sum + pods.replicas * amount(pods), 0);
  return Math.max(
    0,
    Math.ceil(total(({ cpu }) => millicores(cpu)) / capacity.cpu),
    Math.ceil(total(({ memory }) => mebibytes(memory)) / capacity.memory),
    Math.ceil(total(() => 1) / capacity.pods),
    ...placed.map((pods) => Math.ceil(pods.replicas / podsOnOneNode(capacity, pods))),
  );
}

function podsOnOneNode(capacity: NodeCapacity, { cpu, memory }: PlacedPods): number {
  return Math.floor(Math.min(capacity.pods, capacity.cpu / millicores(cpu), capacity.memory / mebibytes(memory)));
}
