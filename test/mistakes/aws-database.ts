import { Database } from '../../lib/aws/database/database';
import type { DatabaseProps } from '../../lib/aws/database/props';
import type { ReplicaProps } from '../../lib/aws/database/replica-props';
import type { INetwork } from '../../lib/aws/network/props';
import type { Stack } from '../../lib/aws/stack/stack';
import { inStack, type Mistake } from '../support/mistakes';
import { databaseProps, otherRegion } from '../support/database';

const database = (props: Partial<DatabaseProps>) => (stack: Stack) =>
  new Database(stack, 'database', { ...databaseProps(stack), ...props });

const mistake = (
  title: string,
  id: string,
  prop: string,
  mistaken: Partial<DatabaseProps>,
  corrected: Partial<DatabaseProps>,
): Mistake => ({
  title,
  id,
  source: `Database: ${prop}`,
  mistaken: inStack(database(mistaken)),
  corrected: inStack(database(corrected)),
});

/** A database in the network of another stack, which has some zones. */
const inZones =
  (...zones: readonly string[]) =>
  (stack: Stack) => {
    const subnets = Object.fromEntries(
      zones.map((zone) => [zone, { cidr: '10.0.0.0/24' as const, id: `subnet-${zone}` }]),
    );
    const network: INetwork = { access: () => 'isolated', cidr: '10.0.0.0/16', subnets: () => subnets, vpcId: 'vpc-0' };
    return new Database(stack, 'database', { ...databaseProps(stack), network });
  };

/** Replicas, and the password version that they require. */
const replicated = (replicas: DatabaseProps['replicas'] = { reports: {} }) => ({ passwordVersion: 1, replicas });

