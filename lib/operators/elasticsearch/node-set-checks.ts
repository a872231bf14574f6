import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { maxInt32, mebibytes } from '../../core/units';
import { checkImagePlatform, checkPodFitsNode } from '../../kubernetes/pod/pod-capacity';
import { checkAmount } from '../../kubernetes/pod/pod-checks';
import type { ElasticsearchClusterProps, NodeRole, NodeSet } from './props';
import { checkSettings } from './settings-checks';

/** Memory of a node, in MiB: the default heap of 1 GiB and as much for the file cache. */
const minMemory = 2048;

/** Maximum length of a label that contains the name of a StatefulSet, the ordinal of its pod, and a hash of 10 characters. */
const maxLabel = 63;

/** Roles of which every cluster needs a node for its data. */
const dataRoles: readonly NodeRole[] = ['data', 'data_content'];

type NodeSets = ElasticsearchClusterProps['nodeSets'];

/** Checks the node sets: each by itself, and master and data nodes of all together. */
export function checkNodeSets(props: ElasticsearchClusterProps): Finding[] {
  const { nodeSets } = props;
  const found = sortedEntries(nodeSets).flatMap(([name, nodeSet]) => [
    ...checkNodeSetName(props.name, name, nodeSet),
    ...checkNodeSet(name, nodeSet),
    ...checkImagePlatform(props.image, nodeSet.placement),
  ]);
  if (found.some(({ id }) => id === 'elasticsearch-node-count' || id === 'elasticsearch-zones')) return found;
  const quorum = checkQuorum(nodeSets);
  return [...found, ...quorum, ...(quorum.length > 0 ? [] : checkDataNodes(nodeSets))];
}

/** The pods' name is that of cluster, node set and ordinal, and a label contains it with a hash. */
function checkNodeSetName(cluster: string, name: string, { count }: NodeSet): Finding[] {
  const maxLength = maxLabel - 10 - 1 - String(count).length - `${cluster}-es-`.length;
  if (/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name) && name.length <= maxLength) return [];
  return [
    {
      id: 'elasticsearch-node-set-name',
      setting: ['nodeSets', name],
      message: `name of a node set must be at most ${maxLength} lower-case letters, digits and inner hyphens; got '${name}'`,
      hint: 'shorten it: the names of its pods contain it, with the name of the cluster',
    },
  ];
}

function checkNodeSet(name: string, nodeSet: NodeSet): Finding[] {
  const { count, placement, resources, storage, zones } = nodeSet;
  const at = `nodeSets.${name}`;
  const memory = checkAmount(resources.memory, `${at}.resources.memory`, 'memory');
  return [
    ...(Number.isInteger(count) && count >= 1 && count <= maxInt32 ? [] : [wrongCount(`${at}.count`, count)]),
    ...(zones.length > 0 && new Set(zones).size === zones.length ? [] : [wrongZones(`${at}.zones`, zones)]),
    ...checkAmount(storage, `${at}.storage`, 'storage'),
    ...checkAmount(resources.cpu, `${at}.resources.cpu`, 'cpu'),
    ...memory,
    ...(memory.length > 0 || mebibytes(resources.memory) >= minMemory
      ? []
      : [smallMemory(`${at}.resources.memory`, resources.memory)]),
    ...checkPodFitsNode(resources, placement).map((finding) => ({ ...finding, setting: `${at}.resources` })),
    ...checkRoles(`${at}.roles`, nodeSet.roles),
    ...checkSettings(name, nodeSet),
  ];
}

/** Roles of Elasticsearch. Types are stripped before a program runs. */
const roles: Readonly<Record<NodeRole, true>> = {
  data: true,
  data_cold: true,
  data_content: true,
  data_frozen: true,
  data_hot: true,
  data_warm: true,
  ingest: true,
  master: true,
  ml: true,
  remote_cluster_client: true,
  transform: true,
};

