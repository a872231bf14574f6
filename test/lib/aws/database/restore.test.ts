import { instance, database, replicated } from '../../../support/database';
import { Database } from '../../../../lib/aws/database/database';
import { type Json, resources, terraformJson } from '../../../support/terraform';

const written = (props: Parameters<typeof database>[0]) => terraformJson(database(props));

describe('restore of a database', () => {
  it('snapshot: the primary is created from it, and ignores it afterwards', () => {
    const primary = instance(written({ restoreFrom: { snapshot: 'lab-final' } }), 'primary');
    expect(primary.snapshot_identifier).toBe('lab-final');
    expect(primary).not.toHaveProperty('restore_to_point_in_time');
    expect(primary.lifecycle.ignore_changes).toEqual(['db_name', 'restore_to_point_in_time', 'snapshot_identifier']);
  });

  it('point in time: is the latest one without a time', () => {
    const restored = (time?: string) =>
      instance(written({ restoreFrom: { instance: 'lab-old', ...(time !== undefined && { time }) } }), 'primary')
        .restore_to_point_in_time;
    expect(restored()).toEqual({ source_db_instance_identifier: 'lab-old', use_latest_restorable_time: true });
    expect(restored('2026-11-26T03:15:00Z')).toEqual({
      restore_time: '2026-11-26T03:15:00Z',
      source_db_instance_identifier: 'lab-old',
    });
  });

  it.each([{ snapshot: 'lab-final' }, { instance: 'lab-old' }])(
    'name of the database: is that of %j',
    (restoreFrom) => {
      expect(instance(written({ restoreFrom }), 'primary')).not.toHaveProperty('db_name');
    },
  );

  it('without a backup: an empty database is created', () => {
    const primary = instance(written({}), 'primary');
    expect(primary.db_name).toBe('platform');
    expect(primary).not.toHaveProperty('snapshot_identifier');
    expect(primary).not.toHaveProperty('restore_to_point_in_time');
  });
});

describe('major version of a database', () => {
  it.each([true, false])('permission %s: is that of all instances, whose changes then apply at once', (allowed) => {
    const terraform = written({ ...replicated, allowMajorVersionUpgrade: allowed, engineVersion: '18.1' });
    for (const each of Object.values<Json>(resources(terraform, 'aws_db_instance'))) {
      expect(each).toMatchObject({ allow_major_version_upgrade: allowed, apply_immediately: allowed });
    }
  });
});

describe('fence and alarms of a database', () => {
  it('fence: is a security group without rules, which the runbook names', () => {
    const terraform = written(replicated);
    const fence = resources(terraform, 'aws_security_group')['database_fence'];
    expect(fence.name).toBe(Database.fenceName('lab'));
    const rules = [
      ...Object.values<Json>(resources(terraform, 'aws_vpc_security_group_ingress_rule')),
      ...Object.values<Json>(resources(terraform, 'aws_vpc_security_group_egress_rule')),
    ];
    expect(rules.filter((rule) => rule.security_group_id.includes('fence'))).toEqual([]);
  });

  it('alarms: are created after their instance, so that no lag alarm goes off at the first apply', () => {
    const alarms = resources(written(replicated), 'aws_cloudwatch_metric_alarm');
    const waits = Object.entries<Json>(alarms).map(([name, alarm]) => [name.includes('replica'), alarm.depends_on]);
    expect(waits.length).toBeGreaterThan(5);
    for (const [ofReplica, dependsOn] of waits) {
      expect(dependsOn).toEqual([`aws_db_instance.database_${ofReplica === true ? 'replica-reports' : 'primary'}`]);
    }
  });
});
