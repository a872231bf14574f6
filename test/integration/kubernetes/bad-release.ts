import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sharedPods } from '../../../lib/kubernetes/pod/disruption-budget';
import { jobFiles, readWaves } from './prepare';
import { filesBelow } from '../support/project';
import { waitFor } from '../support/process';
import { expect, expectSame } from '../support/report';
import type { Pod } from './pods';
import type { RolloutHarness } from './rollout-harness';
import { unpullableDigest } from './kwok-stages';
import type { Workload } from './workloads';

/** A progress deadline for pods that become ready soon, in seconds. The declared one includes the time to launch a node. */
const shortDeadlineSeconds = 30;

/** Releases images that cannot be pulled and another ConfigMap: the old pods keep serving, and `rollout undo` works. */
export async function rollBackBadRelease(harness: RolloutHarness, earlier: string): Promise<void> {
  const deployments = harness.workloads.filter(({ kind }) => kind === 'Deployment');
  const before = new Map(deployments.map((deployment) => [deployment, podVersions(harness.pods.ready(deployment))]));
  const objects = await harness.synthesizeCopy('a release with unpullable images', (checkout) => {
    checkout.releaseUnpullableServices('bad', unpullableDigest);
    checkout.addSetting('INTEGRATION', 'changed');
  });
  if (!harness.full) shortenDeadlines(objects);
  await expectBlockedByMigration(harness, objects);
  const minimums = deployments.map((pods) => ({ pods, minReady: pods.replicas }));
  const deadline = harness.full ? 'the declared progress deadline' : `a progress deadline of ${shortDeadlineSeconds} s`;
  await harness.measureReadyPods(
    `a release with unpullable images fails after ${deadline}`,
    minimums,
    '',
    undefined,
    async () => {
      // All waves at once, without waiting for the migration.
      await harness.cluster.apply(objects);
      await expectDeadlineExceeded(harness, deployments);
    },
  );
  await harness.step(
    'only pods of the earlier release are ready, and a quarter of the pods of each Deployment waits for its new image',
    () => {
      for (const deployment of deployments) expectStuck(harness, deployment, before.get(deployment) ?? []);
    },
  );
  await harness.step('the ConfigMaps of both releases exist', () => expectConfigMapsExist(harness, deployments));
  await harness.measureReadyPods('kubectl rollout undo', minimums, '', undefined, async () => {
    for (const { namespace, target } of deployments) {
      await harness.cluster.kubectl(['rollout', 'undo', target, '-n', namespace]);
    }
    await harness.waitForRollouts(deployments);
  });
  await harness.step('only pods of the earlier release remain, with their ConfigMaps', async () => {
    for (const deployment of deployments) {
      await waitFor(`${deployment.name} has only pods of the earlier release`, 60, () =>
        Promise.resolve(harness.pods.all(deployment).length === deployment.replicas ? true : undefined),
      );
      expectSame(
        podVersions(harness.pods.all(deployment)),
        before.get(deployment) ?? [],
        `pod versions of ${deployment.name}`,
      );
    }
    await expectConfigMapsExist(harness, deployments);
  });
  await harness.step('the earlier release is applied after undo', () => harness.apply(earlier));
  const next = await harness.synthesizeCopy('the release after it', (checkout) => checkout.releaseImages('after'));
  // `rollout undo` takes ownership of the fields, so that server-side apply reports conflicts.
  const title = 'update every service after undo, with --force-conflicts';
  await harness.measureReadyPods(title, harness.updateMinimums, 'during an update', undefined, async () => {
    await harness.apply(next, '--force-conflicts');
    await harness.waitForRollouts(harness.workloads);
  });
  await harness.step('a second apply has no conflicts', () => harness.apply(next));
}

/** Shortens the declared progress deadlines. The next release restores them. */
function shortenDeadlines(objects: string): void {
  for (const file of filesBelow(objects, '.yaml')) {
    const text = readFileSync(file, 'utf8');
    const shortened = text.replace(/progressDeadlineSeconds: \d+/, `progressDeadlineSeconds: ${shortDeadlineSeconds}`);
    if (shortened !== text) writeFileSync(file, shortened);
  }
}

