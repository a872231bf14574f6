import type { Cluster } from './cluster';
import { eventually, Failure } from '../support/process';

/** The fields of a pod that the checks look at. */
export interface Pod {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
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

/** Pods that do the same, by their labels. */
export interface Service {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** How many are declared to be there. */
  readonly declared: number;
}

/** The fewest that were ready at any moment. */
export interface Lowest {
  readonly ready: number;
  /** How many changes of the service's pods were seen. */
  readonly events: number;
  /** What its pods were at that moment. */
  readonly shown: string;
}

interface Event {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: Pod;
}

/**
 * Every change of every pod, in the order in which the API server made them. Nothing is sampled: a moment with too few
 * ready pods is seen, however short it is.
 */
export class PodWatch {
  private readonly pods = new Map<string, Pod>();
  private readonly lowest = new Map<Service, Lowest>();
  private readonly lost = new Set<string>();
  private goesOn = (): boolean => false;
  private isComplete = false;
  private broken: string | undefined;

  constructor(
    private readonly cluster: Cluster,
    private readonly log: string,
  ) {}

  async start(): Promise<void> {
    this.goesOn = this.cluster.watch('/api/v1/pods', 'pods', (line) => this.hear(JSON.parse(line) as Event));
    await eventually('the watch tells what is there', 30, () => Promise.resolve(this.isComplete ? true : undefined));
  }

  /** The fewest ready pods of each service from the start of an action to its end. */
  async during(services: readonly Service[], action: () => Promise<void>): Promise<ReadonlyMap<Service, Lowest>> {
    await this.catchUp();
    this.lowest.clear();
    for (const service of services) {
      this.lowest.set(service, { ready: this.ready(service).length, events: 0, shown: this.show(service) });
    }
    await action();
    await this.catchUp();
    const found = new Map(this.lowest);
    this.lowest.clear();
    return found;
  }

  /** Pods of nodes that are gone count no more, whatever the API server still says of them. */
  lose(nodes: readonly string[]): void {
    nodes.forEach((node) => this.lost.add(node));
    for (const service of this.lowest.keys()) this.count(service, 0);
  }

  /** Nodes of these names are there again, without the pods that they had. */
  regain(nodes: readonly string[]): void {
    nodes.forEach((node) => this.lost.delete(node));
  }

  all(service: Service): Pod[] {
    return [...this.pods.values()].filter((pod) => isOf(service, pod));
  }

  /** Those that can serve: ready, and not told to end. */
  ready(service: Service): Pod[] {
    return this.all(service).filter((pod) => isReady(pod) && !this.lost.has(pod.spec.nodeName ?? ''));
  }

  /** Those that no node has room for. */
  unschedulable(service: Service): Pod[] {
    return this.all(service).filter(
      ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined &&
        status?.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable'),
    );
  }

  /** One line for each pod of a service, for a person who asks why it is not ready. */
  show(service: Service): string {
    return this.all(service).map(shown).join('\n');
  }

  /** Waits until what the watch has told is what is there now: it has missed nothing. */
  private async catchUp(): Promise<void> {
    await eventually('the watch tells all that happened', 60, async () => {
      this.expectGoesOn();
      const { stdout } = await this.cluster.kubectl(['get', '--raw', '/api/v1/pods']);
      const { items } = JSON.parse(stdout) as { items: readonly Pod[] };
      const isSame = ({ metadata }: Pod): boolean =>
        this.pods.get(metadata.uid)?.metadata.resourceVersion === metadata.resourceVersion;
      return items.length === this.pods.size && items.every(isSame) ? true : undefined;
    });
  }

  private expectGoesOn(): void {
    if (this.broken !== undefined || !this.goesOn()) {
      throw new Failure(`the watch ended${this.broken === undefined ? '' : `: ${this.broken}`}`, this.log);
    }
  }

  private hear({ type, object }: Event): void {
    if (type === 'ERROR') this.broken = JSON.stringify(object);
    // The first bookmark ends what was there at the start.
    if (type === 'BOOKMARK') this.isComplete = true;
    if (type === 'ERROR' || type === 'BOOKMARK') return;
    if (type === 'DELETED') this.pods.delete(object.metadata.uid);
    else this.pods.set(object.metadata.uid, object);
    for (const service of this.lowest.keys()) if (isOf(service, object)) this.count(service, 1);
  }

  private count(service: Service, events: number): void {
    const before = this.lowest.get(service);
    if (!before) return;
    const ready = this.ready(service).length;
    const isLower = ready < before.ready;
    this.lowest.set(service, {
      ready: isLower ? ready : before.ready,
      events: before.events + events,
      shown: isLower ? this.show(service) : before.shown,
    });
  }
}

function isOf({ labels, namespace }: Service, { metadata }: Pod): boolean {
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

function shown(pod: Pod): string {
  const { metadata, spec, status } = pod;
  const waiting = status?.containerStatuses?.map(({ state }) => state?.waiting?.reason ?? '').join('') ?? '';
  const state = metadata.deletionTimestamp !== undefined ? 'ends' : isReady(pod) ? 'ready' : 'not ready';
  return [metadata.name, spec.nodeName ?? 'on no node', state, waiting].filter((word) => word !== '').join('  ');
}
