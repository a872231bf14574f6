import type { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { checkCron, checkTimeZone } from '../../core/cron';
import { addFindings, type Finding } from '../../core/diagnostics';
import { seconds, type Duration } from '../../core/units';
import { checkAmount } from '../pod/pod-checks';
import { checkWorkload } from './workload-checks';
import { checkJob, jobSpec } from './job';
import type { WorkloadProps } from './props';
import { createConfigMaps, createNetworkPolicy, createServiceAccount, WorkloadBase } from './workload';

export interface ScheduledTaskProps extends WorkloadProps {
  /**
   * Schedule, in cron's five fields: `30 3 * * *`.
   *
   * @inPlace
   */
  readonly schedule: string;
  /**
   * Time zone of the schedule.
   *
   * @default 'Etc/UTC', where no hour is skipped or repeated
   * @inPlace
   */
  readonly timeZone?: string;
  /**
   * Action for a run that is due while the last one has not finished. `Forbid` starts it when the last one has ended, if that
   * is within `startingDeadline`, and skips it otherwise. `Replace` ends the running one.
   *
   * @default 'Forbid'
   * @inPlace
   */
  readonly concurrencyPolicy?: 'Forbid' | 'Replace';
  /**
   * Maximum delay of a start, after which the run is skipped.
   *
   * @default '10m'
   * @inPlace
   */
  readonly startingDeadline?: Duration;
  /**
   * Command and arguments, as the program receives them: `$(NAME)` is no reference to a variable. `patch` adds one.
   *
   * @default the image's own entrypoint
   * @inPlace from the next run on
   */
  readonly command?: readonly string[];
  /**
   * Maximum duration of a run, retries included.
   *
   * @default '1h'
   * @inPlace from the next run on
   */
  readonly activeDeadline?: Duration;
  /**
   * Number of retries of a failed run.
   *
   * @default 2
   * @inPlace from the next run on
   */
  readonly backoffLimit?: number;
}

const defaults = { startingDeadline: '10m', timeZone: 'Etc/UTC' } as const;

/** Number of finished runs that are kept. Their Jobs have no time to live, which would delete them earlier. */
const historyLimits = { failedJobsHistoryLimit: 3, successfulJobsHistoryLimit: 3 };

/**
 * A CronJob whose runs never overlap. Wave `workloads`.
 *
 * @example
 * new ScheduledTask(scope, 'cleanup', {
 *   command: ['clean', '--older-than', '30d'],
 *   image,
 *   name: 'cleanup',
 *   namespace: 'shop',
 *   resources: { cpu: '250m', memory: '512Mi' },
 *   schedule: '30 3 * * *',
 * });
 */
export class ScheduledTask extends Construct {
  /** CronJob of the runs, for `patch`. */
  readonly cronJob: ApiObject;

  constructor(scope: Construct, id: string, props: ScheduledTaskProps) {
    super(scope, id);
    addFindings(this, checkScheduledTask(props));
    const { concurrencyPolicy = 'Forbid', schedule } = props;
    const { startingDeadline = defaults.startingDeadline, timeZone = defaults.timeZone } = props;

    const workload = new WorkloadBase(this, props, 'task');
    createServiceAccount(workload);
    const configMaps = createConfigMaps(workload, props);
    createNetworkPolicy(workload);
    this.cronJob = new k8s.KubeCronJob(this, 'CronJob', {
      metadata: workload.metadata,
      spec: {
        ...historyLimits,
        concurrencyPolicy,
        jobTemplate: { metadata: { labels: { ...workload.labels } }, spec: jobSpec(workload, props, configMaps) },
        schedule,
        startingDeadlineSeconds: Math.ceil(seconds(startingDeadline)),
        timeZone,
      },
    });
  }
}

function checkScheduledTask(props: ScheduledTaskProps): Finding[] {
  const { schedule, startingDeadline = defaults.startingDeadline, timeZone = defaults.timeZone } = props;
  return [
    ...checkWorkload('cron-job', props),
    ...checkJob(props),
    ...checkCron(schedule, 'schedule'),
    ...checkTimeZone(timeZone, 'timeZone'),
    ...checkStartingDeadline(startingDeadline),
  ];
}

function checkStartingDeadline(startingDeadline: Duration): Finding[] {
  const found = checkAmount(startingDeadline, 'startingDeadline', 'duration');
  if (found.length > 0 || seconds(startingDeadline) >= 10) return found;
  return [
    {
      id: 'starting-deadline',
      setting: 'startingDeadline',
      message: `startingDeadline must be at least 10s; got '${startingDeadline}'`,
      hint: 'raise it to 10s or more: the controller checks every ten seconds and would skip every run',
    },
  ];
}
