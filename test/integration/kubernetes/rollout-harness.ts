import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../../environments/environment';
import { removeAddons } from '../support/addon-sources';
import { Checkout } from '../support/checkout';
import { Cluster } from './cluster';
import { NodePool } from './node-pool';
import { availabilityZones } from './nodes';
import { CanaryWorkload } from './canary-workload';
import { PodWatch, type LowestReady, type PodGroup } from './pods';
import { addCustomResourceDefinitions, addStorageClass, jobFiles, readWaves } from './prepare';
import { cachePath, filesBelow, emptyFolder, writeJson } from '../support/project';
import { waitFor } from '../support/process';
import { expect, type Report } from '../support/report';
import { rolloutStages } from './kwok-stages';
import { listBudgets, listWorkloads, type Budget, type Workload } from './workloads';

/** The name of the run. */
export const runName = 'rollouts';

/** Minimum number of ready pods in a group. */
export interface MinReady {
  readonly pods: PodGroup;
  readonly minReady: number;
}

/** An environment on a cluster of its own, with a watch on every pod. */
export class RolloutHarness {
  readonly log: string;
  readonly cluster: Cluster;
  readonly nodePool: NodePool;
  readonly pods: PodWatch;
  /** The availability zone that the scenarios drain and remove. */
  readonly zone: string;
  workloads: readonly Workload[] = [];
  budgets: readonly Budget[] = [];
  readonly folder: string;
  private canary: CanaryWorkload | undefined;

  /** @param scenario the scenario's name: each scenario of an environment has its own cluster */
  constructor(
    private readonly report: Report,
    readonly environment: Environment,
    private readonly scenario: string,
    readonly full: boolean,
    seed: number,
  ) {
    const folder = `${environment.name}-${scenario}`;
    this.log = cachePath(runName, `${folder}.log`);
    this.folder = emptyFolder(cachePath(runName, 'work', folder));
    this.cluster = new Cluster(runName, folder, this.log);
    this.nodePool = new NodePool(this.cluster, environment, this.folder, runName);
    this.pods = new PodWatch(this.cluster, this.log);
    const zones = availabilityZones(environment);
    this.zone = zones[seed % zones.length] ?? '';
  }

  /** Starts the cluster and its nodes, without workloads. */
  async start(objects: string): Promise<void> {
    await this.step('start an API server', () => this.cluster.up());
    await this.step(`${this.nodePool.size} nodes are ready`, async () => {
      await this.cluster.startKwok(runName, (stages) => rolloutStages(stages, this.full ? 'full' : 'short'));
      await this.nodePool.start();
    });
    await this.step('upstream custom resources and a storage class', async () => {
      await addCustomResourceDefinitions(this.cluster, objects);
      await addStorageClass(this.cluster, objects);
    });
    await this.step('every change of a pod is watched', () => this.pods.start());
  }

  /** Replicas of the faulty workload that every check must detect. */
  get canaryReplicas(): number {
    return this.requireCanary().pods.replicas;
  }

  /** Workloads with a replica count. A DaemonSet has one pod on each node instead. */
  get replicatedWorkloads(): Workload[] {
    return this.workloads.filter(({ kind }) => kind !== 'DaemonSet');
  }

  /** Minimum of ready pods during an update, for each workload. */
  get updateMinimums(): MinReady[] {
    return this.workloads.map((pods) => ({ pods, minReady: pods.minReadyDuringUpdate }));
  }

  step<T>(what: string | ((result: T | undefined) => string), action: () => Promise<T> | T): Promise<T> {
    return this.report.step(runName, `${this.environment.name}/${this.scenario}`, what, action);
  }

  skip(what: string): void {
    this.report.skip(runName, `${this.environment.name}/${this.scenario}`, what);
  }

  /** Applies every wave in order, and waits for the Jobs of each before the next one. */
  async apply(objects: string, ...options: readonly string[]): Promise<void> {
    for (const wave of readWaves(objects)) {
      await this.cluster.apply(path.join(objects, wave), ...options);
      for (const job of jobFiles(path.join(objects, wave))) {
        await this.cluster.kubectl(['wait', '--for=condition=Complete', '--timeout=90s', '-f', job]);
      }
    }
  }

  /** Reads the declared replicas and budgets of the services after everything is applied. Operators and agents serve no requests. */
  async readWorkloads(): Promise<void> {
    const ofServices = ({ namespace }: { readonly namespace: string }) => namespace === this.environment.name;
    this.workloads = (await listWorkloads(this.cluster)).filter(ofServices);
    expect(this.workloads.length > 0, 'there is no workload', this.log);
    const budgets = (await listBudgets(this.cluster, this.workloads)).filter(ofServices);
    this.budgets = budgets.filter(({ replicas }) => replicas > 0);
    for (const { replicas, name: budget } of budgets) {
      if (replicas === 0) this.skip(`${budget}: its pods are created by an operator, which this run does not start`);
    }
  }

