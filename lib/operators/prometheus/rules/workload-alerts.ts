import { byCodePoint } from '../../../core/canonical';
import type { Alert, RuleGroup } from './alert';
import { maxBy, quoted } from './alert';
import type { ClusterAlertsProps } from './props';

/** Returns the alerts about Deployments, StatefulSets, DaemonSets, their pods, and Jobs, by metrics of kube-state-metrics. */
export function workloadAlerts(serving?: ClusterAlertsProps['serving']): RuleGroup[] {
  return [
    { name: 'rollouts', rules: [...rolloutAlerts, ...unavailableAlerts(serving), ...replicaAlerts] },
    { name: 'pods', rules: podAlerts },
    { name: 'jobs', rules: jobAlerts },
    { name: 'kube-state-metrics', rules: [missingMetrics] },
  ];
}

const deployment = 'namespace, deployment';
const statefulSet = 'namespace, statefulset';
const daemonSet = 'namespace, daemonset';

/** Returns an expression of a controller with fewer pods of the newest template than it has pods, which gets no more of them. */
function stuck(labels: string, updated: string, wanted: string): string {
  return (
    `(${maxBy(labels, updated)} < ${maxBy(labels, wanted)}) ` +
    `and on (${labels}) ${maxBy(labels, `changes(${updated}[15m])`)} == 0`
  );
}

const rolloutAlerts: readonly Alert[] = [
  {
    alert: 'DeploymentRolloutStuck',
    // The condition is false after `progressDeadlineSeconds`, so it needs no pending time of its own.
    expr: `${maxBy(deployment, 'kube_deployment_status_condition{condition="Progressing",status="false"}')} == 1`,
    for: '1m',
    severity: 'warning',
    summary: 'The rollout of Deployment {{ $labels.namespace }}/{{ $labels.deployment }} does not progress',
    description: 'Its new pods do not become ready within the progress deadline. The old pods serve on.',
  },
  {
    alert: 'StatefulSetRolloutStuck',
    expr: stuck(statefulSet, 'kube_statefulset_status_replicas_updated', 'kube_statefulset_replicas'),
    for: '15m',
    severity: 'warning',
    summary: 'The rollout of StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} does not progress',
    description: 'No pod was updated for half an hour, and some have the old template.',
  },
  {
    alert: 'DaemonSetRolloutStuck',
    expr: stuck(
      daemonSet,
      'kube_daemonset_status_updated_number_scheduled',
      'kube_daemonset_status_desired_number_scheduled',
    ),
    for: '15m',
    severity: 'warning',
    summary: 'The rollout of DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} does not progress',
    description: 'No node got the new pod for half an hour, and some have the old one or none.',
  },
];

/**
 * Returns the alerts on workloads without an available pod: `critical` for those that serve customers, who get errors, and a warning for
 * the others.
 */
function unavailableAlerts(serving: ClusterAlertsProps['serving']): Alert[] {
  return [
    ...unavailable(
      {
        alert: 'DeploymentUnavailable',
        summary: 'Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has no available pod',
      },
      {
        available: 'kube_deployment_status_replicas_available',
        label: 'deployment',
        wanted: 'kube_deployment_spec_replicas',
      },
      serving,
    ),
    ...unavailable(
      {
        alert: 'StatefulSetUnavailable',
        summary: 'StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has no ready pod',
      },
      {
        available: 'kube_statefulset_status_replicas_ready',
        label: 'statefulset',
        wanted: 'kube_statefulset_replicas',
      },
      serving,
    ),
  ];
}

interface WorkloadMetrics {
  /** Label of the workload's name. */
  readonly label: string;
  /** Metric of the pods that are available. */
  readonly available: string;
  /** Metric of the pods that the workload shall have. */
  readonly wanted: string;
}

function unavailable(
  text: Pick<Alert, 'alert' | 'summary'>,
  { available, label, wanted }: WorkloadMetrics,
  serving: ClusterAlertsProps['serving'],
): Alert[] {
  const labels = `namespace, ${label}`;
  const down = `${maxBy(labels, available)} == 0 and on (${labels}) ${maxBy(labels, wanted)} > 0`;
  const selected =
    serving === undefined
      ? `${maxBy(labels, wanted)} > 1`
      : Object.entries(serving)
          .map(
            ([namespace, names]) =>
              `${wanted}{namespace=${quoted(namespace)},${label}=~${quoted(alternatives(names))}}`,
          )
          .join(' or ');
  const alert = { ...text, for: '5m' } as const;
  // Nothing serves customers.
  const isEmpty = selected === '';
  return [
    ...(isEmpty
      ? []
      : [
          {
            ...alert,
            expr: `${down} and on (${labels}) (${selected})`,
            severity: 'critical',
            description: 'It serves customers, who get errors.',
          } as const,
        ]),
    {
      ...alert,
      expr: isEmpty ? down : `${down} unless on (${labels}) (${selected})`,
      severity: 'warning',
      description: 'It serves no customers by itself: an operator, a canary, or another workload of the platform.',
    },
  ];
}

