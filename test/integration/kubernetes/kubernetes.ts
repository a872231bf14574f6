import path from 'node:path';
import { answerForOperators } from './operator-answers';
import { synthesize } from '../../../apps/synthesize';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';
import { rollBackConfiguration } from './config-rollback';
import { Cluster, type KubernetesObject } from './cluster';
import { simulatedNodes, zoneLabel } from './nodes';
import { parsers } from './parsers';
import {
  addCustomResourceDefinitions,
  addNodes,
  addStorageClass,
  jobFiles,
  readWaves,
  waitForDefinitions,
} from './prepare';
import { renderAddons, useLocalSources } from '../support/addon-sources';
import { cachePath, filesBelow, emptyFolder, hasTool, sharedPath, writeFiles } from '../support/project';
import { waitFor, Failure, runInParallel } from '../support/process';
import { expect, type Report } from '../support/report';
import { talk } from './talk';
import { admitPsql, stopAndStartWriters } from './runbooks';

const name = 'kubernetes';

/** Applies every environment to a new cluster: API server, controllers, scheduler and simulated nodes. */
export async function kubernetes(report: Report): Promise<void> {
  emptyFolder(cachePath(name));
  await report.part(name, 'parsers', () => parsers(report));
  if (!hasTool('kubectl')) return report.missingTool(name, 'kubectl', 'is not installed');
  const hasLocalCluster = sharedPath('kubernetes', 'cluster') !== undefined;
  if (hasLocalCluster) await report.part(name, 'talk', () => talk(report, name));
  const kubeconfig = process.env['KUBECONFIG'];
  if (!hasLocalCluster && kubeconfig === undefined)
    return report.missingTool(name, 'cluster', 'needs ../shared/kubernetes or a KUBECONFIG of a test cluster');
  await runInParallel(hasLocalCluster ? 2 : 1, Object.values(environments), async (environment) => {
    const run = new EnvironmentRun(report, environment);
    await report.part(name, environment.name, () =>
      hasLocalCluster ? run.onOwnCluster() : run.onCluster(kubeconfig ?? ''),
    );
  });
}

class EnvironmentRun {
  private readonly log: string;
  private readonly folder: string;
  private readonly cluster: Cluster;

  constructor(
    private readonly report: Report,
    private readonly environment: Environment,
  ) {
    this.log = cachePath(name, `${environment.name}.log`);
    this.folder = cachePath(name, 'work', environment.name);
    this.cluster = new Cluster(name, environment.name, this.log);
  }

  async onOwnCluster(): Promise<void> {
    const waves = await this.synthesizeWaves();
    const nodes = simulatedNodes(this.environment);
    try {
      await this.step('start an API server', () => this.cluster.up());
      await this.step(`${nodes.length} nodes are ready`, () => addNodes(this.cluster, this.folder, nodes));
      await this.step('upstream custom resources', () => addCustomResourceDefinitions(this.cluster, this.folder));
      await this.step('storage class', () => addStorageClass(this.cluster, this.folder));
      for (const wave of waves) {
        await this.step(`apply ${wave}`, async () => {
          await this.cluster.apply(path.join(this.folder, wave));
          if (wave.endsWith('-operators')) await waitForDefinitions(this.cluster);
        });
        await this.waitForJobs(wave);
      }
      await this.step('every program of the cluster is running', () => {
        const exited = this.cluster.exitedPrograms();
        expect(exited.length === 0, `exited: ${exited.join(', ')}`, this.log);
      });
      await this.rollOut();
      if (this.environment === Object.values(environments)[0]) await this.rollBack();
      await this.applyAgain(waves);
      if (this.environment === Object.values(environments)[0]) await this.applyByScript();
    } finally {
      await this.cluster.down();
    }
  }

  /** Applies to a shared cluster: only into new namespaces, which are deleted afterwards. */
  async onCluster(kubeconfig: string): Promise<void> {
    this.cluster.useKubeconfig(kubeconfig);
    const waves = await this.synthesizeWaves();
    const namespaces = filesBelow(this.folder, '.yaml')
      .map((file) => /^Namespace\.(.+)\.yaml$/.exec(path.basename(file))?.[1])
      .filter((namespace) => namespace !== undefined);
    await this.step('its namespaces do not exist', async () => {
      const taken = (await this.cluster.get('namespaces')).filter((found) => namespaces.includes(found.metadata.name));
      expect(taken.length === 0, `existing namespaces: ${taken.map((found) => found.metadata.name).join(', ')}`);
    });
    try {
      for (const wave of waves)
        await this.step(`apply ${wave}`, () => this.cluster.apply(path.join(this.folder, wave)));
      await this.applyAgain(waves);
      this.report.skip(name, this.environment.name, 'rollouts: need simulated nodes, because the images do not exist');
    } finally {
      for (const wave of [...waves].reverse()) {
        const file = path.join(this.folder, wave);
        await this.cluster.kubectl(['delete', '--ignore-not-found', '-R', '-f', file], { seconds: 300, allow: [0, 1] });
      }
    }
  }

  /** The script renders the kustomizations itself, and waits for their definitions and pods. */
  private async applyByScript(): Promise<void> {
    const folder = cachePath(name, 'work', `${this.environment.name}-addons`);
    writeFiles(synthesize([this.environment]), `kubernetes/${this.environment.name}`, emptyFolder(folder));
    await useLocalSources(folder, this.log);
    await this.step('operators have answered', () => answerForOperators(this.cluster, this.folder));
    await this.step('apply.sh applies every wave, and addons from their repositories', () =>
      this.cluster.script('scripts/apply.sh', [folder, '--force-conflicts'], { seconds: 600 }),
    );
  }

