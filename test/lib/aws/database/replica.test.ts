import type { Stack } from '../../../../lib/aws/stack/stack';
import { addressed, terraformJson } from '../../../support/terraform';
import { database, instance, otherRegion, replicated } from '../../../support/database';

const inOtherRegion = (stack: Stack) =>
  database({ passwordVersion: 1, replicas: { rescue: { region: otherRegion(stack) } } })(stack);

describe('replica', () => {
  const terraform = terraformJson(database(replicated));
  const replica = instance(terraform, 'replica-reports');

  it('replica: has the source of the primary, and no user, password or subnet group', () => {
    expect(replica).toMatchObject({
      identifier: 'lab-reports',
      replicate_source_db: '${aws_db_instance.database_primary.identifier}',
      skip_final_snapshot: true,
      storage_encrypted: true,
    });
    for (const key of [
      'username',
      'password_wo',
      'manage_master_user_password',
      'engine',
      'engine_version',
      'kms_key_id',
      'db_subnet_group_name',
      'db_name',
    ]) {
      expect(replica[key]).toBeUndefined();
    }
  });

  it('other region: has provider, key, groups and parameters of the region, and is protected', () => {
    const terraformOfRegion = terraformJson(inOtherRegion);
    expect(instance(terraformOfRegion, 'replica-rescue')).toMatchObject({
      db_subnet_group_name: '${aws_db_subnet_group.database_replica-rescue_subnet-group.name}',
      deletion_protection: true,
      kms_key_id: 'arn:aws:kms:eu-central-1:111111111111:key/there',
      parameter_group_name: '${aws_db_parameter_group.database_replica-rescue_parameters.name}',
      performance_insights_kms_key_id: 'arn:aws:kms:eu-central-1:111111111111:key/there',
      provider: 'aws.frankfurt',
      replicate_source_db: '${aws_db_instance.database_primary.arn}',
    });
    const regional = Object.entries(addressed(terraformOfRegion)).filter(([address]) =>
      address.includes('replica-rescue'),
    );
    expect(regional.every(([, block]) => block.provider === 'aws.frankfurt')).toBe(true);
  });

  it('promotion: gives the replica host name, password and protection of the primary', () => {
    const after = terraformJson(
      database({ passwordVersion: 1, replicas: { next: { sourceReplica: 'reports' }, reports: { promoted: true } } }),
    );
    const promoted = instance(after, 'replica-reports');
    expect(promoted.replicate_source_db).toBeUndefined();
    expect(promoted).toMatchObject({
      backup_retention_period: 7,
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(promoted.password_wo).toBe(instance(after, 'primary').password_wo);
    expect(after.resource.aws_route53_record.database_name.records).toEqual([
      '${aws_db_instance.database_replica-reports.address}',
    ]);
    expect(instance(after, 'replica-next').replicate_source_db).toBe(
      '${aws_db_instance.database_replica-reports.identifier}',
    );
  });
});
