import path from 'node:path';
import type { Environment } from '../../../environments/environment';
import { Checkout } from '../support/checkout';
import { Cluster } from './cluster';
import { Fleet } from './node-pool';
import { zonesOf } from './nodes';
import { Planted } from './canary-workload';
import { PodWatch, type Lowest, type Service } from './pods';
import { addDefinitions, addStorageClass, jobsIn, wavesIn } from './prepare';
import { cache, filesBelow, fresh, writeJson } from '../support/project';
import { eventually } from '../support/process';
import { expect, type Report } from '../support/report';
import { rolloutStages } from './kwok-stages';
import { budgetsOf, workloadsOf, type Budget, type Workload } from './workloads';

/** The run that it stands for. */
export const name = 'rollouts';

/** How many pods of a service must stay ready. */
export interface Floor {
  readonly service: Service;
  readonly floor: number;
}

/** An environment on a cluster of its own, every pod of which is watched. */
export class Stand {
  readonly log: string;
  readonly cluster: Cluster;
  readonly fleet: Fleet;
  readonly pods: PodWatch;
  /** The zone that is drained and lost. */
  readonly zone: string;
  workloads: readonly Workload[] = [];
  budgets: readonly Budget[] = [];
  private readonly folder: string;
  private planted: Planted | undefined;

  /** @param called what happens on it, since one environment has several */
  constructor(
    private readonly report: Report,
    readonly environment: Environment,
    private readonly called: string,
    readonly full: boolean,
    seed: number,
  ) {
    const folder = `${environment.name}-${called}`;
    this.log = cache(name, `${folder}.log`);
    this.folder = fresh(cache(name, 'work', folder));
    this.cluster = new Cluster(name, folder, this.log);
    this.fleet = new Fleet(this.cluster, environment, this.folder, name);
    this.pods = new PodWatch(this.cluster, this.log);
    const zones = zonesOf(environment);
    this.zone = zones[seed % zones.length] ?? '';
  }

  /** The cluster with its machines, on which nothing of ours runs yet. */
  async start(objects: string): Promise<void> {
    await this.step('start an API server', () => this.cluster.up());
    await this.step(`${this.fleet.size} nodes are ready`, async () => {
      await this.cluster.play(name, (stages) => rolloutStages(stages, this.full ? 'whole' : 'short'));
      await this.fleet.start();
    });
    await this.step('upstream custom resources and a storage class', async () => {
      await addDefinitions(this.cluster, objects);
      await addStorageClass(this.cluster, objects);
    });
    await this.step('every change of a pod is watched', () => this.pods.start());
  }

  /** How many pods the workload declares that every check must find fault with. */
  get plantedDeclared(): number {
    return this.ownPlanted().service.declared;
  }

  /** Those that have a number of pods, wherever they run. A daemon has one on each node. */
  get replicated(): Workload[] {
    return this.workloads.filter(({ kind }) => kind !== 'DaemonSet');
  }

  /** What an update must leave. */
  get updating(): Floor[] {
    return this.workloads.map((service) => ({ service, floor: service.whileRolling }));
  }

  step<T>(what: string | ((result: T | undefined) => string), action: () => Promise<T> | T): Promise<T> {
    return this.report.step(name, `${this.environment.name}/${this.called}`, what, action);
  }

  skip(what: string): void {
    this.report.skip(name, `${this.environment.name}/${this.called}`, what);
  }

  /** Every object, wave after wave, each when the jobs of the one before have ended well. */
  async apply(objects: string, ...options: readonly string[]): Promise<void> {
    for (const wave of wavesIn(objects)) {
      await this.cluster.apply(path.join(objects, wave), ...options);
      for (const job of jobsIn(path.join(objects, wave))) {
        await this.cluster.kubectl(['wait', '--for=condition=Complete', '--timeout=90s', '-f', job]);
      }
    }
  }

  /** Finds out how many pods there must be, once everything is applied. */
  async lookUp(): Promise<void> {
    this.workloads = await workloadsOf(this.cluster);
    expect(this.workloads.length > 0, 'there is no workload', this.log);
    const budgets = await budgetsOf(this.cluster, this.workloads);
    this.budgets = budgets.filter(({ declared }) => declared > 0);
    for (const { declared, name: budget } of budgets) {
      if (declared === 0) this.skip(`${budget}: its pods are made by an operator, which does not run here`);
    }
  }