function checkRoles(setting: string, found: readonly string[]): Finding[] {
  const wrong = found.find((role, index) => !Object.hasOwn(roles, role) || found.indexOf(role) < index);
  if (wrong === undefined) return [];
  return [
    {
      id: 'elasticsearch-role',
      setting,
      message: `roles must be different ones of ${Object.keys(roles).join(', ')}; got '${wrong}'`,
      hint: "write them as ['master', 'data', 'ingest']",
    },
  ];
}

function wrongCount(setting: string, count: number): Finding {
  return {
    id: 'elasticsearch-node-count',
    setting,
    message: `count must be a whole number from 1 to ${maxInt32}; got ${count}`,
    hint: 'remove a node set without nodes: the operator moves its data to the others first',
  };
}

function wrongZones(setting: string, zones: readonly string[]): Finding {
  return {
    id: 'elasticsearch-zones',
    setting,
    message: `zones must be one or more different zones; got ${zones.length === 0 ? 'none' : zones.join(', ')}`,
    hint: "write them as ['eu-central-1a', 'eu-central-1b', 'eu-central-1c']",
  };
}

function smallMemory(setting: string, memory: string): Finding {
  return {
    id: 'elasticsearch-memory',
    setting,
    message: `memory must be at least 2Gi; got ${memory}`,
    hint: 'raise it to 2Gi or more: half of it is the heap',
  };
}

/** Masters elect one of them by a majority, which must remain without any one zone. */
function checkQuorum(nodeSets: NodeSets): Finding[] {
  const masters = setsWith(nodeSets, ['master']);
  const total = masters.reduce((sum, { count }) => sum + count, 0);
  if (total < 3 || total % 2 === 0) {
    return [
      {
        id: 'elasticsearch-quorum',
        setting: 'nodeSets',
        message: `nodeSets must have an odd number of master nodes, at least 3; got ${total}`,
        hint: 'give three nodes the role master: two tolerate no more failures than one',
      },
    ];
  }
  const [zone, lost] = largestZone(masters);
  if (total - lost > total / 2) return [];
  return [
    {
      id: 'elasticsearch-zone-quorum',
      setting: 'nodeSets',
      message: `nodeSets must keep a majority of ${total} master nodes without any zone; got up to ${lost} in ${zone}`,
      hint: 'spread the master nodes over three zones',
    },
  ];
}

/** A copy of each shard must remain without any one zone. */
function checkDataNodes(nodeSets: NodeSets): Finding[] {
  const sets = setsWith(nodeSets, dataRoles);
  const total = sets.reduce((sum, { count }) => sum + count, 0);
  const [, lost] = largestZone(sets);
  if (total >= 2 && total > lost) return [];
  return [
    {
      id: 'elasticsearch-data-nodes',
      setting: 'nodeSets',
      message: `nodeSets must have nodes with the role data in two zones or more; got ${total} ${total === 1 ? 'node' : 'nodes'} in one`,
      hint: "give two or more nodes in different zones the role 'data'",
    },
  ];
}

function setsWith(nodeSets: NodeSets, roles: readonly NodeRole[]): NodeSet[] {
  return sortedEntries(nodeSets)
    .map(([, nodeSet]) => nodeSet)
    .filter((nodeSet) => nodeSet.roles.some((role) => roles.includes(role)));
}

/** Returns the zone that may have the most nodes, and their number. The scheduler spreads each set evenly over its zones. */
function largestZone(sets: readonly NodeSet[]): readonly [zone: string, nodes: number] {
  const zones = [...new Set(sets.flatMap((set) => set.zones))];
  const nodesIn = (zone: string) =>
    sets
      .filter((set) => set.zones.includes(zone))
      .reduce((sum, { count, zones: own }) => sum + Math.ceil(count / own.length), 0);
  return zones
    .map((zone) => [zone, nodesIn(zone)] as const)
    .reduce((largest, next) => (next[1] > largest[1] ? next : largest), ['', 0] as const);
}
