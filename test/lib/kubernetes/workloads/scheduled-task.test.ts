import { MigrationJob, type MigrationJobProps } from '../../../../lib/kubernetes/workloads/migration-job';
import { ScheduledTask, type ScheduledTaskProps } from '../../../../lib/kubernetes/workloads/scheduled-task';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { namesIn, object, rulesIn, testChart } from '../../../support/manifests';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

const base = {
  name: 'clean-up',
  namespace: 'apps',
  image: { repository: 'registry.example.com/api', digest },
  resources: { cpu: '250m', memory: '512Mi' },
} as const;

function scheduled(props: Partial<ScheduledTaskProps> = {}) {
  const chart = testChart();
  new ScheduledTask(chart, 'task', { ...base, schedule: '30 3 * * *', ...props });
  return chart;
}

function migration(props: Partial<MigrationJobProps> = {}) {
  const chart = testChart();
  new MigrationJob(chart, 'migration', { ...base, name: 'migration', ...props });
  return chart;
}

describe('ScheduledTask', () => {
  test('is a CronJob in UTC that never overlaps with itself, and leaves out what it cannot start in time', () => {
    const chart = scheduled();
    expect(namesIn(chart)).toEqual(['ServiceAccount/clean-up', 'NetworkPolicy/clean-up', 'CronJob/clean-up']);
    expect(object(chart, 'CronJob').spec).toMatchObject({
      concurrencyPolicy: 'Forbid',
      failedJobsHistoryLimit: 3,
      schedule: '30 3 * * *',
      startingDeadlineSeconds: 600,
      successfulJobsHistoryLimit: 3,
      timeZone: 'Etc/UTC',
    });
    expect(rulesIn(chart)).toEqual([]);
  });

  test('says what its runs may take, and is tried again elsewhere when it loses its node', () => {
    const { spec } = object(scheduled({ activeDeadline: '2h', backoffLimit: 1 }), 'CronJob').spec.jobTemplate;
    expect(spec).toMatchObject({
      activeDeadlineSeconds: 7200,
      backoffLimit: 1,
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ status: 'True', type: 'DisruptionTarget' }] }],
      },
    });
    // Its runs are kept by number; a time to live would take them away before.
    expect(spec).not.toHaveProperty('ttlSecondsAfterFinished');
  });

  test('runs a command in a hardened pod that ends for good', () => {
    const { spec } = object(scheduled({ command: ['clean', '--all'], drainTimeout: '1m' }), 'CronJob').spec.jobTemplate
      .spec.template;
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      restartPolicy: 'Never',
      serviceAccountName: 'clean-up',
      terminationGracePeriodSeconds: 65,
    });
    expect(spec.containers[0]).toMatchObject({
      command: ['clean', '--all'],
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
    });
    expect(object(scheduled(), 'CronJob').spec.jobTemplate.spec.template.spec.containers[0]).not.toHaveProperty(
      'command',
    );
  });

  test('says what it declared, and hears nobody', () => {
    const { spec } = object(scheduled({ connectsTo: [workloadEndpoint('search', 9200)] }), 'NetworkPolicy');
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(spec).not.toHaveProperty('ingress');
    expect(spec.egress).toHaveLength(1);
    const pods = object(scheduled(), 'CronJob').spec.jobTemplate.spec.template.metadata.labels;
    expect(pods).toMatchObject(spec.podSelector.matchLabels);
  });

  test('may be replaced by the run that is due', () => {
    expect(object(scheduled({ concurrencyPolicy: 'Replace' }), 'CronJob').spec.concurrencyPolicy).toBe('Replace');
  });

  test.each<[string, Partial<ScheduledTaskProps>, string]>([
    [
      'a name that leaves no room for its runs',
      { name: 'a'.repeat(53) },
      `name: a cron-job name has at most 52 characters, got '${'a'.repeat(53)}' (53)`,
    ],
    [
      'a schedule with seconds',
      { schedule: '0 30 3 * * *' },
      `schedule: a schedule is minute, hour, day, month and day of the week with one space between, got '0 30 3 * * *'`,
    ],
    [
      'an hour that no day has',
      { schedule: '0 24 * * *' },
      `schedule: the hour is *, or numbers from 0 to 23 with , - and /, got '0 24 * * *'`,
    ],
    [
      'a time zone that is none',
      { timeZone: 'TZ=Europe/Berlin' },
      `timeZone: a time zone is a name of the IANA database, got 'TZ=Europe/Berlin'`,
    ],
    [
      'a start that no controller can keep',
      { startingDeadline: '5s' },
      `startingDeadline: startingDeadline must be at least 10s, got '5s'`,
    ],
    [
      'no deadline',
      { activeDeadline: '0h' },
      `deadline: deadline must be a positive amount such as '30s' or '5m', got '0h'`,
    ],
    ['half a retry', { backoffLimit: 0.5 }, 'retries: retries must be a whole number from 0 to 10, got 0.5'],
    ['a command without a word', { command: [] }, 'command: a command has at least one word, got none'],
  ])('refuses %s', (_what, props, rule) => {
    expect(rulesIn(scheduled(props))).toEqual([rule]);
  });

  test('accepts what the refusals ask for, at the edges', () => {
    const fixed: Partial<ScheduledTaskProps> = {
      name: 'a'.repeat(52),
      schedule: '*/15,59 0-23/2 1,31 jan-DEC mon-fri',
      timeZone: 'Europe/Berlin',
      startingDeadline: '10s',
      backoffLimit: 0,
      command: ['clean'],
    };
    expect(rulesIn(scheduled(fixed))).toEqual([]);
  });
});

