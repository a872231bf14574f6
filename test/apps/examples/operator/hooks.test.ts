import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { jobName, type ObservedJob } from '../../../../apps/examples/operator/children';
import { finalizeImportJob, syncImportJob } from '../../../../apps/examples/operator/hooks';
import type { ImportJob, ImportJobStatus } from '../../../../apps/examples/operator/import-job';
import type { SyncRequest } from '../../../../lib/operators/metacontroller/hook';
import type { Json } from '../../../support/terraform';

type Request = SyncRequest<ImportJob>;

const sample = JSON.parse(
  readFileSync(path.resolve(__dirname, '../../../../apps/examples/operator/sync-request.json'), 'utf8'),
) as Request;
const { parent } = sample;
const settings = { image: 'registry.example.com/import@sha256:1' };

/** The ImportJob with other keys of its spec. */
function changed(spec: Partial<ImportJob['spec']>, status?: ImportJobStatus): ImportJob {
  return { ...parent, spec: { ...parent.spec, ...spec }, ...(status && { status }) };
}

function observedJob(status: ObservedJob['status'] = {}, name = jobName(parent)): ObservedJob {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: 'transfers' }, status };
}

const policy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'ads-november-import', namespace: 'transfers' },
};

/** A request with observed children, as hooks of version 2 receive them. */
function request(
  jobs: readonly ObservedJob[] = [],
  of: ImportJob = parent,
  policies: readonly (typeof policy)[] = [],
): Request {
  const byName = (objects: readonly (ObservedJob | typeof policy)[]) =>
    Object.fromEntries(objects.map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, object]));
  return {
    ...sample,
    parent: of,
    children: { 'Job.batch/v1': byName(jobs), 'NetworkPolicy.networking.k8s.io/v1': byName(policies) },
  };
}

const sync = (...args: Parameters<typeof request>) => syncImportJob(request(...args), settings);
const names = ({ children }: { readonly children: readonly ObservedJob[] }) =>
  children.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const desired = (of: ImportJob) => ['NetworkPolicy ads-november-import', `Job ${jobName(of)}`];

