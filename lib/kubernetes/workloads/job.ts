import type { k8s } from 'cdk8s-plus-27';
import type { Finding } from '../../core/diagnostics';
import { seconds, type Duration } from '../../core/units';
import { hasHalfSurrogatePair } from '../../core/unicode';
import { maxArgument } from '../pod/config-checks';
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

/**
 * Returns a word of a command that reaches the program as it is. The kubelet replaces `$$` by `$` and `$(NAME)` by a variable,
 * also by one from a Secret, which then is readable in the list of processes. It breaks a character beyond ASCII after `$`.
 * A program reads variables from its environment.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
 */
export function escapeReferences(word: string): string {
  return String(word).replace(/\${2,}|\$(?=[(\u0080-\uffff])/g, (run) => run + run);
}

/** Checks the words of a command. */
function checkCommand(command: readonly string[]): Finding[] {
  if (command.length === 0 || command[0] === '') {
    return [
      {
        id: 'job-command',
        setting: 'command',
        message: `command must begin with the name of a program; got ${command.length === 0 ? 'none' : "''"}`,
        hint: "remove it for the image's own entrypoint",
      },
    ];
  }
  return command.flatMap((word, index) => {
    const isText = typeof word === 'string' && !word.includes('\0') && !hasHalfSurrogatePair(word);
    // A zero byte ends the word.
    if (isText && Buffer.byteLength(word) + 1 <= maxArgument) return [];
    return [
      {
        id: 'job-command',
        setting: `command.${index}`,
        message: `word of command must be text of less than ${maxArgument} bytes; got ${isText ? `${Buffer.byteLength(word)} bytes` : 'none'}`,
        hint: 'write it in quotes, and pass long or binary input as a file of files',
      },
    ];
  });
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
