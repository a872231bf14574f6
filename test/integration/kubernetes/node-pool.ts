import type { Environment } from '../../../environments/environment';
import { sortedEntries } from '../../../lib/core/canonical';
import type { Cluster } from './cluster';
import { simulatedGroupNodes, simulatedNode, zoneLabel, availabilityZones, type Node } from './nodes';
import type { Pod } from './pods';
import { addNodes } from './prepare';

interface PoolMember {
  readonly group: string;
  readonly node: Node;
}

/** The nodes of an environment, which scenarios remove and add. */
export class NodePool {
  private members: readonly PoolMember[];
  private removedZone: string | undefined;

  /** @param simulated the value of the nodes' `simulated` label, which selects the kwok instance */
  constructor(
    private readonly cluster: Cluster,
    private readonly environment: Environment,
    private readonly folder: string,
    private readonly simulated: string,
  ) {
    this.members = sortedEntries(environment.nodeGroups).flatMap(([group]) =>
      simulatedGroupNodes(environment, group, simulated).map((node) => ({ group, node })),
    );
  }

  get size(): number {
    return this.members.length;
  }

  start(): Promise<void> {
    return addNodes(this.cluster, this.folder, this.nodes());
  }

  /** Names of the nodes in a zone. */
  nodesInZone(zone: string): string[] {
    return nodeNames(this.nodes().filter((node) => nodeZone(node) === zone));
  }

  /** The first node in a zone with these labels. */
  findNode(zone: string, labels: Readonly<Record<string, string>>): string | undefined {
    return this.nodes().find((node) => nodeZone(node) === zone && hasLabels(node.metadata.labels, labels))?.metadata
      .name;
  }

  /** Deletes the Nodes of a zone, as the cloud controller manager does when their instances are terminated. */
  async removeZone(zone: string): Promise<void> {
    const names = this.nodesInZone(zone);
    this.removedZone = zone;
    this.cluster.stopHeartbeat(names);
    await this.cluster.kubectl(['delete', 'nodes', ...names]);
  }

  /** Adds new nodes in the removed zone. */
  async restoreZone(): Promise<void> {
    const restored = this.nodes().filter((node) => nodeZone(node) === this.removedZone);
    this.removedZone = undefined;
    await addNodes(this.cluster, this.folder, restored);
  }

  /**
   * Adds one node to each node group that the unschedulable pods select and that is below its maximum size, in the zone
   * with the fewest nodes, as the cluster autoscaler does. Returns the number of nodes added.
   */
  async scaleUp(pods: readonly Pod[]): Promise<number> {
    const selected = sortedEntries(this.environment.nodeGroups).filter(([, { labels }]) =>
      pods.some(({ spec }) => hasLabels(labels, spec.nodeSelector ?? {})),
    );
    const added = selected.flatMap(([group, { maxSizePerZone }]) => {
      const present = this.presentMembers().filter((machine) => machine.group === group);
      if (present.length >= maxSizePerZone * availabilityZones(this.environment).length) return [];
      const number = 1 + this.members.filter((machine) => machine.group === group).length;
      const zone = this.zoneWithFewestNodes(present.map(({ node }) => nodeZone(node)));
      return [{ group, node: simulatedNode(this.environment, group, number, zone, this.simulated) }];
    });
    this.members = [...this.members, ...added];
    if (added.length > 0)
      await addNodes(
        this.cluster,
        this.folder,
        added.map(({ node }) => node),
      );
    return added.length;
  }

  private zoneWithFewestNodes(taken: readonly string[]): string {
    const count = (zone: string): number => taken.filter((other) => other === zone).length;
    const zones = availabilityZones(this.environment).filter((zone) => zone !== this.removedZone);
    return zones.reduce((best, zone) => (count(zone) < count(best) ? zone : best));
  }

  private presentMembers(): PoolMember[] {
    return this.members.filter(({ node }) => nodeZone(node) !== this.removedZone);
  }

  private nodes(): Node[] {
    return this.members.map(({ node }) => node);
  }
}

function nodeNames(nodes: readonly Node[]): string[] {
  return nodes.map(({ metadata }) => metadata.name);
}

function hasLabels(labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return sortedEntries(wanted).every(([key, value]) => labels[key] === value);
}

function nodeZone({ metadata }: Node): string {
  return metadata.labels[zoneLabel] ?? '';
}
