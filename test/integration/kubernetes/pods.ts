import type { Cluster } from './cluster';
import { waitFor, Failure } from '../support/process';

/** The fields of a Pod that the checks read. */
export interface Pod {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly containers: readonly {
      readonly image: string;
      readonly envFrom?: readonly { readonly configMapRef?: { readonly name: string } }[];
    }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
    readonly containerStatuses?: readonly { readonly state?: { readonly waiting?: { readonly reason: string } } }[];
  };
}

/** Pods of one workload or budget, selected by their labels. */
export interface PodGroup {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The declared number of pods. */
  readonly replicas: number;
}

/** The lowest number of ready pods during an action. */
export interface LowestReady {
  readonly ready: number;
  /** Number of watch events of the group's pods. */
  readonly events: number;
  /** State of the pods at the lowest point. */
  readonly description: string;
}

interface Event {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: Pod;
}

/**
 * A watch on every pod, which receives each change in the API server's order. It does not sample, so that it detects even
 * a short moment with too few ready pods.
 */
export class PodWatch {
  private readonly pods = new Map<string, Pod>();
  private readonly lowest = new Map<PodGroup, LowestReady>();
  private readonly lostNodes = new Set<string>();
  private isWatching = (): boolean => false;
  private isSynced = false;
  private watchError: string | undefined;

  constructor(
    private readonly cluster: Cluster,
    private readonly log: string,
  ) {}

  async start(): Promise<void> {
    this.isWatching = this.cluster.watch('/api/v1/pods', 'pods', (line) => this.handleEvent(JSON.parse(line) as Event));
    await waitFor('the watch lists the existing pods', 30, () => Promise.resolve(this.isSynced ? true : undefined));
  }

  /** Returns the lowest number of ready pods of each group during an action. */
  async lowestDuring(
    groups: readonly PodGroup[],
    action: () => Promise<void>,
  ): Promise<ReadonlyMap<PodGroup, LowestReady>> {
    await this.catchUp();
    this.lowest.clear();
    for (const group of groups) {
      this.lowest.set(group, { ready: this.ready(group).length, events: 0, description: this.describe(group) });
    }
    await action();
    await this.catchUp();
    const found = new Map(this.lowest);
    this.lowest.clear();
    return found;
  }

  /** Pods on lost nodes are not ready, even while the API server still reports them ready. */
  markLost(nodes: readonly string[]): void {
    nodes.forEach((node) => this.lostNodes.add(node));
    for (const group of this.lowest.keys()) this.count(group, 0);
  }

  /** Nodes of these names exist again, without their former pods. */
  markRestored(nodes: readonly string[]): void {
    nodes.forEach((node) => this.lostNodes.delete(node));
  }

  all(group: PodGroup): Pod[] {
    return [...this.pods.values()].filter((pod) => isMember(group, pod));
  }

  /** Pods that can serve requests: ready and not terminating. */
  ready(group: PodGroup): Pod[] {
    return this.all(group).filter((pod) => isReady(pod) && !this.lostNodes.has(pod.spec.nodeName ?? ''));
  }

  /** Pods that the scheduler cannot place. */
  unschedulable(group: PodGroup): Pod[] {
    return this.all(group).filter(
      ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined &&
        status?.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable'),
    );
  }

  /** One line for each pod of a group, for error messages. */
  describe(group: PodGroup): string {
    return this.all(group).map(describePod).join('\n');
  }

  /** Waits until the watch has received every change that the API server lists. */
  private async catchUp(): Promise<void> {
    await waitFor('the watch received every change', 60, async () => {
      this.expectWatching();
      const { stdout } = await this.cluster.kubectl(['get', '--raw', '/api/v1/pods']);
      const { items } = JSON.parse(stdout) as { items: readonly Pod[] };
      const isSame = ({ metadata }: Pod): boolean =>
        this.pods.get(metadata.uid)?.metadata.resourceVersion === metadata.resourceVersion;
      return items.length === this.pods.size && items.every(isSame) ? true : undefined;
    });
  }

  private expectWatching(): void {
    if (this.watchError !== undefined || !this.isWatching()) {
      throw new Failure(`the watch ended${this.watchError === undefined ? '' : `: ${this.watchError}`}`, this.log);
    }
  }

  private handleEvent({ type, object }: Event): void {
    if (type === 'ERROR') this.watchError = JSON.stringify(object);
    // The first bookmark follows the pods that existed at the start.
    if (type === 'BOOKMARK') this.isSynced = true;
    if (type === 'ERROR' || type === 'BOOKMARK') return;
    if (type === 'DELETED') this.pods.delete(object.metadata.uid);
    else this.pods.set(object.metadata.uid, object);
    for (const group of this.lowest.keys()) if (isMember(group, object)) this.count(group, 1);
  }

  private count(group: PodGroup, events: number): void {
    const before = this.lowest.get(group);
    if (!before) return;
    const ready = this.ready(group).length;
    const isLower = ready < before.ready;
    this.lowest.set(group, {
      ready: isLower ? ready : before.ready,
      events: before.events + events,
      description: isLower ? this.describe(group) : before.description,
    });
  }
}

function isMember({ labels, namespace }: PodGroup, { metadata }: Pod): boolean {
  return (
    metadata.namespace === namespace && Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value)
  );
}

function isReady({ metadata, status }: Pod): boolean {
  return (
    metadata.deletionTimestamp === undefined &&
    (status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True')
  );
}

function describePod(pod: Pod): string {
  const { metadata, spec, status } = pod;
  const waiting = status?.containerStatuses?.map(({ state }) => state?.waiting?.reason ?? '').join('') ?? '';
  const state = metadata.deletionTimestamp !== undefined ? 'terminating' : isReady(pod) ? 'ready' : 'not ready';
  return [metadata.name, spec.nodeName ?? 'unscheduled', state, waiting].filter((word) => word !== '').join('  ');
}
