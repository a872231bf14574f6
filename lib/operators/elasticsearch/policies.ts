import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Duration, gibibytes, seconds } from '../../core/units';
import { ScheduledTask } from '../../kubernetes/workloads/scheduled-task';
import { elasticsearchEndpoint, elasticsearchVariables } from './endpoint';
import type { LifecyclePolicy, SnapshotSettings } from './policy-props';
import type { ElasticsearchClusterProps } from './props';

/** A body that a request with PUT sends to a path of the HTTP API. */
interface Request {
  readonly path: string;
  readonly body: object;
}

/** Name of the snapshot repository and of its SLM policy. */
export const snapshotRepository = 's3';

/** Default values of snapshots and policies. */
export const policyDefaults = {
  retention: '30d',
  rolloverAge: '1d',
  rolloverSize: '50Gi',
  schedule: '0 30 1 * * ?',
} as const;

/**
 * Creates the task that puts repository, snapshot policy and lifecycle policies into the cluster. ECK has a resource for them, but
 * with its enterprise license only. It runs every 15 minutes, so that a new or restored cluster gets them, and that a change by hand
 * does not stay.
 */
export function createPolicies(scope: Construct, props: ElasticsearchClusterProps): void {
  const { image, name, namespace, priorityClass } = props;
  const requests = policyRequests(props);
  if (requests.length === 0) return;
  const { config, secrets } = elasticsearchVariables(name, namespace);
  new ScheduledTask(scope, 'Policies', {
    activeDeadline: '10m',
    backoffLimit: 0,
    command: ['bash', '-c', script(requests)],
    config,
    connectsTo: [elasticsearchEndpoint(name)],
    files: Object.fromEntries(requests.map(({ body, path }) => [filePath(path), JSON.stringify(body, undefined, 2)])),
    image,
    name: `${name}-policies`,
    namespace,
    partOf: name,
    ...(priorityClass !== undefined && { priorityClass }),
    resources: { cpu: '50m', memory: '64Mi' },
    schedule: '*/15 * * * *',
    secrets,
  });
}

/** Returns the requests in their order: a policy of snapshots needs its repository. */
export function policyRequests({ lifecyclePolicies = {}, name, snapshots }: ElasticsearchClusterProps): Request[] {
  return [
    ...(snapshots ? snapshotRequests(name, snapshots) : []),
    ...sortedEntries(lifecyclePolicies).map(([policy, settings]) => ({
      path: `_ilm/policy/${policy}`,
      body: { policy: { phases: lifecyclePhases(settings) } },
    })),
  ];
}

function snapshotRequests(
  name: string,
  { bucket, path = name, retention = policyDefaults.retention, schedule = policyDefaults.schedule }: SnapshotSettings,
): Request[] {
  return [
    {
      path: `_snapshot/${snapshotRepository}`,
      body: { type: 's3', settings: { base_path: path, bucket } },
    },
    {
      path: `_slm/policy/${snapshotRepository}`,
      body: {
        config: { include_global_state: true },
        name: '<snapshot-{now/d}>',
        repository: snapshotRepository,
        // Five snapshots remain when none was taken for longer than the retention.
        retention: { expire_after: timeValue(retention), min_count: 5 },
        schedule,
      },
    },
  ];
}

function lifecyclePhases({
  deleteAfter,
  rolloverAge = policyDefaults.rolloverAge,
  rolloverSize = policyDefaults.rolloverSize,
}: LifecyclePolicy): object {
  const megabytes = Math.ceil(gibibytes(rolloverSize) * 1024);
  return {
    hot: { actions: { rollover: { max_age: timeValue(rolloverAge), max_primary_shard_size: `${megabytes}mb` } } },
    delete: { actions: { delete: {} }, min_age: timeValue(deleteAfter) },
  };
}

/** Returns a duration as Elasticsearch reads it: a whole number of days, hours, minutes or seconds. */
function timeValue(duration: Duration): string {
  return /^\d+[dhms]$/.test(duration) ? duration : `${Math.ceil(seconds(duration))}s`;
}

/** Returns the path of a request's body in the container. */
function filePath(path: string): string {
  return `/policies/${path.replaceAll('/', '.')}.json`;
}

/** Returns a script that sends the requests. The password is no argument of a program, which every process could read. */
function script(requests: readonly Request[]): string {
  return [
    'set -euo pipefail',
    'printf "%s\\n" "$ELASTICSEARCH_CA" >/tmp/ca.crt',
    'put() {',
    // Of a text in quotes, curl reads these two characters only after a backslash.
    '  local password="${ELASTICSEARCH_PASSWORD//\\\\/\\\\\\\\}"',
    '  printf \'user = "elastic:%s"\\n\' "${password//\\"/\\\\\\"}" |',
    '    curl --config - --cacert /tmp/ca.crt --fail-with-body --silent --show-error --max-time 60 --request PUT \\',
    '      --header "content-type: application/json" --data-binary "@$2" "$ELASTICSEARCH_URL/$1" || failed=1',
    '  echo',
    '}',
    // One that is refused does not keep others from the cluster, and fails the Job.
    'failed=0',
    ...requests.map(({ path }) => `put ${path} ${filePath(path)}`),
    'exit "$failed"',
    '',
  ].join('\n');
}
