import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { unpullableDigest } from './kwok-stages';
import { releaseWithoutNode } from './lost-node';
import { keepAnswering } from './operator-answers';
import { jobFiles } from './prepare';
import type { RolloutHarness } from './rollout-harness';
import type { Workload } from './workloads';
import { filesBelow } from '../support/project';
import { waitFor, type Outcome } from '../support/process';
import { expect, expectSame } from '../support/report';

/** Annotation of pod templates with the NetworkPolicies of their connections. */
const connectionsAnnotation = 'adamant.dev/connections';

/** Shrinks and removes with `scripts/apply.sh` and `scripts/prune.sh`: nothing that is in use is lost. */
export async function shrink(harness: RolloutHarness, objects: string): Promise<void> {
  const end = keepAnswering(harness.cluster, harness.folder);
  try {
    await cutMemory(harness, objects);
    await removeConnection(harness, objects);
    await failMigration(harness);
    await rollBackMigration(harness, objects);
    await releaseWithoutNode(harness);
  } finally {
    await end();
  }
}

/** The quota of a quarter of the memory is below what the pods of the previous release use. */
async function cutMemory(harness: RolloutHarness, objects: string): Promise<void> {
  await harness.step('apply.sh applies the first release again', () => apply(harness, objects));
  const declared = harness.workloads;
  harness.workloads = await fullScale(harness);
  const pods = harness.workloads.reduce((sum, { replicas }) => sum + replicas, 0);
  await harness.step(`${pods} pods run at full scale`, async () => {
    for (const { namespace, replicas, target } of harness.workloads) {
      await harness.cluster.kubectl(['scale', target, '-n', namespace, `--replicas=${replicas}`]);
    }
    await harness.waitForReadyPods(180);
    await harness.waitForRollouts(harness.workloads);
  });
  const smaller = await harness.synthesizeCopy('a quarter of the memory', (checkout) => checkout.quarterMemory());
  const minimums = harness.workloads.map((workload) => ({ pods: workload, minReady: workload.replicas }));
  await harness.measureReadyPods('cut the memory of every service to a quarter', minimums, '', undefined, () =>
    apply(harness, smaller),
  );
  await harness.step('the API server refused no pod, and the quota is that of the release', async () => {
    const { stdout } = await harness.cluster.kubectl([
      'get',
      'events',
      '--all-namespaces',
      '--field-selector=reason=FailedCreate',
      '-o',
      'jsonpath={..message}',
    ]);
    expect(!stdout.includes('exceeded quota'), 'pods were refused', harness.log, stdout);
    for (const quota of filesBelow(smaller, '.yaml').filter((file) => path.basename(file).startsWith('ResourceQuota.')))
      await harness.cluster.expectApplied(quota);
  });
  harness.workloads = declared;
}

/** Workloads with the replicas of their autoscalers' maximum. */
async function fullScale({ cluster, workloads }: RolloutHarness): Promise<Workload[]> {
  const autoscalers = await cluster.get<{
    metadata: { name: string; namespace: string };
    spec: { maxReplicas: number };
  }>('horizontalpodautoscalers');
  return workloads.flatMap((workload) => {
    const found = autoscalers.find(
      ({ metadata: { name, namespace } }) => name === workload.name && namespace === workload.namespace,
    );
    const replicas = found?.spec.maxReplicas;
    return replicas === undefined ? [] : [{ ...workload, minReadyDuringUpdate: replicas, replicas }];
  });
}

