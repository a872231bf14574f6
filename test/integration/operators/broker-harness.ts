import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import type { Environment } from '../../../environments/environment';
import { sortedEntries } from '../../../lib/core/canonical';
import { Cluster } from '../kubernetes/cluster';
import { rolloutStages } from '../kubernetes/kwok-stages';
import { type Node, simulatedGroupNodes, zoneLabel } from '../kubernetes/nodes';
import { type PodGroup, PodWatch } from '../kubernetes/pods';
import {
  addCustomResourceDefinitions,
  addNodes,
  addStorageClass,
  readWaves,
  waitForDefinitions,
} from '../kubernetes/prepare';
import { renderAddons } from '../support/addon-sources';
import { Checkout } from '../support/checkout';
import { cachePath, emptyFolder, filesBelow, writeJson } from '../support/project';
import { waitFor } from '../support/process';
import { expect, type Report } from '../support/report';

/** The name of the run. */
export const runName = 'operators';

/** A pod of the broker, with the fields that the checks read. */
export interface Member {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly priorityClassName?: string;
    readonly terminationGracePeriodSeconds: number;
    readonly containers: readonly {
      readonly name: string;
      readonly image: string;
      readonly lifecycle?: { readonly preStop?: { readonly exec?: { readonly command: readonly string[] } } };
    }[];
  };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** The custom resource, with the fields that the checks read. */
export interface RabbitmqCluster {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly image: string;
    readonly replicas: number;
    readonly affinity: object;
    readonly override: { readonly statefulSet: { readonly spec: { readonly template: { readonly spec: object } } } };
  };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

/** Waves without the workloads of services, whose images and Secrets do not exist here. */
const skippedWaves = /-(?:migrations|workloads)$/;

/** The broker of an environment on a cluster of its own, with the real operator and a watch on every pod. */
export class BrokerHarness {
  readonly log: string;
  readonly cluster: Cluster;
  readonly pods: PodWatch;
  readonly folder: string;
  nodes: Node[];
  private group: PodGroup | undefined;
  private lastNodeNumber = 100;

  constructor(
    private readonly report: Report,
    readonly environment: Environment,
  ) {
    const { name } = environment;
    this.log = cachePath(runName, `${name}.log`);
    this.folder = emptyFolder(cachePath(runName, 'work', name));
    this.cluster = new Cluster(runName, name, this.log);
    this.pods = new PodWatch(this.cluster, this.log);
    this.nodes = sortedEntries(environment.nodeGroups).flatMap(([group]) =>
      simulatedGroupNodes(environment, group, runName),
    );
  }

  /** Starts cluster, nodes and operator, without objects of the environment. */
  async start(objects: string, operator: string): Promise<void> {
    const [file] = filesBelow(objects, '.yaml').filter((path) => path.includes('RabbitmqCluster.'));
    expect(file !== undefined, 'there is no RabbitmqCluster');
    await this.step('start an API server', () => this.cluster.up(60));
    await this.step(`${this.nodes.length} nodes are ready`, async () => {
      await this.cluster.startKwok(runName, (stages) => rolloutStages(stages, 'short'));
      await addNodes(this.cluster, this.folder, this.nodes);
    });
    await this.step('upstream custom resources and a storage class', async () => {
      await addCustomResourceDefinitions(this.cluster, objects);
      await addStorageClass(this.cluster, objects);
    });
    await this.step('the addon of the operator applies', async () => {
      for (const wave of readWaves(objects).filter((folder) => /-(?:namespaces|operators)$/.test(folder))) {
        await this.cluster.apply(path.join(objects, wave));
      }
      await waitForDefinitions(this.cluster);
      await this.copyLeaderElection(objects);
    });
    await this.step(`${operator} reconciles, with the permissions of the addon`, () =>
      this.cluster.startOperator(operator, `rabbitmq-system:${operator}`),
    );
    await this.step('every change of a pod is watched', () => this.pods.start());
    const { name } = this.environment;
    const resource = path.basename(file, '.yaml').replace('RabbitmqCluster.', '');
    this.group = {
      name: resource,
      namespace: name,
      labels: { 'app.kubernetes.io/name': resource },
      replicas: this.environment.rabbitmq.replicas,
    };
  }

  /** The operator runs here with leases in the namespace `operators`, so the role for its leases is needed there too. */
  private async copyLeaderElection(objects: string): Promise<void> {
    await this.cluster.kubectl(['create', 'namespace', 'operators']);
    for (const kind of ['Role', 'RoleBinding']) {
      for (const file of filesBelow(objects, '.yaml').filter((each) => path.basename(each).startsWith(`${kind}.`))) {
        const object = load(readFileSync(file, 'utf8')) as { readonly metadata: object };
        const copy = path.join(this.folder, `${path.basename(file, '.yaml')}.json`);
        writeJson(copy, { ...object, metadata: { ...object.metadata, namespace: 'operators' } });
        await this.cluster.kubectl(['apply', '--server-side', '--field-manager=copy', '-f', copy]);
      }
    }
  }

