import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Finding } from '../../core/diagnostics';
import { seconds, type Duration } from '../../core/units';
import { checkAmount } from '../checks/pod-checks';
import { checkCron, checkTimeZone } from '../../core/cron';
import { checkJob, jobSpec, taskContainer, taskKind, taskPod, type JobProps } from './job';
import { Workload } from './workload';

export interface ScheduledTaskProps extends JobProps {
  /** When it runs, in cron's five fields: `30 3 * * *`. @inPlace */
  readonly schedule: string;
  /** Whose clock the schedule means. @default 'Etc/UTC': no hour is skipped or comes twice @inPlace */
  readonly timeZone?: string;
  /** What happens to a run that is due while the last one still runs. @default 'Forbid' @inPlace */
  readonly concurrencyPolicy?: 'Forbid' | 'Replace';
  /** How late a run may start, where the cluster could not start it in time. @default '10m': later, it is left out @inPlace */
  readonly startingDeadline?: Duration;
}

/** How many ended runs are kept to be looked at. */
const history = { failedJobsHistoryLimit: 3, successfulJobsHistoryLimit: 3 };

/** Something that runs to its end, again and again, by the clock. A run never overlaps with the next one. Wave `workloads`. */
export class ScheduledTask extends Workload {
  constructor(scope: Construct, id: string, props: ScheduledTaskProps) {
    super(scope, id, props, taskKind('task', 'cron-job', checkScheduled(props)));
    const { concurrencyPolicy = 'Forbid', schedule, startingDeadline = '10m', timeZone = 'Etc/UTC' } = props;
    new k8s.KubeCronJob(this, 'CronJob', {
      metadata: this.configuredMetadata(),
      spec: {
        ...history,
        concurrencyPolicy,
        // No time to live: the history above says how long ended runs stay.
        jobTemplate: {
          metadata: { labels: this.configuredMetadata().labels ?? {} },
          spec: jobSpec(props, this.template(taskContainer(props), taskPod(props))),
        },
        schedule,
        startingDeadlineSeconds: Math.ceil(seconds(startingDeadline)),
        timeZone,
      },
    });
  }
}

function checkScheduled(props: ScheduledTaskProps): Finding[] {
  const { schedule, startingDeadline = '10m', timeZone = 'Etc/UTC' } = props;
  const found = [
    ...checkJob(props),
    ...checkCron(schedule, 'schedule'),
    ...checkTimeZone(timeZone, 'timeZone'),
    ...checkAmount(startingDeadline, 'startingDeadline', 'duration'),
  ];
  if (seconds(startingDeadline) < 10) {
    found.push({
      setting: 'startingDeadline',
      message: `startingDeadline must be at least 10s, got '${startingDeadline}'`,
      hint: 'raise it: the controller looks every ten seconds, and would leave every run out',
    });
  }
  return found;
}
