import { resources, terraformJson } from '../../../support/terraform';
import { database, replicated } from '../../../support/database';

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
});