  /** The pods of the broker. */
  get members(): PodGroup {
    expect(this.group !== undefined, 'the harness was not started');
    return this.group;
  }

  /** The smallest number of members with which quorum queues work. A single member has no spare one. */
  get majority(): number {
    const { replicas } = this.members;
    return replicas === 1 ? 0 : Math.floor(replicas / 2) + 1;
  }

  step<T>(what: string | ((result: T | undefined) => string), action: () => Promise<T> | T): Promise<T> {
    return this.report.step(runName, this.environment.name, what, action);
  }

  /** Applies every wave in order, except those of services. */
  async apply(objects: string): Promise<void> {
    for (const wave of readWaves(objects).filter((folder) => !skippedWaves.test(folder))) {
      await this.cluster.apply(path.join(objects, wave));
    }
  }

  /** Synthesizes a changed copy of the project, and returns the folder of its manifests. */
  synthesizeCopy(label: string, change: (checkout: Checkout) => void = () => undefined): Promise<string> {
    return this.step(`synthesize ${label}`, async () => {
      const checkout = new Checkout(path.join(this.folder, label.replaceAll(' ', '-')), this.log);
      change(checkout);
      const objects = await checkout.synthesize(this.environment.name);
      await renderAddons(objects, this.log);
      return objects;
    });
  }

  /** Returns the custom resource. */
  async resource(): Promise<RabbitmqCluster> {
    const all = await this.cluster.get<RabbitmqCluster>('rabbitmqclusters.rabbitmq.com');
    const found = all.find(({ metadata }) => metadata.namespace === this.members.namespace);
    expect(found !== undefined, 'the cluster has no RabbitmqCluster', this.log);
    return found;
  }

  /** Returns the pods of the broker, in the order of their ordinals. */
  async listMembers(): Promise<readonly Member[]> {
    const pods = await this.cluster.get<Member>('pods');
    return pods
      .filter(({ metadata }) => metadata.labels['app.kubernetes.io/name'] === this.members.name)
      .sort((one, other) => one.metadata.name.localeCompare(other.metadata.name));
  }

  /** Waits until all members are ready with the current image, and the operator reports so. */
  async waitForMembers(seconds = 90): Promise<void> {
    let state = '';
    const check = async (): Promise<true | undefined> => {
      const { spec, status } = await this.resource();
      const members = await this.listMembers();
      const conditions = status?.conditions ?? [];
      const isTrue = (type: string): boolean =>
        conditions.some((condition) => condition.type === type && condition.status === 'True');
      const ready = this.pods.ready(this.members);
      const isCurrent = members.every(({ spec: pod }) => pod.containers.every(({ image }) => image === spec.image));
      state = [
        this.pods.describe(this.members),
        ...conditions.map((condition) => `${condition.type}: ${condition.status} ${condition.message ?? ''}`),
      ].join('\n');
      const areReady = members.length === spec.replicas && ready.length === spec.replicas && isCurrent;
      return areReady && isTrue('AllReplicasReady') && isTrue('ReconcileSuccess') ? true : undefined;
    };
    try {
      await waitFor('all members are ready', seconds, check);
    } catch (error) {
      const { stdout } = await this.cluster.kubectl(['get', 'events', '-n', this.members.namespace]);
      expect(false, (error as Error).message, this.log, `${state}\n${stdout}`);
    }
  }

  /** Returns a number that no node has had. */
  nextNodeNumber(): number {
    this.lastNodeNumber += 1;
    return this.lastNodeNumber;
  }

  /** Returns the zone of a node. */
  zoneOf(node: string | undefined): string {
    return this.nodes.find(({ metadata }) => metadata.name === node)?.metadata.labels[zoneLabel] ?? '';
  }

  /**
   * Runs an action with a watch on every pod, and fails if the number of ready members falls below a minimum at any moment.
   *
   * @param minReady the minimum, at least the majority
   */
  async keepReady(what: string, minReady: number, action: () => Promise<void>): Promise<void> {
    let description = '';
    const title = (found: number | undefined): string =>
      `${what}: ${this.members.replicas} members, ${minReady} required${found === undefined ? '' : `, lowest ${found} ready`}`;
    await this.step(title, async () => {
      const lowest = (await this.pods.lowestDuring([this.members], action)).get(this.members);
      expect(lowest !== undefined && lowest.events > 0, 'no member changed', this.log);
      description = lowest.description;
      expect(
        lowest.ready >= minReady,
        `${lowest.ready} members were ready. Pods at the lowest point:`,
        this.log,
        description,
      );
      return lowest.ready;
    });
  }
}
