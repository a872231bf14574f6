import type { Environment } from '../../../environments/environment';
import { sortedEntries } from '../../../lib/core/canonical';
import type { Cluster } from './cluster';
import { simulatedGroup, simulatedNode, zoneLabel, zonesOf, type Node } from './nodes';
import type { Pod } from './pods';
import { addNodes } from './prepare';

interface Machine {
  readonly group: string;
  readonly node: Node;
}

/** The machines of an environment, of which some go and others come. */
export class Fleet {
  private machines: readonly Machine[];
  private lostZone: string | undefined;

  /** @param simulated who plays their kubelets, as their label says */
  constructor(
    private readonly cluster: Cluster,
    private readonly environment: Environment,
    private readonly folder: string,
    private readonly simulated: string,
  ) {
    this.machines = sortedEntries(environment.nodeGroups).flatMap(([group]) =>
      simulatedGroup(environment, group, simulated).map((node) => ({ group, node })),
    );
  }

  get size(): number {
    return this.machines.length;
  }

  start(): Promise<void> {
    return addNodes(this.cluster, this.folder, this.nodes());
  }

  /** The nodes of a zone, by their names. */
  inZone(zone: string): string[] {
    return namesOf(this.nodes().filter((node) => zoneOf(node) === zone));
  }

  /** A node of a zone with these labels. */
  nodeIn(zone: string, labels: Readonly<Record<string, string>>): string | undefined {
    return this.nodes().find((node) => zoneOf(node) === zone && has(node.metadata.labels, labels))?.metadata.name;
  }

  /** What the cloud controller manager does when the instances of a zone are gone: their Nodes go at once. */
  async lose(zone: string): Promise<void> {
    const names = this.inZone(zone);
    this.lostZone = zone;
    this.cluster.letDie(names);
    await this.cluster.kubectl(['delete', 'nodes', ...names]);
  }

  /** The zone is there again, with new machines. */
  async regain(): Promise<void> {
    const back = this.nodes().filter((node) => zoneOf(node) === this.lostZone);
    this.lostZone = undefined;
    await addNodes(this.cluster, this.folder, back);
  }

  /**
   * What the cluster autoscaler does for pods that fit nowhere: one more machine of each group that they may run on,
   * where there is room below its maximum, in the zone that has the fewest. Returns how many came.
   */
  async grow(pods: readonly Pod[]): Promise<number> {
    const wanted = sortedEntries(this.environment.nodeGroups).filter(([, { labels }]) =>
      pods.some(({ spec }) => has(labels, spec.nodeSelector ?? {})),
    );
    const more = wanted.flatMap(([group, { maxSize }]) => {
      const present = this.present().filter((machine) => machine.group === group);
      if (present.length >= maxSize) return [];
      const number = 1 + this.machines.filter((machine) => machine.group === group).length;
      const zone = this.emptiest(present.map(({ node }) => zoneOf(node)));
      return [{ group, node: simulatedNode(this.environment, group, number, zone, this.simulated) }];
    });
    this.machines = [...this.machines, ...more];
    if (more.length > 0)
      await addNodes(
        this.cluster,
        this.folder,
        more.map(({ node }) => node),
      );
    return more.length;
  }

  private emptiest(taken: readonly string[]): string {
    const count = (zone: string): number => taken.filter((other) => other === zone).length;
    const zones = zonesOf(this.environment).filter((zone) => zone !== this.lostZone);
    return zones.reduce((best, zone) => (count(zone) < count(best) ? zone : best));
  }

  private present(): Machine[] {
    return this.machines.filter(({ node }) => zoneOf(node) !== this.lostZone);
  }

  private nodes(): Node[] {
    return this.machines.map(({ node }) => node);
  }
}

function namesOf(nodes: readonly Node[]): string[] {
  return nodes.map(({ metadata }) => metadata.name);
}

function has(labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return sortedEntries(wanted).every(([key, value]) => labels[key] === value);
}

function zoneOf({ metadata }: Node): string {
  return metadata.labels[zoneLabel] ?? '';
}
