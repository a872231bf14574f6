import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import type { ScheduledTaskProps } from '../../../../lib/kubernetes/workloads/scheduled-task';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { namesIn, object, objects } from '../../../support/manifests';
import type { Json } from '../../../support/terraform';
import { chartWith, scheduledTask } from '../../../support/workload-samples';

const scheduled = (props: Partial<ScheduledTaskProps> = {}) => chartWith((chart) => scheduledTask(chart, props));

describe('scheduled task', () => {
  test('CronJob: runs in UTC without overlap, and skips late runs', () => {
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
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('Job: has a deadline, and retries a run that loses its node', () => {
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

  test('pod: is hardened, and never restarts', () => {
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

  test.each([
    ['DO $$ BEGIN', 'DO $$$$ BEGIN'],
    ['$(DATABASE_URL)', '$$(DATABASE_URL)'],
    ['$$(A) $(', '$$$$(A) $$('],
    ['$HOME ${HOME} 5$ $', '$HOME ${HOME} 5$ $'],
    ['$$$', '$$$$$$'],
    ['5$€', '5$$€'],
  ])('command: the kubelet makes %j of what is written for it', (word, written) => {
    const { spec } = object(scheduled({ command: [word] }), 'CronJob').spec.jobTemplate.spec.template;
    expect(spec.containers[0].command).toEqual([written]);
  });

  test('NetworkPolicy: permits declared egress, and no ingress', () => {
    const chart = scheduled({ connectsTo: [workloadEndpoint('search', 9200)] });
    const [egress, , { spec }, ...others] = objects(chart, 'NetworkPolicy') as [Json, Json, Json];
    expect(others).toEqual([]);
    expect(egress.spec.egress).toHaveLength(1);
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(spec).not.toHaveProperty('ingress');
    const pods = object(scheduled(), 'CronJob').spec.jobTemplate.spec.template.metadata.labels;
    expect(pods).toMatchObject(spec.podSelector.matchLabels);
  });

  test('concurrencyPolicy: may be Replace', () => {
    expect(object(scheduled({ concurrencyPolicy: 'Replace' }), 'CronJob').spec.concurrencyPolicy).toBe('Replace');
  });
});
