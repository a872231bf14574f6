import { terraformJson } from '../../../support/terraform';
import { database, instance, replicated } from '../../../support/database';

describe('database monitoring', () => {
  const primary = instance(terraformJson(database(replicated)), 'primary');

  it('monitoring: log groups and role are created before the instance', () => {
    expect(primary).toMatchObject({
      enabled_cloudwatch_logs_exports: ['postgresql', 'upgrade'],
      monitoring_interval: 60,
      performance_insights_enabled: true,
      performance_insights_kms_key_id: 'arn:aws:kms:eu-west-1:111111111111:key/here',
    });
    expect(primary.depends_on).toEqual([
      'aws_cloudwatch_log_group.database_logs_postgresql',
      'aws_cloudwatch_log_group.database_logs_upgrade',
      'aws_iam_role_policy_attachment.database_monitoring_metrics',
    ]);
  });
});
