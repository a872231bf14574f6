import type { k8s } from 'cdk8s-plus-27';
import type { Finding } from '../../core/diagnostics';
import { seconds, type Duration } from '../../core/units';
import { checkAmount } from '../checks/pod-checks';
import { gracePeriod } from '../pod/probes';
import type { ContainerParts, PodParts } from '../pod/pod-spec';
import type { WorkloadKind, WorkloadProps } from './workload';

/** What `ScheduledTask` and `MigrationJob` have in common: they run to an end. */
export interface JobProps extends WorkloadProps {
  /** What is run, word by word. @default the image's own entrypoint @replaces the pods of the next run */
  readonly command?: readonly string[];
  /** How long a run may take, with all that is tried again. @default '1h' @replaces the pods of the next run */
  readonly activeDeadline?: Duration;
  /** How often a run that failed is tried again. @default 2 @replaces the pods of the next run */
  readonly backoffLimit?: number;
}

/** Nobody calls a task, and nobody asks it how it is: its exit code says all. */
export function taskKind(component: string, object: 'cron-job' | 'job', findings: readonly Finding[]): WorkloadKind {
  return { callers: { addresses: [], pods: [] }, component, findings, object, ports: {} };
}

/**
 * A run as Kubernetes repeats it. A pod that loses its node (a machine that is replaced, an eviction) did nothing wrong:
 * it is started elsewhere and counts as no failure, so that a roll of the machines never uses up a task's retries.
 */
export function jobSpec(
  { activeDeadline = '1h', backoffLimit = 2 }: JobProps,
  template: k8s.PodTemplateSpec,
): k8s.JobSpec {
  return {
    activeDeadlineSeconds: Math.ceil(seconds(activeDeadline)),
    backoffLimit: backoffLimit,
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
    },
    template,
  };
}

export function taskContainer({ command }: JobProps): ContainerParts {
  return command ? { command: [...command] } : {};
}

/** `Never`: each try is a pod of its own whose logs stay, and a policy for failures can be had with nothing else. */
export function taskPod({ drainTimeout = '30s' }: JobProps): PodParts {
  return { restartPolicy: 'Never', terminationGracePeriodSeconds: gracePeriod(0, drainTimeout) };
}

export function checkJob({ command, activeDeadline = '1h', backoffLimit = 2 }: JobProps): Finding[] {
  const found = checkAmount(activeDeadline, 'deadline', 'duration');
  if (!Number.isInteger(backoffLimit) || backoffLimit < 0 || backoffLimit > 10) {
    found.push({
      setting: 'retries',
      message: `retries must be a whole number from 0 to 10, got ${backoffLimit}`,
      hint: 'leave it out for 2: what fails again and again wants somebody to look',
    });
  }
  if (command?.length === 0) {
    found.push({
      setting: 'command',
      message: 'a command has at least one word, got none',
      hint: "leave it out for the image's own entrypoint",
    });
  }
  return found;
}
