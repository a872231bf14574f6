import type { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { contentHash } from '../../core/content-hash';
import { addFindings } from '../../core/diagnostics';
import type { Duration } from '../../core/units';
import { checkWorkload } from './workload-checks';
import { checkJob, jobSpec } from './job';
import type { WorkloadProps } from './props';
import { createConfigMaps, createNetworkPolicy, createServiceAccount, WorkloadBase } from './workload';

/** Label with the hash of what a migration runs: its name, image and command. */
const migrationLabel = 'adamant.dev/migration';

/** Label with the hash of what a migration reads: configuration, files, and the names of Secrets. */
const inputsLabel = 'adamant.dev/migration-inputs';

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
}

/**
 * A Job that changes data for a release, and completes before the release's pods start. It belongs to the wave `migrations`,
 * whose Jobs complete before the next wave is applied. Pods of the previous release continue to use the same data until the
 * rollout has finished, so a migration must not remove data that they use: remove it one release later. cluster-autoscaler does
 * not interrupt a run, but the loss or the roll of its node does, and it starts again: a migration continues where it ended.
 *
 * A Job is immutable, so its name ends in the hash of its spec, and an apply of the same spec runs nothing. A finished Job is
 * kept: it is the record that its image ran its command, which labels contain. `scripts/apply.sh` skips a Job if its image has run
 * its command with the same configuration, or if another image has run since, so a rollback never runs an old migration on data
 * that a newer one has changed. Another configuration of the same image, such as another database, is another run.
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
    addFindings(this, [...checkWorkload('job', props), ...checkJob(props)]);

    const workload = new WorkloadBase(this, props, 'migration');
    createServiceAccount(workload);
    const configMaps = createConfigMaps(workload, props);
    createNetworkPolicy(workload);
    const { labels, name, namespace } = workload;
    const spec = jobSpec(workload, props, configMaps);
    this.jobName = `${name}-${contentHash(spec)}`;
    const { command, config, files, image, secrets } = props;
    const migration = {
      [migrationLabel]: contentHash({ name, command, image }),
      [inputsLabel]: contentHash({ config, files, secrets }),
    };
    this.job = new k8s.KubeJob(this, 'Job', {
      metadata: { labels: { ...labels, ...migration }, name: this.jobName, namespace },
      spec,
    });
  }
}
