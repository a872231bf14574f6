import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import fc from 'fast-check';
import { Database } from '../../../../lib/aws/database/database';
import { type DatabaseProps } from '../../../../lib/aws/database/props';
import { checkStorage } from '../../../../lib/aws/database/storage';
import { gibibytes } from '../../../../lib/core/units';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { addressed, filesOf, findingsOf, type Json, network, resources, terraformOf } from '../../../support/terraform';

const base = {
  name: 'lab',
  backupRetention: '7d',
  engineVersion: '17.6',
  instanceClass: 'db.m6g.large',
  multiAz: true,
  deletionProtection: true,
  storage: '100Gi',
  tier: 'data',
  zone: { name: 'lab.internal', zoneId: 'Z1' },
  key: { keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/here' },
} as const;

const database = (props: Partial<DatabaseProps> = {}) => {
  return (stack: Stack) => void new Database(stack, 'database', { ...base, network: network(stack), ...props });
};

const replicated = { passwordVersion: 1, replicas: { reports: {} } } as const;

const abroad = (stack: Stack, more = {}) => {
  const provider = new AwsProvider(stack, 'aws-frankfurt', { alias: 'frankfurt', region: 'eu-central-1' });
  const key = { keyArn: 'arn:aws:kms:eu-central-1:111111111111:key/there' };
  const away = {
    access: () => 'isolated' as const,
    cidr: '10.20.0.0/16',
    subnets: () => ({ a: { cidr: '10.20.1.0/24' as const, id: 'subnet-1' } }),
    vpcId: 'vpc-1',
  } as const;
  const rescue = { region: { key, network: away, provider, tier: 'data' }, ...more };
  database({ passwordVersion: 1, replicas: { rescue } })(stack);
};

const instance = (terraform: Json, name: string) => terraform.resource.aws_db_instance[`database_${name}`];

describe('a database', () => {
  const terraform = terraformOf(database(replicated));
  const primary = instance(terraform, 'primary');

  it('is encrypted, private, with a standby, and refuses to be destroyed', () => {
    expect(primary).toMatchObject({
      deletion_protection: true,
      final_snapshot_identifier: 'lab-final',
      kms_key_id: base.key.keyArn,
      lifecycle: { prevent_destroy: true },
      multi_az: true,
      publicly_accessible: false,
      skip_final_snapshot: false,
      storage_encrypted: true,
    });
  });

  it('lets roles of the database log in with a token of IAM, on every instance', () => {
    expect(primary).toMatchObject({ iam_database_authentication_enabled: true });
    expect(instance(terraform, 'replica-reports')).toMatchObject({ iam_database_authentication_enabled: true });
  });

  it('changes nothing behind your back, and waits for its window', () => {
    expect(primary).toMatchObject({
      apply_immediately: false,
      auto_minor_version_upgrade: false,
      ca_cert_identifier: 'rds-ca-rsa2048-g1',
      copy_tags_to_snapshot: true,
    });
  });

  it('is seen: metrics, insights and logs, with groups and role made before it', () => {
    expect(primary).toMatchObject({
      enabled_cloudwatch_logs_exports: ['postgresql', 'upgrade'],
      monitoring_interval: 60,
      performance_insights_enabled: true,
      performance_insights_kms_key_id: base.key.keyArn,
    });
    expect(primary.depends_on).toEqual([
      'aws_cloudwatch_log_group.database_logs_postgresql',
      'aws_cloudwatch_log_group.database_logs_upgrade',
      'aws_iam_role_policy_attachment.database_monitoring_metrics',
    ]);
  });

  it('keeps its subnet group when it is renamed, as RDS moves no instance within a VPC', () => {
    const [group] = Object.values(resources(terraformOf(database()), 'aws_db_subnet_group'));
    expect(group.lifecycle).toEqual({ ignore_changes: ['name'] });
  });

  it('grows to twice its storage', () => {
    expect(primary).toMatchObject({ allocated_storage: 100, max_allocated_storage: 200, storage_type: 'gp3' });
    expect(primary.iops).toBeUndefined();
  });

  it('asks for TLS, and reads what it reads at its start after a reboot', () => {
    const group: Json = Object.values(resources(terraform, 'aws_db_parameter_group'))[0];
    expect(group).toMatchObject({
      family: 'postgres17',
      lifecycle: { create_before_destroy: true },
      name: 'lab-postgres17',
    });
    expect(group.parameter).toContainEqual({ apply_method: 'immediate', name: 'rds.force_ssl', value: '1' });
    expect(group.parameter).toContainEqual({ apply_method: 'pending-reboot', name: 'max_connections', value: '200' });
  });

  it('keeps the addresses that it had', () => {
    const addresses = Object.keys(addressed(terraformOf(database())));
    for (const address of [
      'aws_db_instance.database_primary',
      'aws_db_subnet_group.database_subnet-group',
      'aws_route53_record.database_name',
      'aws_security_group.database_security-group',
    ])
      expect(addresses).toContain(address);
  });

  it('keeps every address when a replica is added', () => {
    const before = Object.keys(addressed(terraformOf(database({ passwordVersion: 1 }))));
    expect(Object.keys(addressed(terraform))).toEqual(expect.arrayContaining(before));
  });
});

describe('the master password', () => {
  it('is made by RDS where nothing replicates', () => {
    const primary = instance(terraformOf(database()), 'primary');
    expect(primary.manage_master_user_password).toBe(true);
    expect(primary.password_wo).toBeUndefined();
  });

  it('goes from the generator into the secret, and from the secret into the database: never two ways', () => {
    const terraform = terraformOf(database(replicated));
    const version = 'aws_secretsmanager_secret_version.database_password';
    expect(terraform.resource.aws_secretsmanager_secret_version.database_password).toMatchObject({
      secret_string_wo: '${ephemeral.aws_secretsmanager_random_password.database_password.random_password}',
      secret_string_wo_version: 1,
    });
    expect(terraform.ephemeral.aws_secretsmanager_secret_version.database_password).toEqual({
      secret_id: `\${${version}.secret_id}`,
      version_id: `\${${version}.version_id}`,
    });
    expect(instance(terraform, 'primary')).toMatchObject({
      password_wo: '${ephemeral.aws_secretsmanager_secret_version.database_password.secret_string}',
      password_wo_version: `\${parseint(substr(sha256(${version}.version_id), 0, 7), 16)}`,
    });
    expect(instance(terraform, 'primary').manage_master_user_password).toBeUndefined();
  });

  it('is given to no argument that Terraform would keep', () => {
    const terraform = terraformOf(database(replicated));
    const holders = Object.entries(addressed(terraform)).flatMap(([, block]) =>
      Object.entries(block).flatMap(([key, value]) => (JSON.stringify(value).includes('ephemeral.') ? [key] : [])),
    );
    expect(holders.sort()).toEqual(['password_wo', 'secret_string_wo']);
    expect(terraform.output).toBeUndefined();
  });
});

describe('a replica', () => {
  const terraform = terraformOf(database(replicated));
  const replica = instance(terraform, 'replica-reports');

  it('follows the primary by identifier, without a user, a password or a subnet group of its own', () => {
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

  it('in another region has that region’s provider, key, groups and parameters, and is guarded', () => {
    const elsewhere = terraformOf(abroad);
    expect(instance(elsewhere, 'replica-rescue')).toMatchObject({
      db_subnet_group_name: '${aws_db_subnet_group.database_replica-rescue_subnet-group.name}',
      deletion_protection: true,
      kms_key_id: 'arn:aws:kms:eu-central-1:111111111111:key/there',
      parameter_group_name: '${aws_db_parameter_group.database_replica-rescue_parameters.name}',
      performance_insights_kms_key_id: 'arn:aws:kms:eu-central-1:111111111111:key/there',
      provider: 'aws.frankfurt',
      replicate_source_db: '${aws_db_instance.database_primary.arn}',
    });
    const away = Object.entries(addressed(elsewhere)).filter(([address]) => address.includes('replica-rescue'));
    expect(away.every(([, block]) => block.provider === 'aws.frankfurt')).toBe(true);
  });

  it('answers by the readers’ name in place of the primary, which stays behind it', () => {
    const weights = (props: Partial<DatabaseProps>) =>
      Object.values(resources(terraformOf(database(props)), 'aws_route53_record'))
        .filter(({ name }) => name === 'replica.postgres.lab.internal')
        .map((record) => [record.set_identifier, record.weighted_routing_policy.weight]);
    expect(weights({})).toEqual([['primary', 1]]);
    expect(weights(replicated)).toEqual([
      ['primary', 0],
      ['reports', 1],
    ]);
    expect(weights({ ...replicated, replicas: { reports: { weight: 0 } } })).toEqual([
      ['primary', 1],
      ['reports', 0],
    ]);
  });

  it('tells when it is behind or silent', () => {
    expect(resources(terraform, 'aws_cloudwatch_metric_alarm')['database_replica-reports_alarms_lag']).toMatchObject({
      metric_name: 'ReplicaLag',
      threshold: 60,
      treat_missing_data: 'breaching',
    });
    expect(resources(terraform, 'aws_cloudwatch_metric_alarm')['database_alarms_lag']).toBeUndefined();
  });

  it('has a runbook of its promotion', () => {
    const text = filesOf(database(replicated)).get('runbooks/promote-reports.md');
    expect(text).toContain('aws rds promote-read-replica --db-instance-identifier lab-reports\n');
    expect(text).toContain("replicas: { 'reports': { …, promoted: true } }");
  });

  it('says in its runbook how a last snapshot makes room for the next of the same name, before it is deleted', () => {
    const text = filesOf(database(replicated)).get('runbooks/promote-reports.md') ?? '';
    const last = instance(terraform, 'primary').final_snapshot_identifier;
    expect(text).toContain(`OLD=${last} `);
    const [copied, there, gone] = ['copy-db-snapshot', 'wait db-snapshot-available', 'delete-db-snapshot'].map((step) =>
      text.indexOf(`aws rds ${step}`),
    );
    expect(copied).toBeGreaterThan(0);
    expect(there).toBeGreaterThan(copied ?? 0);
    expect(gone).toBeGreaterThan(there ?? 0);
  });

  it('once promoted has the primary’s name, password and protection, and can be replicated', () => {
    const after = terraformOf(
      database({ passwordVersion: 1, replicas: { next: { from: 'reports' }, reports: { promoted: true } } }),
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

describe('a database says what is wrong', () => {
  const examples: [string, Partial<DatabaseProps>, Partial<DatabaseProps>, [string, string]][] = [
    [
      'a password that RDS manages beside replicas',
      { replicas: { reports: {} } },
      replicated,
      ['passwordVersion', 'RDS does not replicate an instance whose password it manages, got 1 replica'],
    ],
    [
      'blue/green with replicas',
      { ...replicated, blueGreen: true },
      { blueGreen: true },
      ['blueGreen', 'a blue/green update leaves read replicas with the old instance, got blueGreen with replicas'],
    ],
    [
      'replicas without backups',
      { ...replicated, backupRetention: '0d' },
      replicated,
      ['backupRetention', 'read replicas are made from backups, and none are kept: got 0d'],
    ],
    [
      'a replica named like the primary',
      { ...replicated, replicas: { primary: {} } },
      replicated,
      ['replicas.primary', `a replica is not named like the primary, got 'primary'`],
    ],
    [
      'iops on a small volume',
      { iops: 12_000 },
      { iops: 12_000, storage: '400Gi' },
      ['iops', 'RDS takes iops from 400Gi of storage on, got 12000 with 100Gi'],
    ],
    [
      'iops out of range',
      { iops: 3000, storage: '400Gi' },
      { iops: 64_000, storage: '400Gi' },
      ['iops', 'iops is from 12000 to 64000, got 3000'],
    ],
    [
      'too much throughput for its iops',
      { storage: '400Gi', throughput: '3200Mi/s' },
      { iops: 12_800, storage: '400Gi', throughput: '3200Mi/s' },
      ['throughput', 'throughput is at most a quarter of iops (12000), got 3200Mi/s'],
    ],
    [
      'throughput out of range',
      { storage: '400Gi', throughput: '125Mi/s' },
      { storage: '400Gi', throughput: '500Mi/s' },
      ['throughput', 'throughput is from 500Mi/s to 4000Mi/s, got 125Mi/s'],
    ],
    [
      'no room to grow',
      { maxStorage: '105Gi' },
      { maxStorage: '110Gi' },
      ['maxStorage', 'maxStorage is from a tenth above storage (110Gi) to 65536Gi, got 105Gi'],
    ],
    [
      'too little storage',
      { storage: '10Gi' },
      { storage: '20Gi' },
      ['storage', 'storage is from 20Gi to 65536Gi, got 10Gi'],
    ],
    [
      'a major version alone',
      { engineVersion: '17' },
      {},
      ['engineVersion', `a PostgreSQL version is MAJOR.MINOR, got '17'`],
    ],
    [
      'a password version of nothing',
      { passwordVersion: 0 },
      { passwordVersion: 1 },
      ['passwordVersion', 'passwordVersion is a whole number from 1, got 0'],
    ],
    [
      'too many connections',
      { maxConnections: 9000 },
      { maxConnections: 5000 },
      ['maxConnections', 'maxConnections is from 20 to 5000, got 9000'],
    ],
    [
      'a source that was not promoted',
      { ...replicated, replicas: { a: {}, b: { from: 'a' } } },
      { ...replicated, replicas: { a: { promoted: true }, b: { from: 'a' } } },
      ['replicas.b.from', `a replica replicates the primary or a promoted replica, got 'a'`],
    ],
    [
      'two primaries',
      { ...replicated, replicas: { a: { promoted: true }, b: { promoted: true } } },
      replicated,
      ['replicas', 'one instance is the primary, got 2 promoted: a, b'],
    ],
    [
      'a weight out of range',
      { ...replicated, replicas: { a: { weight: 256 } } },
      { ...replicated, replicas: { a: { weight: 255 } } },
      ['replicas.a.weight', 'weight is from 0 to 255, got 256'],
    ],
    [
      'a name that is too long',
      { ...replicated, replicas: { ['r'.repeat(60)]: {} } },
      replicated,
      [`replicas.${'r'.repeat(60)}`, `a db-instance name has at most 63 characters, got 'lab-${'r'.repeat(60)}' (64)`],
    ],
  ];

  it.each(examples)('%s', (_, broken, fixed, expected) => {
    expect(findingsOf(database(broken)).map(([setting, rule]) => [setting, rule])).toContainEqual(expected);
    expect(findingsOf(database(fixed))).toEqual([]);
  });

  it('a weight in another region', () => {
    expect(findingsOf(abroad)).toEqual([]);
    expect(findingsOf((stack) => abroad(stack, { weight: 1 }))).toEqual([
      [
        'replicas.rescue.weight',
        'a replica in another region is not among the readers of this one, got weight 1',
        'leave weight out: who is in that region asks it by its own address',
      ],
    ]);
  });

  it('of performance exactly when RDS would refuse it', () => {
    fc.assert(
      fc.property(
        fc.integer({ max: 1000, min: 20 }),
        fc.integer({ max: 70_000, min: 1 }),
        fc.integer({ max: 4500, min: 1 }),
        (gibi, iops, rate) => {
          const storage = `${gibi}Gi` as const;
          const allowed =
            gibibytes(storage) >= 400 &&
            iops >= 12_000 &&
            iops <= 64_000 &&
            rate >= 500 &&
            rate <= 4000 &&
            rate * 4 <= iops;
          expect(checkStorage({ iops, storage, throughput: `${rate}Mi/s` }).length === 0).toBe(allowed);
        },
      ),
      { numRuns: 500 },
    );
  });
});