/** The policies of a removed connection remain while a pod, or a revision for an undo, names them. */
async function removeConnection(harness: RolloutHarness, objects: string): Promise<void> {
  const { cluster } = harness;
  const without = await harness.synthesizeCopy('a removed connection', (checkout) =>
    checkout.removeConnection('api', 'dts-scheduler'),
  );
  const api = harness.workloads.find(({ name }) => name === 'api');
  expect(api !== undefined, 'there is no workload api');
  const { namespace, target } = api;
  const removed = policies(objects).filter((name) => !policies(without).includes(name));
  await harness.step(`${removed.length} policies are not in the next release`, () =>
    expect(
      removed.some((name) => name.startsWith('dts-scheduler-from-api-')),
      removed.join(', '),
    ),
  );
  const prune = (...allow: readonly number[]): Promise<Outcome> =>
    cluster.script('scripts/prune.sh', [namespace], { allow: [0, ...allow] });
  await harness.measureReadyPods(
    'remove a connection',
    harness.updateMinimums,
    'during an update',
    undefined,
    async () => {
      const applied = apply(harness, without);
      const observed = observeConnections(harness, api, removed);
      await Promise.all([applied, observed.then((seen) => expect(seen > 0, 'no pod of the release before was seen'))]);
    },
  );
  await harness.step('prune.sh keeps the policies for an undo', async () => {
    await prune();
    await expectPolicies(harness, namespace, removed, true);
  });
  await harness.step('kubectl rollout undo finds the policies, also after another prune.sh', async () => {
    await cluster.kubectl(['rollout', 'undo', target, '-n', namespace]);
    const { code, output } = await prune(1);
    expect(
      code === 0 || output.includes('a rollout is in progress'),
      'prune.sh must wait or succeed',
      harness.log,
      output,
    );
    await harness.waitForRollouts([api]);
    await prune();
    await expectPolicies(harness, namespace, removed, true);
    expect(
      (await connectionNames(harness, api)).some((name) => removed.includes(name)),
      'the undo has no connection',
    );
  });
  await harness.step('the release without the connection is applied again', () =>
    apply(harness, without, '--force-conflicts'),
  );
  await harness.step('prune.sh deletes the policies when no template names them', async () => {
    const { stdout } = await cluster.kubectl(['get', 'replicasets', '-n', namespace, '-o', 'json']);
    const { items } = JSON.parse(stdout) as { items: readonly ReplicaSet[] };
    for (const { metadata, spec } of items) {
      const names = spec.template.metadata.annotations?.[connectionsAnnotation]?.split(' ') ?? [];
      if (names.some((name) => removed.includes(name)))
        await cluster.kubectl(['delete', 'replicaset', metadata.name, '-n', namespace]);
    }
    await harness.waitForRollouts([api]);
    // Pods of the release before may still be terminating.
    await waitFor('no pod names the policies', 60, () =>
      Promise.resolve(usesConnections(harness, api, removed) ? undefined : true),
    );
    await prune();
    await expectPolicies(harness, namespace, removed, false);
  });
}

interface ReplicaSet {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } };
  };
}

/** Requires the policies while a pod of the previous release exists, and returns the number of times that one was seen. */
async function observeConnections(harness: RolloutHarness, api: Workload, removed: readonly string[]): Promise<number> {
  let seen = 0;
  for (; usesConnections(harness, api, removed); await sleep(500)) {
    await expectPolicies(harness, api.namespace, removed, true);
    seen += 1;
  }
  return seen;
}

/** True while a pod, also a terminating one, names one of these policies. */
function usesConnections({ pods }: RolloutHarness, workload: Workload, names: readonly string[]): boolean {
  return pods
    .all(workload)
    .some(({ metadata }) =>
      metadata.annotations?.[connectionsAnnotation]?.split(' ').some((name) => names.includes(name)),
    );
}

async function connectionNames({ cluster }: RolloutHarness, { namespace, target }: Workload): Promise<string[]> {
  const field = '{.spec.template.metadata.annotations.adamant\\.dev/connections}';
  const { stdout } = await cluster.kubectl(['get', target, '-n', namespace, '-o', `jsonpath=${field}`]);
  return stdout.trim().split(' ');
}

async function expectPolicies(
  { cluster, log }: RolloutHarness,
  namespace: string,
  names: readonly string[],
  exist: boolean,
): Promise<void> {
  const { stdout } = await cluster.kubectl(['get', 'networkpolicies', '-n', namespace, '-o', 'name']);
  const existing = stdout.split('\n').map((line) => line.split('/')[1] ?? '');
  const wrong = names.filter((name) => existing.includes(name) !== exist);
  expect(wrong.length === 0, `policies that must ${exist ? '' : 'not '}exist: ${wrong.join(', ')}`, log);
}

