import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import type { MigrationJobProps } from '../../../../lib/kubernetes/workloads/migration-job';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { object, testChart } from '../../../support/manifests';
import { chartWith, migrationJob, migrationSample } from '../../../support/workload-samples';

const migration = (props: Partial<MigrationJobProps> = {}) => chartWith((chart) => migrationJob(chart, props));

describe('migration job', () => {
  test('Job: is deleted after its time to live', () => {
    const chart = migration({ activeDeadline: '10m', ttlAfterFinished: '2d' });
    expect(object(chart, 'Job').spec).toMatchObject({
      activeDeadlineSeconds: 600,
      backoffLimit: 2,
      template: { spec: { restartPolicy: 'Never' } },
      ttlSecondsAfterFinished: 172800,
    });
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('name: changes with the spec of the Job only', () => {
    const nameWith = (props: Partial<MigrationJobProps>) => object(migration(props), 'Job').metadata.name;
    const name = nameWith({});
    expect(name).toMatch(/^migration-[0-9a-f]{10}$/);
    expect(nameWith({})).toBe(name);
    const others: Partial<MigrationJobProps>[] = [
      { image: { ...migrationSample.image, digest: `sha256:${'f'.repeat(64)}` } },
      { config: { LEVEL: '2' } },
      { command: ['migrate'] },
      { activeDeadline: '2h' },
    ];
    expect(new Set([name, ...others.map(nameWith)]).size).toBe(others.length + 1);
    // The NetworkPolicy is not part of the spec.
    expect(nameWith({ connectsTo: [workloadEndpoint('search', 9200)] })).toBe(name);
  });

  test('objectName: is the name of the Job', () => {
    const chart = testChart();
    const job = migrationJob(chart);
    expect(object(chart, 'Job').metadata.name).toBe(job.jobName);
  });
});