describe('MigrationJob', () => {
  test('is a Job that goes by itself once it has ended and been looked at', () => {
    const chart = migration({ activeDeadline: '10m', ttlAfterFinished: '2d' });
    expect(object(chart, 'Job').spec).toMatchObject({
      activeDeadlineSeconds: 600,
      backoffLimit: 2,
      template: { spec: { restartPolicy: 'Never' } },
      ttlSecondsAfterFinished: 172800,
    });
    expect(rulesIn(chart)).toEqual([]);
  });

  test('is a new Job exactly when what it runs is new, since a Job cannot be changed', () => {
    const nameWith = (props: Partial<MigrationJobProps>) => object(migration(props), 'Job').metadata.name;
    const name = nameWith({});
    expect(name).toMatch(/^migration-[0-9a-f]{10}$/);
    expect(nameWith({})).toBe(name);
    const others: Partial<MigrationJobProps>[] = [
      { image: { ...base.image, digest: `sha256:${'f'.repeat(64)}` } },
      { config: { LEVEL: '2' } },
      { command: ['migrate'] },
      { activeDeadline: '2h' },
    ];
    expect(new Set([name, ...others.map(nameWith)]).size).toBe(others.length + 1);
    // What it may talk to is no part of the run.
    expect(nameWith({ connectsTo: [workloadEndpoint('search', 9200)] })).toBe(name);
  });

  test('is known by its name before anything is applied', () => {
    const chart = testChart();
    const job = new MigrationJob(chart, 'migration', { ...base, name: 'migration' });
    expect(object(chart, 'Job').metadata.name).toBe(job.objectName);
  });

  test.each<[string, Partial<MigrationJobProps>, string]>([
    [
      'a name that leaves no room for the hash',
      { name: 'a'.repeat(53) },
      `name: a job name has at most 52 characters, got '${'a'.repeat(53)}' (53)`,
    ],
    [
      'an end that nobody sees',
      { ttlAfterFinished: '0s' },
      `keep: keep must be a positive amount such as '30s' or '5m', got '0s'`,
    ],
  ])('refuses %s', (_what, props, rule) => {
    expect(rulesIn(migration(props))).toEqual([rule]);
  });
});
