import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkAmount } from '../../kubernetes/pod/pod-checks';
import { scheduleFault } from './cron';
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

/**
 * Policies that Elasticsearch, Kibana and Filebeat create, and that their own indices use.
 *
 * @see https://github.com/elastic/elasticsearch/blob/v9.1.3/test/framework/src/main/java/org/elasticsearch/test/rest/ESRestTestCase.java
 */
const builtIn: readonly string[] = [
  ...[7, 30, 90, 180, 365].map((number) => `${number}-days-default`),
  'agentless',
  'filebeat',
  'kibana-event-log-policy',
  'kibana-reporting',
  'logs',
  'metrics',
  'profiling-60-days',
  'synthetics',
  'traces',
];

/** Names of policies for the histories of Elasticsearch's own features: `watch-history-ilm-policy-16`. */
const builtInForm = /-ilm-policy(?:-\d+)?$/;

/** True for the name of a policy that Elasticsearch itself creates. */
export function isBuiltInPolicy(name: string): boolean {
  return builtIn.includes(name) || builtInForm.test(name);
}

function checkPolicyName(name: string): Finding[] {
  if (isBuiltInPolicy(name)) {
    return [
      {
        id: 'elasticsearch-built-in-policy',
        setting: ['lifecyclePolicies', name],
        message: `name of a lifecycle policy must not be one that Elasticsearch itself creates; got '${name}'`,
        hint: "write another one, such as 'container-logs': data streams of Elasticsearch use the policy of this name",
      },
    ];
  }
  if (/^[a-z0-9][a-z0-9-]*$/.test(name) && name.length <= 63) return [];
  return [
    {
      id: 'elasticsearch-policy-name',
      setting: ['lifecyclePolicies', name],
      message: `name of a lifecycle policy must be at most 63 lower-case letters, digits and hyphens; got '${name}'`,
      hint: "write it as 'container-logs' or 'audit-logs'",
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
    ...(scheduleFault(schedule) === undefined ? [] : [wrongSchedule(schedule)]),
  ];
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
    message: `schedule must have six fields of Elasticsearch, from seconds to the day of the week, with '?' for one of the days; got '${schedule}': ${scheduleFault(schedule) ?? ''}`,
    hint: "write it as '0 30 1 * * ?' for every night at 01:30",
  };
}
