import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jobsIn, wavesIn } from './prepare';
import { filesBelow } from '../support/project';
import { eventually } from '../support/process';
import { expect, expectSame } from '../support/report';
import type { Pod } from './pods';
import type { Stand } from './rollout-harness';
import { unpullable } from './kwok-stages';
import type { Workload } from './workloads';

/** Long enough for a pod that becomes ready, in seconds. What is declared leaves time to order a machine. */
const shortDeadline = 30;

/** Images that cannot be pulled, together with another setting: the old pods go on, and the way back is open. */
export async function badRelease(stand: Stand, earlier: string): Promise<void> {
  const deployments = stand.workloads.filter(({ kind }) => kind === 'Deployment');
  const before = new Map(deployments.map((deployment) => [deployment, revisionsOf(stand.pods.ready(deployment))]));
  const objects = await stand.commit('a bad release', (checkout) => {
    checkout.release('bad', unpullable);
    checkout.addSetting('REALITY', 'changed');
  });
  if (!stand.full) shorten(objects);
  await migrationWaits(stand, objects);
  const floors = deployments.map((service) => ({ service, floor: service.declared }));
  const deadline = stand.full ? 'its deadline' : `${shortDeadline} s instead of its deadline`;
  await stand.measure(
    `a release that cannot be pulled is given up after ${deadline}`,
    floors,
    '',
    undefined,
    async () => {
      // Everything at once, as somebody who does not wait.
      await stand.cluster.apply(objects);
      await givenUp(stand, deployments);
    },
  );
  await stand.step('only pods of the earlier release serve, and one of each waits for its image', () => {
    for (const deployment of deployments) expectStuck(stand, deployment, before.get(deployment) ?? []);
  });
  await stand.step('the settings of both releases are there', () => expectSettings(stand, deployments));
  await stand.measure('kubectl rollout undo', floors, '', undefined, async () => {
    for (const { namespace, target } of deployments) {
      await stand.cluster.kubectl(['rollout', 'undo', target, '-n', namespace]);
    }
    await stand.rolledOut(deployments);
  });
  await stand.step('only pods of the earlier release are left, with their settings', async () => {
    for (const deployment of deployments) {
      await eventually(`${deployment.name} has its earlier pods only`, 60, () =>
        Promise.resolve(stand.pods.all(deployment).length === deployment.declared ? true : undefined),
      );
      expectSame(revisionsOf(stand.pods.all(deployment)), before.get(deployment) ?? [], `what ${deployment.name} runs`);
    }
    await expectSettings(stand, deployments);
  });
  await stand.step('the earlier release is applied over what undo wrote', () => stand.apply(earlier));
  const next = await stand.commit('the release after it', (checkout) => checkout.release('after'));
  // What undo wrote is not the applier's any more, so the API server asks who is right.
  const title = 'update every service after undo, with --force-conflicts';
  await stand.measure(title, stand.updating, 'while it rolls', undefined, async () => {
    await stand.apply(next, '--force-conflicts');
    await stand.rolledOut(stand.workloads);
  });
  await stand.step('the same again needs no force', () => stand.apply(next));
}

/** What is declared may be minutes. It is applied with the rest, so that the next release puts it right again. */
function shorten(objects: string): void {
  for (const file of filesBelow(objects, '.yaml')) {
    const text = readFileSync(file, 'utf8');
    const shortened = text.replace(/progressDeadlineSeconds: \d+/, `progressDeadlineSeconds: ${shortDeadline}`);
    if (shortened !== text) writeFileSync(file, shortened);
  }
}

/** A pipeline waits for the migration, and so never comes to the services: those that have none go on without it. */
async function migrationWaits(stand: Stand, objects: string): Promise<void> {
  const waves = wavesIn(objects).map((wave) => path.join(objects, wave));
  const stop = waves.findIndex((wave) => jobsIn(wave).length > 0);
  if (stop < 0) return;
  await stand.step('the migration of such a release never ends, so nothing after it is applied', async () => {
    for (const wave of waves.slice(0, stop + 1)) await stand.cluster.apply(wave);
    for (const job of jobsIn(waves[stop] ?? '')) {
      const given = ['wait', '--for=condition=Complete', '--timeout=5s', '-f', job];
      const { code, output } = await stand.cluster.kubectl(given, { allow: [0, 1] });
      expect(code === 1, `${path.basename(job)} must not complete`, stand.log, output);
    }
  });
}

/** What a pipeline asks, and hears. */
async function givenUp({ cluster, full }: Stand, deployments: readonly Workload[]): Promise<void> {
  const seconds = full ? 900 : 120;
  for (const { namespace, target } of deployments) {
    const { code, output } = await cluster.kubectl(
      ['rollout', 'status', target, '-n', namespace, `--timeout=${seconds}s`],
      { seconds: seconds + 10, allow: [0, 1] },
    );
    const isGivenUp = code === 1 && output.includes('exceeded its progress deadline');
    expect(isGivenUp, `${target} must exceed its progress deadline`, undefined, output);
  }
}

function expectStuck({ log, pods }: Stand, deployment: Workload, before: readonly string[]): void {
  const { declared, name } = deployment;
  expectSame(revisionsOf(pods.ready(deployment)), before, `what serves of ${name}`, log);
  const waiting = pods
    .all(deployment)
    .filter(({ status }) =>
      status?.containerStatuses?.some(({ state }) => state?.waiting?.reason === 'ImagePullBackOff'),
    );
  const isStuck = waiting.length === 1 && pods.all(deployment).length === declared + 1;
  expect(isStuck, `${name} must have ${declared} old pods and one that waits`, log, pods.show(deployment));
  const [settings] = waiting.flatMap(settingsOf);
  const isOther = settings === undefined || !pods.ready(deployment).flatMap(settingsOf).includes(settings);
  expect(isOther, `${name} must have other settings in the bad release, but both read ${settings}`, log);
}

/** Every ConfigMap that a pod reads: one that starts again must find it. */
async function expectSettings({ cluster, log, pods }: Stand, deployments: readonly Workload[]): Promise<void> {
  const there = (await cluster.get('configmaps')).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  const read = deployments.flatMap((deployment) =>
    pods.all(deployment).flatMap((pod) => settingsOf(pod).map((settings) => `${deployment.namespace}/${settings}`)),
  );
  const gone = [...new Set(read)].filter((settings) => !there.includes(settings));
  expect(gone.length === 0, `pods read what is not there: ${gone.join(', ')}`, log);
}

function settingsOf({ spec }: Pod): string[] {
  return spec.containers
    .flatMap(({ envFrom = [] }) => envFrom.map(({ configMapRef }) => configMapRef?.name))
    .filter((found) => found !== undefined);
}

/** Images and settings of pods, each combination once. */
function revisionsOf(pods: readonly Pod[]): string[] {
  return [
    ...new Set(pods.map((pod) => [...pod.spec.containers.map(({ image }) => image), ...settingsOf(pod)].join(' '))),
  ];
}
