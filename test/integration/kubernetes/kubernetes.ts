import path from 'node:path';
import { synthesize } from '../../../apps/synthesize';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';
import { rollBackConfiguration } from './configuration';
import { Cluster, type KubernetesObject } from './cluster';
import { simulatedNodes, zoneLabel } from './nodes';
import { addDefinitions, addNodes, addStorageClass, jobsIn, wavesIn } from './prepare';
import { cache, filesBelow, fresh, hasTool, shared, writeFiles } from '../support/project';
import { eventually, Failure, sideBySide } from '../support/process';
import { expect, type Report } from '../support/report';

const name = 'kubernetes';

/** Every environment's workloads on an API server, with controllers and a scheduler, as fresh as the first day. */
export async function kubernetes(report: Report): Promise<void> {
  fresh(cache(name));
  if (!hasTool('kubectl')) return report.missing(name, 'kubectl', 'is not installed');
  const own = shared('kubernetes', 'cluster') !== undefined;
  const chosen = process.env['KUBECONFIG'];
  if (!own && chosen === undefined) return report.missing(name, 'cluster', 'set KUBECONFIG to a cluster for tests');
  await sideBySide(own ? 2 : 1, Object.values(environments), async (environment) => {
    const trial = new Trial(report, environment);
    await report.part(name, environment.name, () => (own ? trial.onOwnCluster() : trial.onCluster(chosen ?? '')));
  });
}

class Trial {
  private readonly log: string;
  private readonly folder: string;
  private readonly cluster: Cluster;

  constructor(
    private readonly report: Report,
    private readonly environment: Environment,
  ) {
    this.log = cache(name, `${environment.name}.log`);
    this.folder = cache(name, 'work', environment.name);
    this.cluster = new Cluster(name, environment.name, this.log);
  }

  async onOwnCluster(): Promise<void> {
    const waves = await this.waves();
    const nodes = simulatedNodes(this.environment);
    try {
      await this.step('start an API server', () => this.cluster.up());
      await this.step(`${nodes.length} nodes are ready`, () => addNodes(this.cluster, this.folder, nodes));
      await this.step('upstream custom resources', () => addDefinitions(this.cluster, this.folder));
      await this.step('storage class', () => addStorageClass(this.cluster, this.folder));
      for (const wave of waves) {
        await this.step(`apply ${wave}`, () => this.cluster.apply(path.join(this.folder, wave)));
        await this.untilJobsEnd(wave);
      }
      await this.step('the whole cluster is running', () => {
        const ended = this.cluster.ended();
        expect(ended.length === 0, `it lost its ${ended.join(', ')}`, this.log);
      });
      await this.rollOut();
      if (this.environment === Object.values(environments)[0]) await this.rollBack();
      await this.applyAgain(waves);
    } finally {
      await this.cluster.down();
    }
  }

  /** A cluster that may hold other things: only into namespaces that are not there yet, and away with them afterwards. */
  async onCluster(settings: string): Promise<void> {
    this.cluster.use(settings);
    const waves = await this.waves();
    const namespaces = filesBelow(this.folder, '.yaml')
      .map((file) => /^Namespace\.(.+)\.yaml$/.exec(path.basename(file))?.[1])
      .filter((namespace) => namespace !== undefined);
    await this.step('its namespaces are free', async () => {
      const taken = (await this.cluster.get('namespaces')).filter((found) => namespaces.includes(found.metadata.name));
      expect(taken.length === 0, `the cluster has ${taken.map((found) => found.metadata.name).join(', ')} already`);
    });
    try {
      for (const wave of waves)
        await this.step(`apply ${wave}`, () => this.cluster.apply(path.join(this.folder, wave)));
      await this.applyAgain(waves);
      this.report.skip(
        name,
        this.environment.name,
        'rollouts: only where nodes are simulated, images are never pulled',
      );
    } finally {
      for (const wave of [...waves].reverse()) {
        const file = path.join(this.folder, wave);
        await this.cluster.kubectl(['delete', '--ignore-not-found', '-R', '-f', file], { seconds: 300, allow: [0, 1] });
      }
    }
  }

  private step<T>(what: string, action: () => Promise<T> | T): Promise<T> {
    return this.report.step(name, this.environment.name, what, action);
  }

  private waves(): Promise<string[]> {
    return this.step('synthesize', () => {
      writeFiles(synthesize([this.environment]), `kubernetes/${this.environment.name}`, fresh(this.folder));
      return wavesIn(this.folder);
    });
  }

  /** The next wave needs what the jobs of this one did. */
  private async untilJobsEnd(wave: string): Promise<void> {
    for (const job of jobsIn(path.join(this.folder, wave))) {
      await this.step(`${path.basename(job, '.yaml')} has ended well`, () =>
        this.cluster.kubectl(['wait', '--for=condition=Complete', '--timeout=90s', '-f', job]),
      );
    }
  }

