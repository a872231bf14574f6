import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkAmount } from '../../kubernetes/pod/pod-checks';
import { policyDefaults } from './policies';
import type { SnapshotSettings } from './policy-props';
import type { ElasticsearchClusterProps } from './props';

/** Checks snapshots and lifecycle policies. Elasticsearch refuses them after the apply, when nobody reads the answer. */
export function checkPolicies({ lifecyclePolicies = {}, snapshots }: ElasticsearchClusterProps): Finding[] {
  return [
    ...(snapshots ? checkSnapshots(snapshots) : []),
    ...sortedEntries(lifecyclePolicies).flatMap(([name, policy]) => {
      const at = `lifecyclePolicies.${name}`;
      const { deleteAfter, rolloverAge, rolloverSize } = policy;
      return [
        ...checkPolicyName(name),
        ...checkAmount(deleteAfter, `${at}.deleteAfter`, 'duration'),
        ...checkAmount(rolloverAge ?? policyDefaults.rolloverAge, `${at}.rolloverAge`, 'duration'),
        ...checkAmount(rolloverSize ?? policyDefaults.rolloverSize, `${at}.rolloverSize`, 'storage'),
      ];
    }),
  ];
}

function checkPolicyName(name: string): Finding[] {
  if (/^[a-z0-9][a-z0-9-]*$/.test(name) && name.length <= 63) return [];
  return [
    {
      id: 'elasticsearch-policy-name',
      setting: ['lifecyclePolicies', name],
      message: `name of a lifecycle policy must be at most 63 lower-case letters, digits and hyphens; got '${name}'`,
      hint: "write it as 'logs' or 'audit-logs'",
    },
  ];
}

function checkSnapshots({
  bucket,
  retention = policyDefaults.retention,
  roleArn,
  schedule = policyDefaults.schedule,
}: SnapshotSettings): Finding[] {
  return [
    ...checkName('s3-bucket', bucket, 'snapshots.bucket'),
    ...checkAmount(retention, 'snapshots.retention', 'duration'),
    ...(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(roleArn) ? [] : [wrongRole(roleArn)]),
    ...(isSchedule(schedule) ? [] : [wrongSchedule(schedule)]),
  ];
}

/** Six or seven fields, the first of which are seconds. One of the two days is `?`. */
function isSchedule(schedule: string): boolean {
  const fields = schedule.split(' ');
  const days = [fields[3], fields[5]].filter((day) => day === '?');
  return [6, 7].includes(fields.length) && fields.every((field) => /^[\w*?,/#-]+$/.test(field)) && days.length === 1;
}

function wrongRole(roleArn: string): Finding {
  return {
    id: 'elasticsearch-snapshot-role',
    setting: 'snapshots.roleArn',
    message: `roleArn must be the ARN of an IAM role; got '${roleArn}'`,
    hint: "write it as 'arn:aws:iam::123456789012:role/snapshots'",
  };
}

function wrongSchedule(schedule: string): Finding {
  return {
    id: 'elasticsearch-snapshot-schedule',
    setting: 'snapshots.schedule',
    message: `schedule must have six fields, from seconds to the day of the week, with '?' for one of the days; got '${schedule}'`,
    hint: "write it as '0 30 1 * * ?' for every night at 01:30",
  };
}
