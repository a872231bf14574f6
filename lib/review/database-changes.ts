import { sortedEntries } from '../core/canonical';
import type { Finding } from '../core/diagnostics';
import { type Body, isTrue, numberIn, textIn } from './terraform-body';

/** A change of a database instance that RDS rejects. */
export interface DatabaseChange {
  /** Name of the resource in Terraform, without its type. */
  readonly name: string;
  readonly finding: Finding;
}

/**
 * Returns a finding for each database instance whose volume would shrink or whose version would be lower, and for a new major
 * version without its permission. RDS rejects all of them, after other resources have been changed.
 *
 * @param before the accepted Terraform files of an environment, by path
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
 */
export function rejectedDatabaseChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): DatabaseChange[] {
  const accepted = instances(before);
  return sortedEntries(instances(after)).flatMap(([name, instance]) => {
    const was = accepted[name];
    return was ? checkInstance(was, instance).map((finding) => ({ finding, name })) : [];
  });
}

function checkInstance(was: Body, instance: Body): Finding[] {
  const [sizeBefore, size] = [numberIn(was, 'allocated_storage'), numberIn(instance, 'allocated_storage')];
  const [versionBefore, version] = [textIn(was, 'engine_version'), textIn(instance, 'engine_version')];
  return [
    ...(size < sizeBefore
      ? [
          {
            id: 'database-shrunk',
            setting: 'storage',
            message: `storage must not be less than the accepted ${sizeBefore}Gi; got ${size}Gi`,
            hint: `restore ${sizeBefore}Gi: RDS does not shrink a volume`,
          },
        ]
      : []),
    ...(versionBefore === '' || version === '' ? [] : checkVersion(versionBefore, version, instance)),
  ];
}

function checkVersion(before: string, now: string, instance: Body): Finding[] {
  const [[majorBefore, minorBefore], [major, minor]] = [parts(before), parts(now)];
  if (major < majorBefore || (major === majorBefore && minor < minorBefore)) {
    return [
      {
        id: 'database-version',
        setting: 'engineVersion',
        message: `engineVersion must not be lower than the accepted ${before}; got ${now}`,
        hint: `restore ${before}: only a restore of a backup leads to an older version`,
      },
    ];
  }
  if (major === majorBefore || isTrue(instance, 'allow_major_version_upgrade')) return [];
  return [
    {
      id: 'database-version',
      setting: 'engineVersion',
      message: `engineVersion must have the accepted major version ${majorBefore} without allowMajorVersionUpgrade; got ${now}`,
      hint: 'set database.allowMajorVersionUpgrade: true for one apply: see "Upgrade PostgreSQL" in docs/operations.md',
    },
  ];
}

function parts(version: string): [major: number, minor: number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}

function instances(files: ReadonlyMap<string, string>): Readonly<Record<string, Body>> {
  return Object.fromEntries(
    [...files]
      .filter(([file]) => file.endsWith('main.tf.json'))
      .flatMap(([, text]) => {
        const { resource = {} } = JSON.parse(text) as { resource?: Readonly<Record<string, Record<string, Body>>> };
        return Object.entries(resource['aws_db_instance'] ?? {});
      }),
  );
}