  /** Adds the workload that every check must find fault with, on a node of the zone that is drained and lost. */
  async plant(objects: string): Promise<void> {
    const [model] = filesBelow(objects, '.yaml').filter((file) => path.basename(file).startsWith('Deployment.'));
    expect(model !== undefined, 'there is no Deployment');
    this.planted = new Planted(model);
    await this.rollPlanted(1);
  }

  async rollPlanted(revision: number): Promise<void> {
    const planted = this.ownPlanted();
    const node = this.fleet.nodeIn(this.zone, planted.placement);
    expect(node !== undefined, `no node of ${this.zone} is one for the planted workload`);
    const file = path.join(this.folder, 'planted.json');
    writeJson(file, planted.revision(revision, node));
    await this.cluster.apply(file);
    await this.rolledOut([{ namespace: planted.service.namespace, target: 'deployment/planted' }]);
  }

  /** Waits until every update is complete. */
  async rolledOut(workloads: readonly Pick<Workload, 'namespace' | 'target'>[]): Promise<void> {
    for (const { namespace, target } of workloads) {
      await this.cluster.kubectl(['rollout', 'status', target, '-n', namespace, '--timeout=300s'], { seconds: 310 });
    }
  }

  /**
   * Waits until every workload has its pods ready. Where pods fit nowhere for some seconds, machines come, as the cluster
   * autoscaler would make them. Returns how many.
   */
  async complete(seconds: number): Promise<number> {
    let added = 0;
    let since = Date.now();
    await eventually('every workload has its pods ready', seconds, async () => {
      if (this.replicated.every((workload) => this.pods.ready(workload).length >= workload.declared)) return true;
      const waiting = this.replicated.flatMap((workload) => this.pods.unschedulable(workload));
      if (waiting.length === 0) since = Date.now();
      if (Date.now() - since < 10_000) return undefined;
      added += await this.fleet.grow(waiting);
      since = Date.now();
      return undefined;
    });
    return added;
  }

  /**
   * Does something while every pod is watched, and tells of each service how many were ready at least.
   *
   * @param bound what a floor is that is lower than what is declared
   * @param planted how many pods of the planted workload would have to stay: a check that does not see that they do not,
   * sees nothing
   */
  async measure(
    what: string | (() => string),
    floors: readonly Floor[],
    bound: string,
    planted: number | undefined,
    action: () => Promise<void>,
  ): Promise<void> {
    const own = this.ownPlanted().service;
    const services = [...floors.map(({ service }) => service), ...(planted === undefined ? [] : [own])];
    const found = await this.step(what, () => this.pods.during(services, action));
    for (const { service, floor } of floors) {
      const { ready, shown, told } = summary(service, bound, floor, found);
      await this.step(told, () =>
        expect(ready >= floor, `at least ${floor} must be ready. At the worst moment:`, this.log, shown),
      );
    }
    if (planted === undefined) return;
    const { ready, shown, told } = summary(own, bound, planted, found);
    await this.step(`self-check: a faulty workload is caught: ${told}`, () =>
      expect(ready < planted, 'the check cannot fail. At the worst moment:', this.log, shown),
    );
  }

  /** Synthesizes a commit, and returns the folder of its objects. */
  commit(called: string, change: (checkout: Checkout) => void = () => undefined): Promise<string> {
    return this.step(`synthesize ${called}`, () => {
      const checkout = new Checkout(path.join(this.folder, called.replaceAll(' ', '-')), this.log);
      change(checkout);
      return checkout.synthesize(this.environment.name);
    });
  }

  private ownPlanted(): Planted {
    expect(this.planted !== undefined, 'nothing is planted');
    return this.planted;
  }
}

function summary(service: Service, bound: string, floor: number, found: ReadonlyMap<Service, Lowest>) {
  const { events, ready, shown } = found.get(service) ?? { events: 0, ready: 0, shown: '' };
  const must = floor === service.declared ? '' : `, ${bound} ${floor}`;
  const seen = `${events} ${events === 1 ? 'event' : 'events'}`;
  const told = `${service.name}: ${service.declared} declared${must}, ${ready} ready at least in ${seen}`;
  return { ready, shown, told };
}
