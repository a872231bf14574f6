import { resources, terraformJson } from '../../../support/terraform';
import { instance, database, replicated } from '../../../support/database';

describe('database alarms', () => {
  const terraform = terraformJson(database(replicated));

  it('lag alarm: belongs to replicas, and missing data breaches', () => {
    expect(resources(terraform, 'aws_cloudwatch_metric_alarm')['database_replica-reports_alarms_lag']).toMatchObject({
      metric_name: 'ReplicaLag',
      // An idle primary shows a lag of up to 5 minutes, which falls to 0 again and again.
      statistic: 'Minimum',
      threshold: 120,
      treat_missing_data: 'breaching',
    });
    expect(resources(terraform, 'aws_cloudwatch_metric_alarm')['database_alarms_lag']).toBeUndefined();
  });

  it.each(['20Gi', '100Gi', '399Gi', '1000Gi', '40000Gi', '65536Gi'] as const)(
    'storage alarm of %s: is below the point at which RDS grows the volume, from its first to its last size',
    (storage) => {
      const grown = terraformJson(database({ ...replicated, storage }));
      const { allocated_storage: size, max_allocated_storage: max } = instance(grown, 'primary');
      for (const alarm of ['database_alarms_storage', 'database_replica-reports_alarms_storage']) {
        const { threshold, comparison_operator } = resources(grown, 'aws_cloudwatch_metric_alarm')[alarm];
        expect(comparison_operator).toBe('LessThanThreshold');
        expect(Number.isInteger(threshold)).toBe(true);
        const percentOf = (gib: number) => (threshold / (gib * 2 ** 30)) * 100;
        expect(percentOf(size)).toBeGreaterThan(7.9);
        expect(percentOf(size)).toBeLessThanOrEqual(8);
        // After the default maximum of growth, it is still a part of the volume that leaves time.
        expect(percentOf(max)).toBeGreaterThan(3.9);
        expect(percentOf(max)).toBeLessThan(10);
      }
    },
  );
});
