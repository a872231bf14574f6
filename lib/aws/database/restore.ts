import type { DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import type { Finding } from '../../core/diagnostics';

/** The backup that a new instance is created from: a snapshot, or an instance at a point in time. */
export interface RestoreSource {
  /**
   * The identifier of a snapshot, or its ARN if another account shares it.
   *
   * @default none: `instance` is restored
   * @inPlace, without an effect on an existing instance
   */
  readonly snapshot?: string;
  /**
   * The identifier of an instance of the same region with automated backups.
   *
   * @default none: `snapshot` is restored
   * @inPlace, without an effect on an existing instance
   */
  readonly instance?: string;
  /**
   * The point in time in UTC: `2026-11-26T03:15:00Z`.
   *
   * @default the latest restorable one, about five minutes ago
   * @inPlace, without an effect on an existing instance
   */
  readonly time?: string;
}

/**
 * Arguments that are read when an instance is created. Their changes are ignored afterwards: without that, the removal of the
 * setting would replace the restored instance by an empty one.
 */
export const creationArguments = ['db_name', 'restore_to_point_in_time', 'snapshot_identifier'];

/**
 * Returns the arguments for the data of a new instance: an empty database, or a backup. RDS for PostgreSQL rejects a name of the
 * database in a restore.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html
 */
export function initialData(source: RestoreSource | undefined): Partial<DbInstanceConfig> {
  if (!source) return { dbName: 'platform' };
  const { instance, snapshot, time } = source;
  if (snapshot !== undefined) return { snapshotIdentifier: snapshot };
  return {
    restoreToPointInTime: {
      ...(instance !== undefined && { sourceDbInstanceIdentifier: instance }),
      ...(time === undefined ? { useLatestRestorableTime: true } : { restoreTime: time }),
    },
  };
}

const identifier = /^[A-Za-z](?:-?[A-Za-z0-9])*$/;
const utcTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const snapshotName = /^(?:rds:|arn:aws:rds:[a-z0-9-]+:\d{12}:snapshot:(?:rds:)?)?[A-Za-z](?:-?[A-Za-z0-9])*$/;

/** True if the month has the day. */
function isDate(time: string): boolean {
  const [year = 0, month = 0, day = 0] = time.slice(0, 10).split('-').map(Number);
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const february = isLeapYear ? 29 : 28;
  return day <= (month === 2 ? february : [4, 6, 9, 11].includes(month) ? 30 : 31);
}

/** Checks the source of a restore. */
export function checkRestore(source: RestoreSource | undefined, name: string, region?: string): Finding[] {
  if (!source) return [];
  const { instance, snapshot, time } = source;
  const report = (setting: string, message: string, hint: string): Finding[] => [
    { id: 'database-restore', setting: `restoreFrom.${setting}`, message, hint },
  ];
  if ((snapshot === undefined) === (instance === undefined)) {
    return [
      {
        id: 'database-restore',
        setting: 'restoreFrom',
        message: `restoreFrom must have one of snapshot and instance; got ${snapshot === undefined ? 'none' : 'both'}`,
        hint: "write { snapshot: 'lab-postgres-final' }, or { instance: 'lab-postgres-old', time: '2026-11-26T03:15:00Z' }",
      },
    ];
  }
  if (snapshot !== undefined && !snapshotName.test(snapshot)) {
    return report(
      'snapshot',
      `snapshot must be the identifier of a snapshot; got '${snapshot}'`,
      'copy it from aws rds describe-db-snapshots',
    );
  }
  const snapshotRegion = /^arn:aws:rds:([^:]*):/.exec(snapshot ?? '')?.[1];
  if (region !== undefined && snapshotRegion !== undefined && snapshotRegion !== region) {
    return report(
      'snapshot',
      `snapshot must be in the region of the database, ${region}; got one of ${snapshotRegion}`,
      `copy it first: aws rds copy-db-snapshot --source-region ${snapshotRegion} --region ${region}`,
    );
  }
  if (instance !== undefined && (!identifier.test(instance) || instance === name)) {
    return report(
      'instance',
      `instance must be the identifier of another instance; got '${instance}'`,
      'rename the damaged instance first: RDS restores into an instance with a new name',
    );
  }
  if (time === undefined) return [];
  if (instance === undefined) {
    return report(
      'time',
      `time must be absent for a snapshot; got '${time}'`,
      'remove it: a snapshot has its own time',
    );
  }
  if (utcTime.test(time) && isDate(time)) return [];
  return report('time', `time must be a time in UTC; got '${time}'`, "write it as '2026-11-26T03:15:00Z'");
}
