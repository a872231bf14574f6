import type { k8s } from 'cdk8s-plus-27';
import type { Finding } from '../../core/diagnostics';
import { seconds, type Duration } from '../../core/units';
import { checkWords, escapeReferences } from '../pod/command';
import { checkAmount } from '../pod/pod-checks';
import type { ConfigMapNames } from '../pod/pod-spec';
import { gracePeriod, runsToItsEnd } from '../pod/termination';
import { workloadDefaults, type WorkloadProps } from './props';
import { podTemplate, type WorkloadBase } from './workload';

/** Props that `ScheduledTask` and `MigrationJob` share. */
export type JobProps = WorkloadProps & {
  readonly command?: readonly string[];
  readonly activeDeadline?: Duration;
  readonly backoffLimit?: number;
};

const defaults = { activeDeadline: '1h', backoffLimit: 2 } as const;

/**
 * Returns the spec of a Job. A pod that is evicted or loses its node starts on another one and does not count as a failure,
 * so a roll of the nodes never uses up the retries. cluster-autoscaler does not evict it.
 */
export function jobSpec(workload: WorkloadBase, props: JobProps, configMaps: ConfigMapNames): k8s.JobSpec {
  const { activeDeadline = defaults.activeDeadline, backoffLimit = defaults.backoffLimit, command } = props;
  const { drainTimeout = workloadDefaults.drainTimeout } = props;
  return {
    activeDeadlineSeconds: Math.ceil(seconds(activeDeadline)),
    backoffLimit,
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
    },
    template: podTemplate(workload, props, configMaps, {
      container: command ? { command: command.map(escapeReferences) } : {},
      eviction: runsToItsEnd,
      // `Never` keeps the logs of each attempt in a pod of its own; a pod failure policy requires it.
      pod: { restartPolicy: 'Never', terminationGracePeriodSeconds: gracePeriod(0, drainTimeout) },
    }),
  };
}

/** Checks that a command begins with a program. */
function checkCommand(command: readonly string[]): Finding[] {
  if (command.length > 0 && command[0] !== '') return checkWords(command, 'command');
  return [
    {
      id: 'job-command',
      setting: 'command',
      message: `command must begin with the name of a program; got ${command.length === 0 ? 'none' : "''"}`,
      hint: "remove it for the image's own entrypoint",
    },
  ];
}

/** Checks command, deadline and retries of a Job. */
export function checkJob(props: JobProps): Finding[] {
  const { activeDeadline = defaults.activeDeadline, backoffLimit = defaults.backoffLimit, command } = props;
  const found = checkAmount(activeDeadline, 'activeDeadline', 'duration');
  if (!Number.isInteger(backoffLimit) || backoffLimit < 0 || backoffLimit > 10) {
    found.push({
      id: 'backoff-limit',
      setting: 'backoffLimit',
      message: `backoffLimit must be a whole number from 0 to 10; got ${backoffLimit}`,
      hint: `remove it for ${defaults.backoffLimit}: a run that fails every time needs a person`,
    });
  }
  if (command) found.push(...checkCommand(command));
  return found;
}