  private step<T>(what: string, action: () => Promise<T> | T): Promise<T> {
    return this.report.step(name, this.environment.name, what, action);
  }

  private synthesizeWaves(): Promise<string[]> {
    return this.step('synthesize, with addons from their repositories', async () => {
      writeFiles(synthesize([this.environment]), `kubernetes/${this.environment.name}`, emptyFolder(this.folder));
      await renderAddons(this.folder, this.log);
      return readWaves(this.folder);
    });
  }

  /** The next wave depends on the Jobs of this one. */
  private async waitForJobs(wave: string): Promise<void> {
    for (const job of jobFiles(path.join(this.folder, wave))) {
      await this.step(`${path.basename(job, '.yaml')} completes`, () =>
        this.cluster.kubectl(['wait', '--for=condition=Complete', '--timeout=90s', '-f', job]),
      );
    }
  }

  private async rollOut(): Promise<void> {
    const workloads = await this.cluster.get('deployments', 'statefulsets', 'daemonsets');
    expect(workloads.length > 0, 'there is no workload', this.log);
    await this.step('the autoscalers reach their minimum', () => this.waitForAutoscalers());
    for (const workload of workloads) {
      const target = `${workload.kind.toLowerCase()}/${workload.metadata.name}`;
      const namespace = workload.metadata.namespace ?? '';
      await this.step(`${namespace}/${target} has rolled out`, () =>
        this.cluster.kubectl(['rollout', 'status', target, '-n', namespace, '--timeout=90s']),
      );
    }
    const nodes = await this.cluster.get('nodes');
    for (const workload of workloads.filter(({ kind }) => kind === 'Deployment')) {
      const { namespace, name: deployment } = workload.metadata;
      await this.step(`${namespace}/${deployment} is spread over zones`, () => this.expectSpread(workload, nodes));
    }
  }

  /** One workload of one environment is enough, because the same code renders all of them. */
  private async rollBack(): Promise<void> {
    await this.step('a rollback finds its ConfigMap, also after pruning', () =>
      rollBackConfiguration(this.cluster, this.folder, 'dts-scheduler'),
    );
    await this.step('the writers stop twice, and start as they were', () =>
      stopAndStartWriters(this.cluster, this.environment.name),
    );
    await this.step('the pod of psql is admitted', () => admitPsql(this.cluster, this.environment.name));
  }

  /** Without metrics, an autoscaler only enforces its minimum. */
  private async waitForAutoscalers(): Promise<void> {
    const autoscalers = await this.cluster.get('horizontalpodautoscalers');
    let missing: string[] = [];
    try {
      await waitFor('every autoscaler has its minimum available', 180, async () => {
        missing = underscaledTargets(autoscalers, await this.cluster.get('deployments'));
        return missing.length === 0 ? true : undefined;
      });
    } catch (error) {
      for (const kinds of ['horizontalpodautoscalers,deployments,pods', 'events']) {
        await this.cluster.kubectl(['get', kinds, '--all-namespaces', '-o', 'wide']);
      }
      throw error instanceof Failure ? new Failure(`${error.message}: ${missing.join(', ')}`, this.log) : error;
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
    const zoneName = (node: KubernetesObject | undefined): string => node?.metadata.labels?.[zoneLabel] ?? '';
    const [first] = pods;
    expect(first !== undefined, 'the Deployment has no running pod', this.log);
    const reachable = new Set(nodes.filter((node) => admits(node, first)).map(zoneName));
    const counts = new Map([...reachable].map((zone) => [zone, 0]));
    for (const { spec } of pods) {
      const zone = zoneName(nodes.find(({ metadata }) => metadata.name === spec.nodeName));
      counts.set(zone, (counts.get(zone) ?? 0) + 1);
    }
    const numbers = [...counts.values()];
    const even = Math.max(...numbers) - Math.min(...numbers) <= 1;
    const shown = [...counts].map(([zone, count]) => `${zone}: ${count}`).join(', ');
    expect(even, `the pods are not balanced over the zones: ${shown}`, this.log);
  }

  private async applyAgain(waves: readonly string[]): Promise<void> {
    for (const wave of waves) {
      await this.step(`${wave} again changes nothing`, () => this.cluster.expectApplied(path.join(this.folder, wave)));
    }
  }
}

/** Deployments with fewer available pods than their autoscaler's minimum. */
function underscaledTargets(
  autoscalers: readonly KubernetesObject[],
  deployments: readonly KubernetesObject[],
): string[] {
  return autoscalers.flatMap(({ metadata: { namespace }, spec: { scaleTargetRef, minReplicas = 1 } }) => {
    const target = deployments.find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === scaleTargetRef?.name,
    );
    const available = target?.status?.availableReplicas ?? 0;
    return available >= minReplicas ? [] : [`${scaleTargetRef?.name} has ${available} of ${minReplicas}`];
  });
}

/** Returns true if a pod may run on a node, by labels and taints. */
function admits(node: KubernetesObject, pod: KubernetesObject): boolean {
  const labels = node.metadata.labels ?? {};
  const selected = Object.entries(pod.spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  const tolerated = (node.spec.taints ?? [])
    .filter(({ effect }) => effect !== 'PreferNoSchedule')
    .every(({ key }) => (pod.spec.tolerations ?? []).some((toleration) => (toleration.key ?? key) === key));
  return selected && tolerated;
}
