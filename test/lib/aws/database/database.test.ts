import { addressed, type Json, resources, terraformJson } from '../../../support/terraform';
import { database, instance, otherRegion, replicated } from '../../../support/database';

describe('database', () => {
  const terraform = terraformJson(database(replicated));
  const primary = instance(terraform, 'primary');

  it('primary: is encrypted, private, multi-AZ and protected', () => {
    expect(primary).toMatchObject({
      deletion_protection: true,
      final_snapshot_identifier: 'lab-final',
      kms_key_id: 'arn:aws:kms:eu-west-1:111111111111:key/here',
      lifecycle: { prevent_destroy: true },
      multi_az: true,
      publicly_accessible: false,
      skip_final_snapshot: false,
      storage_encrypted: true,
    });
  });

  it.each([true, false, undefined])('IAM authentication %s: is that of every instance, by default off', (enabled) => {
    const props = { ...replicated, ...(enabled !== undefined && { iamDatabaseAuthentication: enabled }) };
    for (const each of Object.values<Json>(resources(terraformJson(database(props)), 'aws_db_instance'))) {
      expect(each.iam_database_authentication_enabled).toBe(enabled ?? false);
    }
  });

  it('timeouts: are those of a large database, on primary and replicas of every region', () => {
    const terraform = terraformJson((stack) => {
      database({ passwordVersion: 1, replicas: { near: {}, far: { region: otherRegion(stack) } } })(stack);
    });
    const instances = Object.values<Json>(resources(terraform, 'aws_db_instance'));
    expect(instances).toHaveLength(3);
    for (const each of instances) expect(each.timeouts).toEqual({ create: '6h', delete: '3h', update: '6h' });
  });

  it('maintenance: upgrades nothing automatically, and applies changes in the window', () => {
    expect(primary).toMatchObject({
      apply_immediately: false,
      auto_minor_version_upgrade: false,
      ca_cert_identifier: 'rds-ca-rsa2048-g1',
      copy_tags_to_snapshot: true,
    });
  });

  it('subnet group: keeps its name when the database is renamed', () => {
    const [group] = Object.values(resources(terraformJson(database()), 'aws_db_subnet_group'));
    expect(group.lifecycle).toEqual({ ignore_changes: ['name'] });
  });

  it('addresses: are stable', () => {
    const addresses = Object.keys(addressed(terraformJson(database())));
    for (const address of [
      'aws_db_instance.database_primary',
      'aws_db_subnet_group.database_subnet-group',
      'aws_route53_record.database_name',
      'aws_security_group.database_security-group',
    ])
      expect(addresses).toContain(address);
  });

  it('replica: does not change other addresses', () => {
    const before = Object.keys(addressed(terraformJson(database({ passwordVersion: 1 }))));
    expect(Object.keys(addressed(terraform))).toEqual(expect.arrayContaining(before));
  });
});