/** Returns a regular expression of names of workloads, whose dots are characters. */
function alternatives(names: readonly string[]): string {
  return [...names]
    .sort(byCodePoint)
    .join('|')
    .replaceAll('.', String.raw`\.`);
}

const replicaAlerts: readonly Alert[] = [
  {
    alert: 'DeploymentReplicasMissing',
    expr: `${maxBy(deployment, 'kube_deployment_status_replicas_available')} < ${maxBy(deployment, 'kube_deployment_spec_replicas')}`,
    for: '15m',
    severity: 'warning',
    summary: 'Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has {{ $value }} available pods, too few',
    description: 'The remaining pods have the load of all.',
  },
  {
    alert: 'StatefulSetReplicasMissing',
    expr: `${maxBy(statefulSet, 'kube_statefulset_status_replicas_ready')} < ${maxBy(statefulSet, 'kube_statefulset_replicas')}`,
    for: '15m',
    severity: 'warning',
    summary: 'StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has {{ $value }} ready pods, too few',
    description: 'The loss of another member may stop the data service.',
  },
  {
    alert: 'DaemonSetPodsMissing',
    expr: `${maxBy(daemonSet, 'kube_daemonset_status_number_unavailable')} > 0`,
    for: '15m',
    severity: 'warning',
    summary: 'DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} lacks its pod on {{ $value }} nodes',
    description: 'The agent does not work on these nodes.',
  },
];

const container = 'namespace, pod, container';

const podAlerts: readonly Alert[] = [
  {
    alert: 'PodCrashLooping',
    // A container that is started again does not wait. The pause before the next start is five minutes or less.
    expr: `${maxBy(container, 'max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m])')} == 1`,
    for: '10m',
    severity: 'warning',
    summary: 'Container {{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} exits again and again',
    description: 'The kubelet starts it with longer and longer pauses.',
  },
  {
    alert: 'PodWaiting',
    expr: maxWaiting(),
    for: '15m',
    severity: 'warning',
    summary:
      'Container {{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} does not start: {{ $labels.reason }}',
    description: 'An image that cannot be pulled, or a ConfigMap or Secret that does not exist.',
  },
  {
    alert: 'PodUnschedulable',
    expr: `${maxBy('namespace, pod', 'kube_pod_status_unschedulable')} == 1`,
    for: '15m',
    severity: 'warning',
    summary: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} has no node',
    description: 'No node has room for its requests, or fits its selectors, taints and spread constraints.',
  },
];

function maxWaiting(): string {
  const waiting = ['', 'init_'].map(
    (kind) =>
      `kube_pod_${kind}container_status_waiting_reason{reason!~"CrashLoopBackOff|ContainerCreating|PodInitializing"}`,
  );
  return `${maxBy(`${container}, reason`, waiting.join(' or '))} == 1`;
}

const job = 'namespace, job_name';
const cronJob = 'namespace, cronjob';

const jobAlerts: readonly Alert[] = [
  {
    alert: 'JobFailed',
    // Jobs of CronJobs are reported once, by CronJobFailed, which ends with the next run that succeeds.
    expr:
      `${maxBy(job, 'kube_job_failed{condition="true"}')} == 1 ` +
      `unless on (${job}) kube_job_owner{owner_kind="CronJob"}`,
    for: '1m',
    severity: 'warning',
    summary: 'Job {{ $labels.namespace }}/{{ $labels.job_name }} has failed',
    description: 'A migration that fails keeps its release from being rolled out.',
  },
  {
    alert: 'CronJobFailed',
    // A CronJob whose runs all fail has no time of success.
    expr:
      `(${maxBy(cronJob, 'kube_cronjob_status_last_schedule_time')} ` +
      `unless on (${cronJob}) (${maxBy(cronJob, 'kube_cronjob_status_last_successful_time')} >= ${maxBy(cronJob, 'kube_cronjob_status_last_schedule_time')})) ` +
      `and on (${cronJob}) ${maxBy(cronJob, 'kube_cronjob_status_active')} == 0 ` +
      `unless on (${cronJob}) ${maxBy(cronJob, 'kube_cronjob_spec_suspend')} == 1`,
    for: '5m',
    severity: 'warning',
    summary: 'The last run of CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} did not succeed',
    description: 'No run is active, and the last one that started has no success.',
  },
  {
    alert: 'CronJobLate',
    expr:
      `time() - ${maxBy(cronJob, 'kube_cronjob_next_schedule_time')} > 600 ` +
      `and on (${cronJob}) ${maxBy(cronJob, 'kube_cronjob_spec_suspend')} == 0`,
    for: '5m',
    severity: 'warning',
    summary: 'CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} is {{ $value | humanizeDuration }} late',
    description:
      'The time of its next run is past, and no run was started: the one before is active, or it cannot be created.',
  },
];

const missingMetrics: Alert = {
  alert: 'KubeStateMetricsMissing',
  expr: 'absent(kube_node_info)',
  for: '10m',
  severity: 'critical',
  summary: 'There are no metrics of kube-state-metrics',
  description: 'No alert about workloads and nodes can fire.',
};
