import { readFileSync } from 'node:fs';
import { App } from 'cdk8s';
import { jobName } from '../../../apps/examples/operator/children';
import type { ImportJob } from '../../../apps/examples/operator/import-job';
import { collectDiagnostics } from '../../../lib/core/diagnostics';
import { objectFiles, render } from '../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../lib/kubernetes/manifests/wave';
import { CompositeOperator } from '../../../lib/operators/metacontroller/composite-operator';
import { DecoratorOperator } from '../../../lib/operators/metacontroller/decorator-operator';
import { labelSelectorSchema } from '../../../lib/operators/metacontroller/schema';
import { backup, compositeSample, decoratorSample } from '../../support/operator-samples';
import { cachePath, emptyFolder, writeFiles } from '../support/project';
import { expect } from '../support/report';
import { namespace, type OperatorHarness } from './operator-harness';
import { runName } from './program';

const { parent: sample } = JSON.parse(readFileSync('apps/examples/operator/sync-request.json', 'utf8')) as {
  readonly parent: ImportJob;
};

/** Returns an ImportJob as a user writes it. */
function importJob(name: string, spec: Partial<ImportJob['spec']> = {}): ImportJob {
  const { apiVersion, kind } = sample;
  return { apiVersion, kind, metadata: { name, namespace }, spec: { ...sample.spec, ...spec } };
}

const rolling = {
  method: 'RollingRecreate',
  statusChecks: { conditions: [{ type: 'Ready', status: 'True' }] },
} as const;

const selectedBackup = {
  ...backup,
  spec: {
    ...backup.spec,
    properties: { ...backup.spec.properties, selector: labelSelectorSchema },
    required: ['selector', 'volume'],
  },
};

interface Job {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly name: string; readonly controller?: boolean }[];
  };
  readonly spec: {
    readonly egress?: readonly { readonly to: readonly { readonly ipBlock: { readonly cidr: string } }[] }[];
  };
}

/** Objects that the API server must refuse, with a part of its message. */
const refused: readonly (readonly [what: string, object: ImportJob, message: string])[] = [
  [
    'a period that ends before it begins',
    importJob('backwards', { period: { from: '2026-11-30', to: '2026-11-01' } }),
    'from must not be after to',
  ],
  ['a name that leaves no room for the hash of a Job', importJob('a'.repeat(53)), 'must be at most 52 characters'],
  ['more retries than the maximum', importJob('retries', { backoffLimit: 11 }), 'less than or equal to 10'],
  ['no address to connect to', importJob('nowhere', { connectsTo: [] }), 'at least 1 items'],
  ['a date that does not exist', importJob('february', { period: { from: '2026-02-30', to: '2026-03-01' } }), 'date'],
];

/** The definition: defaults are filled in, and mistakes are refused by the API server. */
export async function checkDefinition(harness: OperatorHarness): Promise<void> {
  await harness.step('the API server refuses what the schema and its rules forbid', async () => {
    for (const [what, object, message] of refused) {
      const file = harness.writeObject(object.metadata.name, object);
      const { code, output } = await harness.cluster.kubectl(['create', '--dry-run=server', '-f', file], {
        allow: [0, 1],
      });
      expect(code === 1 && output.includes(message), `${what} is not refused with '${message}'`, harness.log, output);
    }
  });
  await harness.step('the API server fills in defaults, and users of a namespace may create ImportJobs', async () => {
    const spec = { ...sample.spec, activeDeadlineSeconds: undefined, backoffLimit: undefined };
    const file = harness.writeObject('defaults', { ...importJob('defaults'), spec });
    const { stdout } = await harness.cluster.kubectl(['create', '--dry-run=server', '-f', file, '-o', 'json']);
    const created = JSON.parse(stdout) as ImportJob;
    expect(created.spec.backoffLimit === 2 && created.spec.activeDeadlineSeconds === 3600, 'defaults are missing');
    const rights = await harness.cluster.kubectl(['get', 'clusterrole', 'edit', '-o', 'json']);
    expect(rights.stdout.includes('importjobs'), 'the role edit does not contain importjobs', harness.log);
  });
}