const instances: readonly Mistake[] = [
  mistake('database: name with a space', 'resource-name', 'name', { name: 'my database' }, { name: 'my-database' }),
  {
    title: 'database: subnets in one zone',
    id: 'database-zones',
    source: 'Database: tier',
    mistaken: inStack(inZones('a')),
    corrected: inStack(inZones('a', 'b')),
  },
  mistake(
    'database: major version alone',
    'postgres-version',
    'engineVersion',
    { engineVersion: '17' },
    { engineVersion: '17.6' },
  ),
  ...['17.99', '17.4', '13.20', '19.1', '17.6.1', '', '9.6', '17.09', '017.9', '17.+9'].map((engineVersion) =>
    mistake(
      `database: version '${engineVersion}'`,
      'postgres-version',
      'engineVersion',
      { engineVersion },
      { engineVersion: '18.1' },
    ),
  ),
  ...['db.m6g.larg', 'm6g.large', 'db.m6g.nano', 'db.c6i.large', 'db.t4g.nano', 'db.m6g.medium', ''].map(
    (instanceClass) =>
      mistake(
        `database: instance class '${instanceClass}'`,
        'database-instance-class',
        'instanceClass',
        { instanceClass },
        { instanceClass: 'db.t4g.micro' },
      ),
  ),
  mistake(
    'replica: misspelt instance class',
    'database-instance-class',
    'replicas.reports.instanceClass',
    replicated({ reports: { instanceClass: 'db.r6g.xlrge' } }),
    replicated({ reports: { instanceClass: 'db.r6g.xlarge' } }),
  ),
  mistake('restore: no source', 'database-restore', 'restoreFrom', { restoreFrom: {} }, {}),
  mistake(
    'restore: two sources',
    'database-restore',
    'restoreFrom',
    { restoreFrom: { instance: 'old', snapshot: 'lab-final' } },
    { restoreFrom: { snapshot: 'rds:lab-2026-11-25-02-07' } },
  ),
  mistake(
    'restore: malformed snapshot',
    'database-restore',
    'restoreFrom.snapshot',
    { restoreFrom: { snapshot: 'lab_final' } },
    { restoreFrom: { snapshot: 'arn:aws:rds:eu-west-1:222222222222:snapshot:shared-1' } },
  ),
  mistake(
    'restore: the instance itself',
    'database-restore',
    'restoreFrom.instance',
    { restoreFrom: { instance: 'lab' } },
    { restoreFrom: { instance: 'lab-damaged' } },
  ),
  mistake(
    'restore: time of a snapshot',
    'database-restore',
    'restoreFrom.time',
    { restoreFrom: { snapshot: 'lab-final', time: '2026-11-26T03:15:00Z' } },
    { restoreFrom: { snapshot: 'lab-final' } },
  ),
  ...['yesterday', '2026-11-26 03:15', '2026-11-26T03:15:00+01:00', '2026-13-40T03:15:00Z', '2026-02-30T03:15:00Z'].map(
    (time) =>
      mistake(
        `restore: time '${time}'`,
        'database-restore',
        'restoreFrom.time',
        { restoreFrom: { instance: 'lab-damaged', time } },
        { restoreFrom: { instance: 'lab-damaged', time: '2026-11-26T03:15:00Z' } },
      ),
  ),
  mistake(
    'database: too many connections',
    'database-connections',
    'maxConnections',
    { maxConnections: 9000 },
    { instanceClass: 'db.m6g.12xlarge', maxConnections: 5000 },
  ),
  mistake(
    'database: more connections than the instance has memory for',
    'database-memory',
    'maxConnections',
    { instanceClass: 'db.t4g.medium', maxConnections: 451 },
    { instanceClass: 'db.t4g.medium', maxConnections: 450 },
  ),
  mistake(
    'replica: less memory than the connections of its primary need',
    'database-memory',
    'replicas.reports.instanceClass',
    { ...replicated({ reports: { instanceClass: 'db.t4g.micro' } }), maxConnections: 200 },
    { ...replicated({ reports: { instanceClass: 'db.t4g.medium' } }), maxConnections: 200 },
  ),
  mistake(
    'replica: backups for a fraction of a day',
    'database-backups',
    'replicas.reports.backupRetention',
    replicated({ reports: { backupRetention: '1.5d' } }),
    replicated({ reports: { backupRetention: '1d' } }),
  ),
  mistake(
    'replica: previous name of another replica',
    'physical-name',
    'replicas.second',
    replicated({ first: { physicalName: 'reports' }, second: { physicalName: 'reports' } }),
    replicated({ first: { physicalName: 'reports' }, second: { physicalName: 'billing' } }),
  ),
  mistake(
    'restore: snapshot of another region',
    'database-restore',
    'restoreFrom.snapshot',
    { restoreFrom: { snapshot: 'arn:aws:rds:us-east-1:222222222222:snapshot:shared-1' } },
    { restoreFrom: { snapshot: 'arn:aws:rds:eu-west-1:222222222222:snapshot:shared-1' } },
  ),
  mistake(
    'database: too few connections',
    'database-connections',
    'maxConnections',
    { maxConnections: 5 },
    { maxConnections: 20 },
  ),
  mistake(
    'database: backups above 35 days',
    'database-backups',
    'backupRetention',
    { backupRetention: '36d' },
    { backupRetention: '35d' },
  ),
  ...(['1.5d', '0.5d', '34.999d', '36h'] as const).map((backupRetention) =>
    mistake(
      `database: backups for ${backupRetention}`,
      'database-backups',
      'backupRetention',
      { backupRetention },
      { backupRetention: '34d' },
    ),
  ),
  mistake(
    'database: no backups',
    'database-backups',
    'backupRetention',
    { backupRetention: '0d' },
    { backupRetention: '1d' },
  ),
  mistake(
    'database password: version 0',
    'password-version',
    'passwordVersion',
    { passwordVersion: 0 },
    { passwordVersion: 1 },
  ),
];

