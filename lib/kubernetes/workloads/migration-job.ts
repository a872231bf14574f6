import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { contentHash } from '../../core/content-hash';
import { seconds, type Duration } from '../../core/units';
import { checkAmount } from '../checks/pod-checks';
import { checkJob, jobSpec, taskContainer, taskKind, taskPod, type JobProps } from './job';
import { Workload } from './workload';

export interface MigrationJobProps extends JobProps {
  /** How long the ended run stays to be looked at. @default '7d' @replaces the run */
  readonly ttlAfterFinished?: Duration;
}

/**
 * A change of data that a release needs, run to its end before the release's pods start. Wave `migrations`, which is waited
 * for. While it runs, and until the rollout is over, pods of the former release go on working on the same data: what they
 * use is taken away one release later, never in the same.
 *
 * A Job cannot be changed, so its name ends in the hash of what it runs: a new image or setting is a new run, and an apply
 * of what was applied before runs nothing. Once `keep` has passed the next apply runs it again, so it must find out itself
 * what is done already, as tools for migrations do. The same goes for a rollback of the release: once `keep` has passed it
 * runs the old image again, on data that the newer release has changed. So its command must succeed there too, and leave
 * alone what it does not know.
 */
export class MigrationJob extends Workload {
  /** The Job's name, to be waited for. */
  readonly objectName: string;

  constructor(scope: Construct, id: string, props: MigrationJobProps) {
    const { ttlAfterFinished = '7d' } = props;
    super(
      scope,
      id,
      props,
      taskKind('migration', 'job', [...checkJob(props), ...checkAmount(ttlAfterFinished, 'keep', 'duration')]),
    );
    const spec = {
      ...jobSpec(props, this.template(taskContainer(props), taskPod(props))),
      ttlSecondsAfterFinished: Math.ceil(seconds(ttlAfterFinished)),
    };
    const { name, ...metadata } = this.configuredMetadata();
    this.objectName = `${name}-${contentHash(spec)}`;
    new k8s.KubeJob(this, 'Job', { metadata: { ...metadata, name: this.objectName }, spec });
  }
}