/** Names of the NetworkPolicies in a folder of manifests. */
function policies(objects: string): string[] {
  return filesBelow(objects, '.yaml').flatMap(
    (file) => /^NetworkPolicy\.(.+)\.yaml$/.exec(path.basename(file))?.[1] ?? [],
  );
}

/** A Job that has failed ends the apply at once, before the services of its release. */
async function failMigration(harness: RolloutHarness): Promise<void> {
  const broken = await harness.synthesizeCopy('a release whose migration fails', (checkout) =>
    checkout.releaseUnpullableServices('broken', unpullableDigest),
  );
  const deadline = 5;
  for (const file of jobFiles(broken)) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/activeDeadlineSeconds: \d+/, `activeDeadlineSeconds: ${deadline}`));
  }
  const before = await deploymentImages(harness);
  await harness.step(`a migration that fails after ${deadline} s ends apply.sh within seconds`, async () => {
    const started = Date.now();
    const { code, output } = await harness.cluster.script('scripts/apply.sh', [broken], { allow: [1], seconds: 120 });
    const seconds = (Date.now() - started) / 1000;
    expect(code === 1 && output.includes('has failed'), 'apply.sh must report the Job', harness.log, output);
    expect(seconds < deadline + 30, `apply.sh took ${seconds} s`, harness.log);
    expectSame(await deploymentImages(harness), before, 'images of the Deployments', harness.log);
  });
  await harness.step('the failed Job is deleted', async () => {
    for (const file of jobFiles(broken)) await harness.cluster.kubectl(['delete', '-f', file]);
  });
}

/** A rollback with another configuration has Jobs of other names, whose command must not run. */
async function rollBackMigration(harness: RolloutHarness, objects: string): Promise<void> {
  const next = await harness.synthesizeCopy('the release after it', (checkout) => checkout.releaseImages('after'));
  await harness.step('the next release runs its migration, and restores the connection', async () => {
    await apply(harness, next);
    const names = policies(next);
    const existing = (await harness.cluster.get('networkpolicies')).map(({ metadata }) => metadata.name);
    expect(
      names.every((name) => existing.includes(name)),
      'a policy is missing',
      harness.log,
    );
  });
  const before = await migrationRuns(harness);
  const earlier = await harness.synthesizeCopy('the earlier images with another configuration', (checkout) =>
    checkout.addSetting('INTEGRATION', 'rollback'),
  );
  const names = (folder: string): string[] => jobFiles(folder).map((file) => path.basename(file));
  await harness.step('the Jobs of the rollback have other names', () =>
    expect(
      names(earlier).every((name) => !names(objects).includes(name)),
      names(earlier).join(', '),
    ),
  );
  await harness.step('the rollback runs no migration', async () => {
    await apply(harness, earlier);
    expectSame(await migrationRuns(harness), before, 'Jobs', harness.log);
    const [image] = filesBelow(objects, '.yaml')
      .filter((file) => path.basename(file) === 'Deployment.api.yaml')
      .map((file) => (parse(readFileSync(file, 'utf8')) as Deployment).spec.template.spec.containers[0]?.image);
    expect((await deploymentImages(harness)).includes(`api ${image}`), 'api is not rolled back', harness.log);
  });
}

interface Deployment {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
}

async function deploymentImages({ cluster }: RolloutHarness): Promise<string[]> {
  const found = await cluster.get<Deployment>('deployments');
  return found.map(({ metadata, spec }) => `${metadata.name} ${spec.template.spec.containers[0]?.image}`).sort();
}

async function migrationRuns({ cluster }: RolloutHarness): Promise<string[]> {
  const jobs = await cluster.get('jobs');
  return jobs
    .filter(({ metadata }) => metadata.labels?.['adamant.dev/migration'] !== undefined)
    .map(({ metadata }) => metadata.name)
    .sort();
}

async function apply({ cluster }: RolloutHarness, objects: string, ...options: readonly string[]): Promise<void> {
  await cluster.script('scripts/apply.sh', [objects, ...options], { seconds: 600 });
}