const storage: readonly Mistake[] = [
  mistake('database storage: half a GiB', 'database-storage', 'storage', { storage: '100.5Gi' }, { storage: '100Gi' }),
  mistake('database storage: below 20Gi', 'database-storage', 'storage', { storage: '10Gi' }, { storage: '20Gi' }),
  mistake(
    'database storage: no room to grow',
    'database-storage',
    'maxStorage',
    { maxStorage: '105Gi' },
    { maxStorage: '110Gi' },
  ),
  mistake(
    'database storage: iops of a small volume',
    'database-storage',
    'iops',
    { iops: 12_000 },
    { iops: 12_000, storage: '400Gi' },
  ),
  mistake(
    'database storage: throughput of a small volume',
    'database-storage',
    'throughput',
    { throughput: '500Mi/s' },
    { storage: '400Gi', throughput: '500Mi/s' },
  ),
  mistake(
    'database storage: iops below the range',
    'database-storage',
    'iops',
    { iops: 3000, storage: '400Gi' },
    { iops: 64_000, storage: '400Gi' },
  ),
  mistake(
    'database storage: throughput above that of its iops',
    'database-storage',
    'throughput',
    { storage: '400Gi', throughput: '3200Mi/s' },
    { iops: 12_800, storage: '400Gi', throughput: '3200Mi/s' },
  ),
  mistake(
    'database storage: throughput below the range',
    'database-storage',
    'throughput',
    { storage: '400Gi', throughput: '125Mi/s' },
    { storage: '400Gi', throughput: '500Mi/s' },
  ),
];

const inOtherRegion = (stack: Stack, props: ReplicaProps = {}) =>
  database(replicated({ rescue: { region: otherRegion(stack), ...props } }))(stack);

const replicas: readonly Mistake[] = [
  mistake(
    'replica: password that RDS manages',
    'replica-password',
    'passwordVersion',
    { replicas: { reports: {} } },
    replicated(),
  ),
  mistake(
    'replica: blue/green update',
    'replica-blue-green',
    'blueGreen',
    { ...replicated(), blueGreen: true },
    { blueGreen: true },
  ),
  mistake(
    'replica: no backups of the primary',
    'database-backups',
    'backupRetention',
    { ...replicated(), backupRetention: '0d' },
    replicated(),
  ),
  mistake(
    'replica: sixteen of one primary',
    'replica-count',
    'replicas',
    replicated(Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`r${index}`, {}]))),
    replicated(Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`r${index}`, {}]))),
  ),
  mistake(
    'replica: name of the primary',
    'replica-name',
    'replicas.primary',
    replicated({ primary: {} }),
    replicated(),
  ),
  mistake(
    'replica: name above 63 characters',
    'resource-name-length',
    `replicas.${'r'.repeat(60)}`,
    replicated({ ['r'.repeat(60)]: {} }),
    replicated({ ['r'.repeat(59)]: {} }),
  ),
  mistake(
    'replica: source that was not promoted',
    'replica-source',
    'replicas.b.sourceReplica',
    replicated({ a: {}, b: { sourceReplica: 'a' } }),
    replicated({ a: { promoted: true }, b: { sourceReplica: 'a' } }),
  ),
  mistake(
    'replica: two promoted',
    'replica-promoted',
    'replicas',
    replicated({ a: { promoted: true }, b: { promoted: true } }),
    replicated({ a: { promoted: true }, b: {} }),
  ),
  mistake(
    'replica: weight above 255',
    'replica-weight',
    'replicas.a.weight',
    replicated({ a: { weight: 256 } }),
    replicated({ a: { weight: 255 } }),
  ),
  {
    title: 'replica: weight in another region',
    id: 'replica-weight',
    source: 'Database: replicas.rescue.weight',
    mistaken: inStack((stack) => inOtherRegion(stack, { weight: 1 })),
    corrected: inStack(inOtherRegion),
  },
];

/** Rejected inputs of lib/aws/database. */
export const awsDatabase: readonly Mistake[] = [...instances, ...storage, ...replicas];