describe('sync hook of ImportJob', () => {
  test('new object: desires a Job and a NetworkPolicy', () => {
    const response = sync();
    expect(names(response)).toEqual(desired(parent));
    expect(response.status).toEqual({ phase: 'Pending', job: jobName(parent) });
  });

  test('Job: runs the import with the values of the spec, in a pod that Pod Security restricted admits', () => {
    const { spec } = sync().children[1] as unknown as Json;
    const [container] = spec.template.spec.containers;
    expect(spec).toMatchObject({ activeDeadlineSeconds: 3600, backoffLimit: 2, ttlSecondsAfterFinished: 86_400 });
    expect(container).toMatchObject({
      image: settings.image,
      env: [
        { name: 'ACCOUNT', value: '1234567' },
        { name: 'FROM', value: '2026-11-01' },
        { name: 'SOURCE', value: 'ads' },
        { name: 'TABLE', value: 'raw.ads' },
        { name: 'TO', value: '2026-11-30' },
      ],
      envFrom: [{ secretRef: { name: 'ads-credentials' } }],
      securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true },
    });
  });

  test('NetworkPolicy: selects the pods of the Job, and permits the declared addresses alone', () => {
    const [networkPolicy, job] = sync().children as unknown as readonly Json[];
    expect(job?.spec.template.metadata.labels).toEqual(networkPolicy?.spec.podSelector.matchLabels);
    expect(networkPolicy?.spec.egress).toEqual([
      { to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ protocol: 'TCP', port: 443 }] },
    ]);
  });

  test.each<[string, ObservedJob['status'], Partial<ImportJobStatus>]>([
    ['waits', {}, { phase: 'Pending' }],
    ['runs', { active: 1, startTime: '2026-11-30T01:00:00Z' }, { phase: 'Running', startTime: '2026-11-30T01:00:00Z' }],
    [
      'runs again',
      { active: 1, failed: 1, startTime: '2026-11-30T01:00:00Z' },
      { attempts: 1, phase: 'Running', startTime: '2026-11-30T01:00:00Z' },
    ],
    [
      'succeeds',
      { completionTime: '2026-11-30T02:00:00Z', conditions: [{ type: 'Complete', status: 'True' }] },
      { completionTime: '2026-11-30T02:00:00Z', phase: 'Succeeded' },
    ],
    [
      'fails',
      {
        conditions: [
          { type: 'Failed', status: 'True', message: 'too many failures', lastTransitionTime: '2026-11-30T03:00:00Z' },
        ],
        failed: 3,
      },
      { attempts: 3, completionTime: '2026-11-30T03:00:00Z', message: 'too many failures', phase: 'Failed' },
    ],
    ['is not complete yet', { active: 1, conditions: [{ type: 'Complete', status: 'False' }] }, { phase: 'Running' }],
  ])('status: Job that %s', (_, status, expected) => {
    const response = sync([observedJob(status)]);
    expect(response.status).toEqual({ job: jobName(parent), ...expected });
    expect(names(response)).toEqual(desired(parent));
  });

  test('changed spec: deletes the previous Job, and creates the new one when it is gone', () => {
    const december = changed({ period: { from: '2026-12-01', to: '2026-12-31' } });
    expect(jobName(december)).not.toBe(jobName(parent));
    const during = sync([observedJob({ active: 1 })], december);
    expect(names(during)).toEqual(['NetworkPolicy ads-november-import']);
    expect(during.status).toEqual({ phase: 'Pending', job: jobName(december) });
    expect(names(sync([], december))).toEqual(desired(december));
  });

  test('changed addresses: change the NetworkPolicy, and continue the Job', () => {
    const moved = changed({ connectsTo: [{ cidr: '198.51.100.0/24', port: 443 }] });
    expect(names(sync([observedJob({ active: 1 })], moved))).toEqual(desired(parent));
  });

  test.each(['Succeeded', 'Failed'] as const)('%s import: is not repeated when its Job is gone', (phase) => {
    const status = { phase, job: jobName(parent), completionTime: '2026-11-30T02:00:00Z' };
    const finished = changed({}, { ...status, observedGeneration: 1 } as ImportJobStatus);
    expect(sync([], finished)).toEqual({ children: [], status });
    const repaired = changed({ account: '7654321' }, status);
    expect(names(sync([], repaired))).toEqual(desired(repaired));
  });

  test('Job deleted by hand: is created again', () => {
    expect(names(sync([], changed({}, { phase: 'Running', job: jobName(parent) })))).toEqual(desired(parent));
  });

  test('new release of the operator: changes neither the name of a Job nor its status', () => {
    const observed = request([observedJob({ active: 1 })]);
    const other = syncImportJob(observed, { image: 'registry.example.com/import@sha256:2' });
    const same = syncImportJob(observed, settings);
    expect([names(other), other.status]).toEqual([names(same), same.status]);
  });

  test('name: fits into a label at the maximum length of an ImportJob', () => {
    expect(jobName({ ...parent, metadata: { name: 'a'.repeat(52) } })).toHaveLength(63);
  });

  test('requests: equal ones have equal responses, and are not changed', () => {
    const job = fc.record({
      active: fc.integer({ max: 1, min: 0 }),
      failed: fc.integer({ max: 3, min: 0 }),
      conditions: fc.array(
        fc.record({ type: fc.constantFrom('Complete', 'Failed'), status: fc.constantFrom('True', 'False') }),
      ),
    });
    fc.assert(
      fc.property(fc.option(job, { nil: undefined }), fc.boolean(), (status, isOther) => {
        const given = request(status ? [observedJob(status, isOther ? 'ads-november-0' : jobName(parent))] : []);
        const before = JSON.stringify(given);
        expect(syncImportJob(given, settings)).toEqual(syncImportJob(JSON.parse(before) as Request, settings));
        expect(JSON.stringify(given)).toBe(before);
      }),
    );
  });

  test('sync: reaches a fixed point when its status and children are observed', () => {
    const first = sync([observedJob({ active: 1 })]);
    const second = sync([observedJob({ active: 1 })], changed({}, first.status), [policy]);
    expect(second).toEqual(first);
  });
});

describe('finalize hook of ImportJob', () => {
  const finalize = (...args: Parameters<typeof request>) =>
    finalizeImportJob({ ...request(...args), finalizing: true }, settings);

  test('running import: deletes the Job first, and keeps its connections', () => {
    const response = finalize([observedJob({ active: 1 })], parent, [policy]);
    expect([names(response), response.finalized]).toEqual([['NetworkPolicy ads-november-import'], false]);
    expect(response.status.phase).toBe('Deleting');
  });

  test('import without a Job: deletes the NetworkPolicy', () => {
    const response = finalize([], parent, [policy]);
    expect([names(response), response.finalized]).toEqual([[], false]);
  });

  test('nothing observed: ends, as often as it is called', () => {
    expect(finalize()).toEqual(finalize());
    expect(finalize()).toMatchObject({ children: [], finalized: true });
  });

  test('Job without a NetworkPolicy: creates none', () => {
    const response = finalize([observedJob()]);
    expect([names(response), response.finalized]).toEqual([[], false]);
  });
});
