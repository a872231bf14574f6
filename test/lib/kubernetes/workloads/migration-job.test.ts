import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import type { MigrationJobProps } from '../../../../lib/kubernetes/workloads/migration-job';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { object, testChart } from '../../../support/manifests';
import { chartWith, migrationJob, migrationSample } from '../../../support/workload-samples';

const migration = (props: Partial<MigrationJobProps> = {}) => chartWith((chart) => migrationJob(chart, props));

describe('migration job', () => {
  test('Job: is kept after it has finished, as the record that it has run', () => {
    const chart = migration({ activeDeadline: '10m' });
    expect(object(chart, 'Job').spec).toMatchObject({
      activeDeadlineSeconds: 600,
      backoffLimit: 2,
      template: { spec: { restartPolicy: 'Never' } },
    });
    expect(object(chart, 'Job').spec).not.toHaveProperty('ttlSecondsAfterFinished');
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('pod: cluster-autoscaler does not interrupt it, whatever volumes it has', () => {
    const { metadata } = object(migration({ writablePaths: ['/tmp', '/var/cache'] }), 'Job').spec.template;
    expect(metadata.annotations).toEqual({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' });
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
    // Pods name the policies that they connect through.
    expect(nameWith({ connectsTo: [workloadEndpoint('search', 9200)] })).not.toBe(name);
  });

  test('migration label: changes with name, image and command only', () => {
    const label = (props: Partial<MigrationJobProps>): string =>
      object(migration(props), 'Job').metadata.labels['adamant.dev/migration'];
    expect(label({})).toMatch(/^[0-9a-f]{10}$/);
    const same: Partial<MigrationJobProps>[] = [
      { config: { LEVEL: '2' } },
      { activeDeadline: '2h' },
      { connectsTo: [workloadEndpoint('search', 9200)] },
      { resources: { cpu: '1', memory: '1Gi' } },
    ];
    expect(same.map(label)).toEqual(same.map(() => label({})));
    const others: Partial<MigrationJobProps>[] = [
      { name: 'other' },
      { command: ['migrate'] },
      { image: { ...migrationSample.image, digest: `sha256:${'f'.repeat(64)}` } },
    ];
    expect(new Set([label({}), ...others.map(label)]).size).toBe(others.length + 1);
  });

  test('inputs label: changes with configuration, files and Secrets only', () => {
    const label = (props: Partial<MigrationJobProps>): string =>
      object(migration(props), 'Job').metadata.labels['adamant.dev/migration-inputs'];
    const others: Partial<MigrationJobProps>[] = [
      { config: { LEVEL: '2' } },
      { files: { '/etc/seed.sql': 'select 1' } },
      { files: { '/etc/seed.bin': Uint8Array.of(1) } },
      { secrets: { URL: { key: 'url', secret: 'other' } } },
    ];
    expect(new Set([label({}), ...others.map(label)]).size).toBe(others.length + 1);
    expect(label({ command: ['migrate'], activeDeadline: '2h' })).toBe(label({}));
  });

  test('objectName: is the name of the Job', () => {
    const chart = testChart();
    const job = migrationJob(chart);
    expect(object(chart, 'Job').metadata.name).toBe(job.jobName);
  });
});
