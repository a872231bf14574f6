import type { Finding } from '../../core/diagnostics';
import { didYouMean } from '../../core/did-you-mean';
import { instanceTypes } from '../compute/instance-types';

/**
 * Minor versions of PostgreSQL with which RDS creates instances, by major version, the oldest and the newest. AWS ended 14.17, 15.12,
 * 16.8, 17.4 and older ones on 2026-05-01, and upgrades instances with them in spite of `auto_minor_version_upgrade`; the newest
 * are those of the AWS CDK in 2026. This table was written on 2026-11-26. A version that is missing may exist: add it after
 * `aws rds describe-db-engine-versions --engine postgres` shows it.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
const minorVersions: Readonly<Record<string, { readonly oldest: number; readonly newest: number }>> = {
  14: { newest: 22, oldest: 18 },
  15: { newest: 17, oldest: 13 },
  16: { newest: 13, oldest: 9 },
  17: { newest: 9, oldest: 5 },
  18: { newest: 3, oldest: 1 },
};

/**
 * Families of instance types that RDS for PostgreSQL has with the same sizes.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html
 */
const classFamilies = ['m5', 'm6g', 'm6i', 'm7g', 'm7i', 'r5', 'r6g', 'r6i', 'r7g', 'r7i', 't3', 't4g'];

/** Sizes that EC2 has and RDS does not. */
const sizesOfEc2 = ['nano', 'medium'];

const instanceClasses = Object.keys(instanceTypes)
  .filter((type) => {
    const [family = '', size = ''] = type.split('.');
    return classFamilies.includes(family) && (family.startsWith('t') ? size !== 'nano' : !sizesOfEc2.includes(size));
  })
  .map((type) => `db.${type}`);

/** Checks that RDS creates instances with a version. */
export function checkEngineVersion(engineVersion: string): Finding[] {
  const [, major = '', minor = ''] = /^([1-9]\d*)\.(0|[1-9]\d*)$/.exec(engineVersion) ?? [];
  const newest = Object.entries(minorVersions).map(([known, { newest: last }]) => `${known}.${last}`);
  const report = (constraint: string, hint: string): Finding[] => [
    {
      id: 'postgres-version',
      setting: 'engineVersion',
      message: `engineVersion must ${constraint}; got '${engineVersion}'`,
      hint,
    },
  ];
  if (major === '') return report('be MAJOR.MINOR, without leading zeros', `write it as '${newest.at(-2)}'`);
  const range = minorVersions[major];
  if (!range)
    return report(`have a known major version (${Object.keys(minorVersions).join(', ')})`, `write '${newest.at(-2)}'`);
  if (Number(minor) >= range.oldest && Number(minor) <= range.newest) return [];
  return report(
    `be from ${major}.${range.oldest} to ${major}.${range.newest}, the versions that RDS creates`,
    Number(minor) < range.oldest
      ? `write '${major}.${range.newest}'`
      : `write '${major}.${range.newest}', or add a newer version to lib/aws/database/versions.ts`,
  );
}

/** Memory of a connection by which RDS chooses its own limit, in bytes. */
const connectionMemory = 9_531_392;

/** Returns the number of connections that RDS itself allows on a class; undefined for an unknown class. */
export function largestConnections(instanceClass: string): number | undefined {
  const memory = instanceTypes[instanceClass.replace(/^db\./, '')]?.memoryGib;
  return memory === undefined ? undefined : Math.min(Math.floor((memory * 2 ** 30) / connectionMemory), 5000);
}

/** Checks the name of an instance class. */
export function checkInstanceClass(instanceClass: string, setting: string | readonly string[]): Finding[] {
  if (instanceClasses.includes(instanceClass)) return [];
  const meant = didYouMean(instanceClass, instanceClasses);
  return [
    {
      id: 'database-instance-class',
      setting,
      message: `instanceClass must be a class of RDS for PostgreSQL; got '${instanceClass}'`,
      hint:
        meant === undefined
          ? `use a family of ${classFamilies.map((family) => `db.${family}`).join(', ')}, or add the family to lib/aws/database/versions.ts`
          : `did you mean '${meant}'?`,
    },
  ];
}