/** Operators with the features that the example lacks: a decorator, rolling updates, selectors of the objects, and a resync. */
export async function checkOtherOperators(harness: OperatorHarness): Promise<void> {
  await harness.step('a decorator, and an operator with rolling updates, are accepted too', async () => {
    const app = new App();
    const chart = new WaveChart(app, { environment: 'others', wave: 'configuration' });
    new CompositeOperator(chart, 'composite', {
      ...compositeSample,
      childResources: [{ apiVersion: 'v1', resource: 'pods', updateStrategy: rolling }],
      generateSelector: false,
      resource: selectedBackup,
      resyncPeriod: '5m',
    });
    new DecoratorOperator(chart, 'decorator', { ...decoratorSample, finalizePath: '/finalize' });
    expect(collectDiagnostics(app).length === 0, 'the operators have mistakes');
    const folder = emptyFolder(cachePath(runName, 'others'));
    writeFiles(objectFiles(render(app)), '30-configuration', folder);
    await harness.cluster.apply(folder, '--dry-run=server');
  });
}

/** A new ImportJob and its changes. */
export async function createAndChange(harness: OperatorHarness): Promise<void> {
  const first = importJob('ads-november', { backoffLimit: 0 });
  await harness.step(
    'created: a Job and a NetworkPolicy, owned by the ImportJob, whose pods are admitted',
    async () => {
      await write(harness, first);
      const job = await waitForJob(harness, first);
      expect(job.metadata.ownerReferences?.[0]?.name === 'ads-november', 'the Job has another owner');
      expect(job.metadata.labels['controller-uid'] !== undefined, 'the Job lacks the generated label');
      await pod(harness, jobName(first));
      await waitForPhase(harness, first, 'Running');
    },
  );
  await harness.step('addresses changed: the NetworkPolicy is updated in place, and the Job continues', async () => {
    const before = await waitForJob(harness, first);
    await write(harness, { ...first, spec: { ...first.spec, connectsTo: [{ cidr: '198.51.100.0/24', port: 443 }] } });
    await harness.settle('the NetworkPolicy changes', async () => {
      const [policy] = await children(harness, 'networkpolicies.networking.k8s.io', 'ads-november');
      return policy?.spec.egress?.[0]?.to[0]?.ipBlock.cidr === '198.51.100.0/24' || undefined;
    });
    const after = await waitForJob(harness, first);
    expect(after.metadata.uid === before.metadata.uid, 'the Job was replaced');
  });
  const december = importJob('ads-november', { backoffLimit: 0, period: { from: '2026-12-01', to: '2026-12-31' } });
  await harness.step('period changed: the Job is replaced by that of the new spec', async () => {
    await write(harness, december);
    await harness.settle('one Job, that of the new spec', async () => {
      const jobs = await children(harness, 'jobs.batch', 'ads-november');
      return (jobs.length === 1 && jobs[0]?.metadata.name === jobName(december)) || undefined;
    });
  });
}