  private async rollOut(): Promise<void> {
    const workloads = await this.cluster.get('deployments', 'statefulsets', 'daemonsets');
    expect(workloads.length > 0, 'there is no workload', this.log);
    await this.step('the autoscalers keep their minimum', () => this.untilScaled());
    for (const workload of workloads) {
      const target = `${workload.kind.toLowerCase()}/${workload.metadata.name}`;
      const namespace = workload.metadata.namespace ?? '';
      await this.step(`${namespace}/${target} has rolled out`, () =>
        this.cluster.kubectl(['rollout', 'status', target, '-n', namespace, '--timeout=90s']),
      );
    }
    const nodes = await this.cluster.get('nodes');
    for (const workload of workloads.filter(({ kind }) => kind === 'Deployment')) {
      const { namespace, name: called } = workload.metadata;
      await this.step(`${namespace}/${called} is spread over zones`, () => this.expectSpread(workload, nodes));
    }
  }

  /** One workload of one environment stands for all: they are made by the same lines. */
  private async rollBack(): Promise<void> {
    await this.step('a rollback finds its configuration, also after pruning', () =>
      rollBackConfiguration(this.cluster, this.folder, 'dts-scheduler'),
    );
  }

  /** Without metrics an autoscaler only keeps the minimum, which is what is asked of it here. */
  private async untilScaled(): Promise<void> {
    const autoscalers = await this.cluster.get('horizontalpodautoscalers');
    let short: string[] = [];
    try {
      await eventually('every autoscaler has its minimum available', 180, async () => {
        short = shortOf(autoscalers, await this.cluster.get('deployments'));
        return short.length === 0 ? true : undefined;
      });
    } catch (error) {
      for (const kinds of ['horizontalpodautoscalers,deployments,pods', 'events']) {
        await this.cluster.kubectl(['get', kinds, '--all-namespaces', '-o', 'wide']);
      }
      throw error instanceof Failure ? new Failure(`${error.message}: ${short.join(', ')}`, this.log) : error;
    }
  }

  private async expectSpread(workload: KubernetesObject, nodes: readonly KubernetesObject[]): Promise<void> {
    const selector = Object.entries(workload.spec.selector?.matchLabels ?? {});
    const pods = (await this.cluster.get('pods')).filter(
      ({ metadata, status }) =>
        metadata.namespace === workload.metadata.namespace &&
        status?.phase === 'Running' &&
        selector.every(([key, value]) => metadata.labels?.[key] === value),
    );
    const zoneOf = (node: KubernetesObject | undefined): string => node?.metadata.labels?.[zoneLabel] ?? '';
    const [first] = pods;
    expect(first !== undefined, 'it has no running pod', this.log);
    const reachable = new Set(nodes.filter((node) => admits(node, first)).map(zoneOf));
    const counts = new Map([...reachable].map((zone) => [zone, 0]));
    for (const { spec } of pods) {
      const zone = zoneOf(nodes.find(({ metadata }) => metadata.name === spec.nodeName));
      counts.set(zone, (counts.get(zone) ?? 0) + 1);
    }
    const numbers = [...counts.values()];
    const even = Math.max(...numbers) - Math.min(...numbers) <= 1;
    const shown = [...counts].map(([zone, count]) => `${zone}: ${count}`).join(', ');
    expect(even, `its pods are not even over the zones that it can run in: ${shown}`, this.log);
  }

  private async applyAgain(waves: readonly string[]): Promise<void> {
    for (const wave of waves) {
      await this.step(`${wave} again changes nothing`, () => this.cluster.isApplied(path.join(this.folder, wave)));
    }
  }
}

/** Which deployments have fewer pods available than their autoscaler keeps. */
function shortOf(autoscalers: readonly KubernetesObject[], deployments: readonly KubernetesObject[]): string[] {
  return autoscalers.flatMap(({ metadata: { namespace }, spec: { scaleTargetRef, minReplicas = 1 } }) => {
    const target = deployments.find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === scaleTargetRef?.name,
    );
    const available = target?.status?.availableReplicas ?? 0;
    return available >= minReplicas ? [] : [`${scaleTargetRef?.name} has ${available} of ${minReplicas}`];
  });
}

/** Whether a node is one that a pod may run on, by labels and taints. */
function admits(node: KubernetesObject, pod: KubernetesObject): boolean {
  const labels = node.metadata.labels ?? {};
  const selected = Object.entries(pod.spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  const tolerated = (node.spec.taints ?? [])
    .filter(({ effect }) => effect !== 'PreferNoSchedule')
    .every(({ key }) => (pod.spec.tolerations ?? []).some((toleration) => (toleration.key ?? key) === key));
  return selected && tolerated;
}
