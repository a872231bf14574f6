import { setTimeout as sleep } from 'node:timers/promises';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';
import { sortedEntries } from '../../../lib/core/canonical';
import { rollBackBadRelease } from './bad-release';
import { availabilityZones } from './nodes';
import { cachePath, emptyFolder, hasTool, sharedPath } from '../support/project';
import { runInParallel } from '../support/process';
import type { Report } from '../support/report';
import { shrink } from './shrinking';
import { runName, RolloutHarness, type MinReady } from './rollout-harness';

/**
 * Updates, evictions, a lost zone, bad images, and what is shrunk or removed, on a real API server: ready pods never fall below
 * the declared number.
 */
export async function rollouts(report: Report, full: boolean): Promise<void> {
  emptyFolder(cachePath(runName));
  if (!hasTool('kubectl')) return report.missingTool(runName, 'kubectl', 'is not installed');
  if (!sharedPath('kubernetes', 'cluster'))
    return report.missingTool(
      runName,
      'cluster',
      'needs ../shared/kubernetes, because the nodes are simulated by kwok',
    );
  const all = Object.values(environments);
  // The zone changes every day; INTEGRATION_SEED repeats a choice.
  const seed = Number(process.env['INTEGRATION_SEED'] ?? Math.floor(Date.now() / 86_400_000));
  // Shrinking has many rollouts, which take seconds in the smallest environment.
  const samples: Readonly<Record<string, Environment>> = { shrinking: smallest(all) };
  const runs = sortedEntries(scenarios).flatMap(([scenarioName, scenario]) =>
    (full ? all : [samples[scenarioName] ?? largest(all)]).map((environment) => ({
      environment,
      scenario,
      scenarioName,
    })),
  );
  await runInParallel(3, runs, async ({ environment, scenario, scenarioName }) => {
    const harness = new RolloutHarness(report, environment, scenarioName, full, seed);
    await report.part(runName, `${environment.name}/${scenarioName}`, () => runScenario(harness, scenario));
  });
}

type Scenario = (harness: RolloutHarness, objects: string) => Promise<void>;

/** Each scenario has its own cluster, and they run in parallel because they mostly wait. */
const scenarios: Readonly<Record<string, Scenario>> = {
  updates: async (harness) => {
    await update(harness);
    await updateWhileDraining(harness);
    await drain(harness);
  },
  losses: async (harness, objects) => {
    await loseZone(harness);
    await rollBackBadRelease(harness, objects);
  },
  shrinking: shrink,
};

/** The environment with the most replicas. */
function largest(all: readonly Environment[]): Environment {
  return all.reduce((best, environment) => (replicas(environment) > replicas(best) ? environment : best));
}

/** The environment with the fewest replicas. */
function smallest(all: readonly Environment[]): Environment {
  return all.reduce((best, environment) => (replicas(environment) < replicas(best) ? environment : best));
}

function replicas({ services }: Environment): number {
  return sortedEntries(services).reduce((sum, [, { minReplicas }]) => sum + minReplicas, 0);
}

async function runScenario(harness: RolloutHarness, scenario: Scenario): Promise<void> {
  const objects = await harness.synthesizeCopy('the working tree');
  try {
    await harness.start(objects);
    await deployEverything(harness, objects);
    await scenario(harness, objects);
  } finally {
    await harness.cluster.down();
  }
}

async function deployEverything(harness: RolloutHarness, objects: string): Promise<void> {
  await harness.step('every wave applies without warnings', () => harness.apply(objects));
  await harness.readWorkloads();
  await harness.step(`${harness.replicatedWorkloads.length} workloads have all declared replicas`, async () => {
    await harness.waitForReadyPods(180);
    await harness.waitForRollouts(harness.workloads);
  });
  await runJobs(harness);
  await harness.addCanary(objects);
}