/** A failed ImportJob, its repair, and its end. */
export async function failAndRepair(harness: OperatorHarness): Promise<void> {
  const failing = importJob('ads-november', { backoffLimit: 0, period: { from: '2026-12-01', to: '2026-12-31' } });
  await harness.step('failed: the status has the message of the Job, and nothing is repeated', async () => {
    await endPod(harness, jobName(failing), 'Failed');
    const { message } = await waitForPhase(harness, failing, 'Failed');
    expect((message ?? '').includes('backoff limit'), `the message is '${message}'`);
    expect((await children(harness, 'jobs.batch', 'ads-november')).length === 1, 'the import was repeated');
  });
  const repaired = importJob('ads-november', { account: '7654321', backoffLimit: 0 });
  await harness.step('repaired and succeeded: the Job of the new spec runs to its end', async () => {
    await write(harness, repaired);
    await waitForJob(harness, repaired);
    await endPod(harness, jobName(repaired), 'Succeeded');
    const { completionTime } = await waitForPhase(harness, repaired, 'Succeeded');
    expect(completionTime !== undefined, 'the status has no completionTime');
  });
  await harness.step('succeeded, and its Job deleted: the import is not repeated', async () => {
    await harness.cluster.kubectl(['delete', `job/${jobName(repaired)}`, '--namespace', namespace, '--timeout=60s']);
    await harness.settle('the NetworkPolicy is deleted', async () => {
      const left = await children(harness, 'networkpolicies.networking.k8s.io', 'ads-november');
      return left.length === 0 || undefined;
    });
    await waitForPhase(harness, repaired, 'Succeeded');
    expect((await children(harness, 'jobs.batch', 'ads-november')).length === 0, 'the import was repeated');
  });
}

/** A deleted ImportJob: the finalize hook ends its Job first. */
export async function deleteImports(harness: OperatorHarness): Promise<void> {
  const running = importJob('ads-october', { period: { from: '2026-10-01', to: '2026-10-31' } });
  await harness.step('deleted while it runs: the Job, the NetworkPolicy and the ImportJob are gone', async () => {
    await write(harness, running);
    await waitForJob(harness, running);
    const names = ['ads-november', 'ads-october'];
    await harness.cluster.kubectl(['delete', 'importjobs', ...names, '--namespace', namespace, '--wait=false']);
    await harness.settle('nothing is left', async () => {
      const left = await harness.cluster.get<Job>('importjobs', 'jobs.batch');
      const policies = await children(harness, 'networkpolicies.networking.k8s.io', 'ads-october');
      return left.length + policies.length === 0 || undefined;
    });
  });
}

/** Creates or changes an ImportJob as a user does. */
async function write(harness: OperatorHarness, object: ImportJob): Promise<void> {
  await harness.cluster.kubectl(['apply', '--server-side', '-f', harness.writeObject(object.metadata.name, object)]);
}

/** Returns the children of an ImportJob. */
async function children(harness: OperatorHarness, resource: string, name: string): Promise<readonly Job[]> {
  const found = await harness.cluster.get<Job>(resource);
  return found.filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.name === name));
}

async function waitForJob(harness: OperatorHarness, of: ImportJob): Promise<Job> {
  return harness.settle(`a Job ${jobName(of)}`, async () => {
    const jobs = await children(harness, 'jobs.batch', of.metadata.name);
    return jobs.find(({ metadata }) => metadata.name === jobName(of));
  });
}

async function waitForPhase(
  harness: OperatorHarness,
  of: ImportJob,
  phase: string,
): Promise<NonNullable<ImportJob['status']>> {
  return harness.settle(`phase ${phase} of ${of.metadata.name}`, async () => {
    const found = (await harness.cluster.get<ImportJob & Job>('importjobs')).find(
      ({ metadata }) => metadata.name === of.metadata.name,
    );
    return found?.status?.phase === phase && found.status.job === jobName(of) ? found.status : undefined;
  });
}

/** Returns the name of a Job's pod, which Pod Security has admitted. */
async function pod(harness: OperatorHarness, job: string): Promise<string> {
  return harness.settle(`a pod of ${job}`, async () => {
    const pods = await children(harness, 'pods', job);
    return pods[0]?.metadata.name;
  });
}

/** Lets the pod of a Job end: no container runs here. */
async function endPod(harness: OperatorHarness, job: string, phase: 'Failed' | 'Succeeded'): Promise<void> {
  const patch = JSON.stringify({ status: { phase } });
  const name = await pod(harness, job);
  await harness.cluster.kubectl(['patch', 'pod', name, '--namespace', namespace, '--subresource=status', '-p', patch]);
}