  /** Adds the faulty workload that every check must detect, on a node of the drained zone. */
  async addCanary(objects: string): Promise<void> {
    const [model] = filesBelow(objects, '.yaml').filter(
      (file) =>
        path.basename(file).startsWith('Deployment.') && path.basename(path.dirname(file)) === this.environment.name,
    );
    expect(model !== undefined, 'there is no Deployment');
    this.canary = new CanaryWorkload(model);
    await this.rollCanary(1);
  }

  async rollCanary(revision: number): Promise<void> {
    const canary = this.requireCanary();
    const node = this.nodePool.findNode(this.zone, canary.nodeSelector);
    expect(node !== undefined, `no node in ${this.zone} matches the canary workload's node selector`);
    const file = path.join(this.folder, 'canary-workload.json');
    writeJson(file, canary.manifest(revision, node));
    await this.cluster.apply(file);
    await this.waitForRollouts([{ namespace: canary.pods.namespace, target: 'deployment/canary-workload' }]);
  }

  /** Waits until every rollout is complete. */
  async waitForRollouts(workloads: readonly Pick<Workload, 'namespace' | 'target'>[]): Promise<void> {
    for (const { namespace, target } of workloads) {
      await this.cluster.kubectl(['rollout', 'status', target, '-n', namespace, '--timeout=300s'], { seconds: 310 });
    }
  }

  /**
   * Waits until all replicas of every workload are ready, and adds nodes for pods that stay unschedulable for ten seconds,
   * as the cluster autoscaler does. Returns the number of nodes added.
   */
  async waitForReadyPods(seconds: number): Promise<number> {
    let added = 0;
    let since = Date.now();
    await waitFor('all replicas of every workload are ready', seconds, async () => {
      if (this.replicatedWorkloads.every((workload) => this.pods.ready(workload).length >= workload.replicas))
        return true;
      const waiting = this.replicatedWorkloads.flatMap((workload) => this.pods.unschedulable(workload));
      if (waiting.length === 0) since = Date.now();
      if (Date.now() - since < 10_000) return undefined;
      added += await this.nodePool.scaleUp(waiting);
      since = Date.now();
      return undefined;
    });
    return added;
  }

  /**
   * Runs an action with a watch on every pod, and reports the lowest number of ready pods in each group.
   *
   * @param reason why a minimum is lower than the declared replicas
   * @param canaryMinReady the minimum that the faulty workload must fall below, which proves that the check can fail
   */
  async measureReadyPods(
    title: string | (() => string),
    minimums: readonly MinReady[],
    reason: string,
    canaryMinReady: number | undefined,
    action: () => Promise<void>,
  ): Promise<void> {
    const canary = this.requireCanary().pods;
    const groups = [...minimums.map(({ pods }) => pods), ...(canaryMinReady === undefined ? [] : [canary])];
    const lowest = await this.step(title, () => this.pods.lowestDuring(groups, action));
    for (const { pods, minReady } of minimums) {
      const { ready, description, summary } = summarize(pods, reason, minReady, lowest);
      await this.step(summary, () =>
        expect(ready >= minReady, `${minReady} pods must be ready. Pods at the lowest point:`, this.log, description),
      );
    }
    if (canaryMinReady === undefined) return;
    const { ready, description, summary } = summarize(canary, reason, canaryMinReady, lowest);
    await this.step(`self-check: the faulty workload is detected: ${summary}`, () =>
      expect(ready < canaryMinReady, 'the check cannot fail. Pods at the lowest point:', this.log, description),
    );
  }

  /** Synthesizes a changed copy of the project, and returns the folder of its manifests. */
  synthesizeCopy(label: string, change: (checkout: Checkout) => void = () => undefined): Promise<string> {
    return this.step(`synthesize ${label}`, async () => {
      const checkout = new Checkout(path.join(this.folder, label.replaceAll(' ', '-')), this.log);
      change(checkout);
      const objects = await checkout.synthesize(this.environment.name);
      removeAddons(objects);
      // Its rollout is the subject of the run of Elasticsearch, and each apply of this one would wait for it.
      for (const file of filesBelow(objects, 'Deployment.elastic-operator.yaml')) rmSync(file);
      return objects;
    });
  }

  private requireCanary(): CanaryWorkload {
    expect(this.canary !== undefined, 'the canary workload was not added');
    return this.canary;
  }
}

function summarize(pods: PodGroup, reason: string, minReady: number, lowest: ReadonlyMap<PodGroup, LowestReady>) {
  const { events, ready, description } = lowest.get(pods) ?? { events: 0, ready: 0, description: '' };
  const required = minReady === pods.replicas ? '' : `, ${minReady} required ${reason}`;
  const seen = `${events} ${events === 1 ? 'event' : 'events'}`;
  const summary = `${pods.name}: ${pods.replicas} declared${required}, lowest ${ready} ready in ${seen}`;
  return { ready, description, summary };
}