/** Waits for every Job, and starts one Job of each CronJob by hand. */
async function runJobs(harness: RolloutHarness): Promise<void> {
  const { cluster } = harness;
  const waitForCompletion = (job: string, namespace: string) =>
    cluster.kubectl(['wait', `job/${job}`, '-n', namespace, '--for=condition=Complete', '--timeout=90s']);
  for (const { metadata } of await cluster.get('jobs')) {
    const { name: job, namespace = '' } = metadata;
    await harness.step(`Job ${job} completes`, () => waitForCompletion(job, namespace));
  }
  for (const { metadata } of await cluster.get('cronjobs')) {
    const { name: schedule, namespace = '' } = metadata;
    await harness.step(`CronJob ${schedule}: a manually created Job completes`, async () => {
      const job = `${schedule}-manual`;
      await cluster.kubectl(['create', 'job', job, `--from=cronjob/${schedule}`, '-n', namespace]);
      await waitForCompletion(job, namespace);
      await cluster.kubectl(['delete', 'job', job, '-n', namespace]);
    });
  }
}

async function update(harness: RolloutHarness): Promise<void> {
  const objects = await harness.synthesizeCopy('the next release', (checkout) => checkout.releaseImages('next'));
  await harness.measureReadyPods(
    'update every service',
    harness.updateMinimums,
    'during an update',
    harness.canaryReplicas,
    async () => {
      await harness.apply(objects);
      await harness.rollCanary(2);
      await harness.waitForRollouts(harness.workloads);
    },
  );
}

async function loseZone(harness: RolloutHarness): Promise<void> {
  const { nodePool, pods, zone } = harness;
  const zones = availabilityZones(harness.environment).length;
  const minReadyFor = (replicas: number): number => replicas - Math.ceil(replicas / zones);
  const minimums = harness.replicatedWorkloads.map((pods): MinReady => ({
    pods,
    minReady: minReadyFor(pods.replicas),
  }));
  let added = 0;
  const title = (): string =>
    `${zone} is lost: all replicas become ready in other zones, ${added === 0 ? 'on the remaining nodes' : `with ${added} added nodes`}`;
  await harness.measureReadyPods(title, minimums, 'without a zone', minReadyFor(harness.canaryReplicas), async () => {
    pods.markLost(nodePool.nodesInZone(zone));
    await nodePool.removeZone(zone);
    added = await harness.waitForReadyPods(240);
  });
  await harness.step(`${zone} is restored`, async () => {
    await nodePool.restoreZone();
    pods.markRestored(nodePool.nodesInZone(zone));
    await harness.waitForRollouts(harness.workloads);
  });
}

async function updateWhileDraining(harness: RolloutHarness): Promise<void> {
  const objects = await harness.synthesizeCopy('a later release', (checkout) => checkout.releaseImages('later'));
  await harness.measureReadyPods(
    `update every service while ${harness.zone} is drained`,
    evictionMinimums(harness),
    'by its disruption budget',
    harness.canaryReplicas - 1,
    async () => {
      await harness.apply(objects);
      // At this point the first new pods are starting, and the other pods are old ones.
      await sleep(5000);
      await drainZone(harness);
      await harness.waitForRollouts(harness.workloads);
    },
  );
}

async function drain(harness: RolloutHarness): Promise<void> {
  await harness.measureReadyPods(
    `drain ${harness.zone}, one node after the other`,
    evictionMinimums(harness),
    'by its disruption budget',
    harness.canaryReplicas - 1,
    () => drainZone(harness),
  );
}

function evictionMinimums({ budgets }: RolloutHarness): MinReady[] {
  return budgets.map((pods) => ({ pods, minReady: pods.minReadyDuringEviction }));
}

/** Drains each node without a replacement. An instance refresh launches the replacement first, which is easier. */
async function drainZone(harness: RolloutHarness): Promise<void> {
  for (const node of harness.nodePool.nodesInZone(harness.zone)) {
    const given = ['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=180s'];
    await harness.cluster.kubectl(given, { seconds: 190 });
    await harness.waitForReadyPods(120);
    await harness.cluster.kubectl(['uncordon', node]);
  }
}
