import type { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { contentHash } from '../../core/content-hash';
import { addFindings } from '../../core/diagnostics';
import { seconds, type Duration } from '../../core/units';
import { checkAmount } from '../pod/pod-checks';
import { checkWorkload } from './workload-checks';
import { checkJob, jobSpec } from './job';
import type { WorkloadProps } from './props';
import { createConfigMaps, createNetworkPolicy, createServiceAccount, WorkloadBase } from './workload';

export interface MigrationJobProps extends WorkloadProps {
  /**
   * Command and arguments, as the program receives them: `$(NAME)` is no reference to a variable. `patch` adds one.
   *
   * @default the image's own entrypoint
   * @replaces the run: a Job is immutable
   */
  readonly command?: readonly string[];
  /**
   * Maximum duration of the run, retries included.
   *
   * @default '1h'
   * @replaces the run
   */
  readonly activeDeadline?: Duration;
  /**
   * Number of retries of a failed run.
   *
   * @default 2
   * @replaces the run
   */
  readonly backoffLimit?: number;
  /**
   * Time after which a finished Job is deleted.
   *
   * @default '7d'
   * @replaces the run
   */
  readonly ttlAfterFinished?: Duration;
}

/**
 * A Job that changes data for a release, and completes before the release's pods start. It belongs to the wave `migrations`,
 * whose Jobs complete before the next wave is applied. Pods of the previous release continue to use the same data until the
 * rollout has finished, so a migration must not remove data that they use: remove it one release later.
 *
 * A Job is immutable, so its name ends in the hash of its spec: a new image or setting is a new run, and an apply of the same
 * spec runs nothing. After `ttlAfterFinished` the next apply runs it again, so it must be idempotent, as migration tools are.
 * The same applies to a rollback after that time: the old image runs on data that the newer release has changed. Its command
 * must succeed then, and ignore data that it does not know.
 *
 * @example
 * new MigrationJob(scope, 'migration', {
 *   command: ['migrate', 'up'],
 *   image,
 *   name: 'api-migration',
 *   namespace: 'shop',
 *   resources: { cpu: '250m', memory: '512Mi' },
 * });
 */
export class MigrationJob extends Construct {
  /** Name of the Job, for `kubectl wait`. */
  readonly jobName: string;
  /** The Job, for `patch`. Its name is that of the unpatched spec. */
  readonly job: ApiObject;

  constructor(scope: Construct, id: string, props: MigrationJobProps) {
    super(scope, id);
    const { connectsTo, ttlAfterFinished = '7d' } = props;
    addFindings(this, [
      ...checkWorkload('job', props),
      ...checkJob(props),
      ...checkAmount(ttlAfterFinished, 'ttlAfterFinished', 'duration'),
    ]);

    const workload = new WorkloadBase(this, props, 'migration');
    createServiceAccount(workload);
    const configMaps = createConfigMaps(workload, props);
    createNetworkPolicy(workload, { connectsTo });
    const spec = {
      ...jobSpec(workload, props, configMaps),
      ttlSecondsAfterFinished: Math.ceil(seconds(ttlAfterFinished)),
    };
    this.jobName = `${workload.name}-${contentHash(spec)}`;
    const { configuredLabels: labels, namespace } = workload;
    this.job = new k8s.KubeJob(this, 'Job', { metadata: { labels, name: this.jobName, namespace }, spec });
  }
}
