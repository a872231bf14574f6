import { Database, type DatabaseProps } from '../../../lib/aws/database';
import { Network } from '../../../lib/aws/network';
import { PrivateZone } from '../../../lib/aws/private-zone';
import type { Stack } from '../../../lib/aws/stack';
import { filesOf, findingsOf, type Json, networkProps, only, resources, terraformOf } from './support';

function database(props: Partial<DatabaseProps> = {}) {
  return (stack: Stack) => {
    const network = Network.existing(stack, 'network', { ...networkProps, use: ['data'] });
    new Database(stack, 'database', {
      backupRetention: '14d',
      engineVersion: '17.6',
      instanceClass: 'db.m6g.large',
      multiAz: true,
      name: 'lab-postgres',
      network,
      protect: true,
      storage: '100Gi',
      tier: 'data',
      zone: PrivateZone.existing(stack, 'zone', { name: 'lab.internal', vpcId: network.vpcId }),
      ...props,
    });
  };
}

const instance = (props: Partial<DatabaseProps> = {}): Json => only(terraformOf(database(props)), 'aws_db_instance');

describe('a database', () => {
  it('that is protected is destroyed by neither Terraform nor AWS, and leaves a snapshot', () => {
    expect(instance({ protect: true })).toMatchObject({
      delete_automated_backups: false,
      deletion_protection: true,
      final_snapshot_identifier: 'lab-postgres-final',
      lifecycle: { prevent_destroy: true },
      skip_final_snapshot: false,
    });
  });

  it('that is not protected can be destroyed without a trace', () => {
    const open = instance({ protect: false });
    expect(open).toMatchObject({
      delete_automated_backups: true,
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
      skip_final_snapshot: true,
    });
    expect(open).not.toHaveProperty('final_snapshot_identifier');
  });

  it('has a password that RDS makes and keeps: it is in no file of ours', () => {
    expect(instance().manage_master_user_password).toBe(true);
    const text = [...filesOf(database()).values()].join('\n').replace('"manage_master_user_password"', '');
    expect(text).not.toMatch(/password/i);
  });

  it('is encrypted, and reached from the network only', () => {
    expect(instance()).toMatchObject({
      publicly_accessible: false,
      storage_encrypted: true,
      storage_type: 'gp3',
      vpc_security_group_ids: ['${aws_security_group.database_security-group.id}'],
    });
    expect(resources(terraformOf(database()), 'aws_vpc_security_group_ingress_rule')).toEqual({});
  });

  it('is of the size and the version that it was told, and raised by nobody else', () => {
    expect(instance({ backupRetention: '7d', multiAz: false, storage: '1024Gi' })).toMatchObject({
      allocated_storage: 1024,
      allow_major_version_upgrade: false,
      apply_immediately: false,
      auto_minor_version_upgrade: false,
      backup_retention_period: 7,
      engine: 'postgres',
      engine_version: '17.6',
      multi_az: false,
      port: 5432,
    });
  });

  it('stands in the data tier of every zone', () => {
    expect(only(terraformOf(database()), 'aws_db_subnet_group').subnet_ids).toEqual(
      ['a', 'b', 'c'].map((zone) => `\${data.aws_subnet.network_subnet-data-${zone}.id}`),
    );
  });

  it('has a private name that is known before it exists, and short-lived', () => {
    expect(only(terraformOf(database()), 'aws_route53_record')).toEqual({
      name: 'primary.postgres.lab.internal',
      records: ['${aws_db_instance.database_primary.address}'],
      ttl: 30,
      type: 'CNAME',
      zone_id: '${data.aws_route53_zone.zone.zone_id}',
    });
    expect(Database.hostOf('lab.internal')).toBe('primary.postgres.lab.internal');
  });

  it('lets other stacks find its security group', () => {
    const { name } = Database.securityGroupOf({
      name: 'lab-postgres',
      network: { vpcId: 'v' } as DatabaseProps['network'],
    });
    expect(only(terraformOf(database()), 'aws_security_group').name).toBe(name);
  });
});

describe('a private zone', () => {
  it('is seen by its network, and found again by name', () => {
    const owned = terraformOf((stack) => new PrivateZone(stack, 'zone', { name: 'lab.internal', vpcId: 'vpc-1' }));
    expect(only(owned, 'aws_route53_zone')).toMatchObject({ name: 'lab.internal', vpc: [{ vpc_id: 'vpc-1' }] });
    expect(terraformOf(database()).data.aws_route53_zone.zone).toMatchObject({
      name: 'lab.internal',
      private_zone: true,
    });
  });
});

describe('a database with a mistake', () => {
  const version = (got: string) => `a PostgreSQL version is MAJOR.MINOR, got '${got}'`;
  const storage = (got: string) => `storage is from 20Gi to 65536Gi, got ${got}`;
  const backups = (got: string) => `backups are kept from 1d to 35d, got ${got}`;

  it.each<[Partial<DatabaseProps>, [string, string, string]]>([
    [{ engineVersion: '17' }, ['engineVersion', version('17'), "write it as '17.6'"]],
    [{ engineVersion: '17.6.1' }, ['engineVersion', version('17.6.1'), "write it as '17.6'"]],
    [{ storage: '19Gi' }, ['storage', storage('19Gi'), "write it as '100Gi'"]],
    [{ storage: '65537Gi' }, ['storage', storage('65537Gi'), "write it as '100Gi'"]],
    [{ backupRetention: '36d' }, ['backupRetention', backups('36d'), "write it as '7d'"]],
    [{ backupRetention: '24h' }, ['backupRetention', backups('24h'), "write it as '7d'"]],
    [{ backupRetention: '0d' }, ['backupRetention', backups('0d'), "write it as '7d'"]],
  ])('such as %j says so', (props, finding) => {
    expect(findingsOf(database(props))).toEqual([finding]);
  });

  it('in its name says so for all that carries the name', () => {
    expect(findingsOf(database({ name: 'Lab--Postgres' }))).toContainEqual([
      'name',
      "a db-instance name is letters, digits and hyphens, starting with a letter, lower case, no two hyphens together, got 'Lab--Postgres'",
      "rename it, for example to 'lab-postgres'",
    ]);
  });

  it.each<Partial<DatabaseProps>>([
    { backupRetention: '1d', storage: '20Gi' },
    { backupRetention: '35d', engineVersion: '16.10', storage: '65536Gi' },
  ])('is none at the ends of the ranges: %j', (props) => {
    expect(findingsOf(database(props))).toEqual([]);
  });
});