/** A pipeline waits for the migration, so that it does not apply the services of such a release. */
async function expectBlockedByMigration(harness: RolloutHarness, objects: string): Promise<void> {
  const waves = readWaves(objects).map((wave) => path.join(objects, wave));
  const migrationWave = waves.findIndex((wave) => jobFiles(wave).length > 0);
  if (migrationWave < 0) return;
  await harness.step('the migration of this release does not complete, which blocks the waves after it', async () => {
    for (const wave of waves.slice(0, migrationWave + 1)) await harness.cluster.apply(wave);
    for (const job of jobFiles(waves[migrationWave] ?? '')) {
      const given = ['wait', '--for=condition=Complete', '--timeout=5s', '-f', job];
      const { code, output } = await harness.cluster.kubectl(given, { allow: [0, 1] });
      expect(code === 1, `${path.basename(job)} must not complete`, harness.log, output);
    }
  });
}

/** Runs `kubectl rollout status` as a pipeline does, and requires that the progress deadline is exceeded. */
async function expectDeadlineExceeded(
  { cluster, full }: RolloutHarness,
  deployments: readonly Workload[],
): Promise<void> {
  const seconds = full ? 900 : 120;
  for (const { namespace, target } of deployments) {
    const { code, output } = await cluster.kubectl(
      ['rollout', 'status', target, '-n', namespace, `--timeout=${seconds}s`],
      { seconds: seconds + 10, allow: [0, 1] },
    );
    const isExceeded = code === 1 && output.includes('exceeded its progress deadline');
    expect(isExceeded, `${target} must exceed its progress deadline`, undefined, output);
  }
}

function expectStuck({ log, pods }: RolloutHarness, deployment: Workload, before: readonly string[]): void {
  const { replicas, name } = deployment;
  expectSame(podVersions(pods.ready(deployment)), before, `versions of the ready pods of ${name}`, log);
  const waiting = pods
    .all(deployment)
    .filter(({ status }) =>
      status?.containerStatuses?.some(({ state }) => state?.waiting?.reason === 'ImagePullBackOff'),
    );
  const isStuck = waiting.length === sharedPods(replicas) && pods.all(deployment).length === replicas + waiting.length;
  expect(
    isStuck,
    `${name} must have ${replicas} old pods and ${sharedPods(replicas)} that wait for their image`,
    log,
    pods.describe(deployment),
  );
  const [configMap] = waiting.flatMap(configMapNames);
  const isOther = configMap === undefined || !pods.ready(deployment).flatMap(configMapNames).includes(configMap);
  expect(isOther, `${name} must use another ConfigMap in the bad release; both releases use ${configMap}`, log);
}

/** Every ConfigMap that a pod uses must exist, because the pod may restart. */
async function expectConfigMapsExist(
  { cluster, log, pods }: RolloutHarness,
  deployments: readonly Workload[],
): Promise<void> {
  const existing = (await cluster.get('configmaps')).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  const used = deployments.flatMap((deployment) =>
    pods.all(deployment).flatMap((pod) => configMapNames(pod).map((name) => `${deployment.namespace}/${name}`)),
  );
  const missing = [...new Set(used)].filter((name) => !existing.includes(name));
  expect(missing.length === 0, `pods use missing ConfigMaps: ${missing.join(', ')}`, log);
}

function configMapNames({ spec }: Pod): string[] {
  return spec.containers
    .flatMap(({ envFrom = [] }) => envFrom.map(({ configMapRef }) => configMapRef?.name))
    .filter((found) => found !== undefined);
}

/** Distinct combinations of images and ConfigMaps of pods. */
function podVersions(pods: readonly Pod[]): string[] {
  return [
    ...new Set(pods.map((pod) => [...pod.spec.containers.map(({ image }) => image), ...configMapNames(pod)].join(' '))),
  ];
}
