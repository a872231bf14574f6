import { always, type AlertCase, then } from './case';

const deployment = { namespace: 'shop', deployment: 'api' };
const statefulset = { namespace: 'shop', statefulset: 'broker' };
const daemonset = { namespace: 'agents', daemonset: 'filebeat' };
const cronjob = { namespace: 'shop', cronjob: 'cleanup' };

/** Labels of the exporter's own pod, which an alert does not have. */
const own = 'job="kube-state-metrics",instance="10.0.0.1:8080"';

function selector(metric: string, labels: Readonly<Record<string, string>>): string {
  const written = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `${metric}{${[own, ...written].join(',')}}`;
}

const progressing = (status: string) =>
  selector('kube_deployment_status_condition', { ...deployment, condition: 'Progressing', status });
const of = (metric: string) => selector(`kube_deployment_${metric}`, deployment);
const ofSet = (metric: string) => selector(`kube_statefulset_${metric}`, statefulset);
const ofDaemon = (metric: string) => selector(`kube_daemonset_status_${metric}`, daemonset);

const rolloutCases: readonly AlertCase[] = [
  {
    alert: 'DeploymentRolloutStuck',
    series: { [progressing('false')]: then(0, 10, 1), [progressing('true')]: then(1, 10, 0) },
    firesAt: '11m',
    labels: deployment,
    quiet: [{ [progressing('false')]: always(0), [progressing('true')]: always(1) }],
  },
  {
    alert: 'StatefulSetRolloutStuck',
    // Two of three pods are updated by the tenth minute, and no more of them.
    series: { [ofSet('status_replicas_updated')]: `0x4 1x4 ${always(2)}`, [ofSet('replicas')]: always(3) },
    firesAt: '39m',
    labels: statefulset,
    quiet: [
      { [ofSet('status_replicas_updated')]: always(3), [ofSet('replicas')]: always(3) },
      // A slow rollout: one pod in twenty minutes.
      { [ofSet('status_replicas_updated')]: `0x19 1x19 2x19 ${always(3)}`, [ofSet('replicas')]: always(3) },
    ],
  },
  {
    alert: 'DaemonSetRolloutStuck',
    series: {
      [ofDaemon('updated_number_scheduled')]: `1x9 ${always(2)}`,
      [ofDaemon('desired_number_scheduled')]: always(6),
    },
    firesAt: '39m',
    labels: daemonset,
    quiet: [
      { [ofDaemon('updated_number_scheduled')]: always(6), [ofDaemon('desired_number_scheduled')]: always(6) },
      { [ofDaemon('updated_number_scheduled')]: '0+0.1x1440', [ofDaemon('desired_number_scheduled')]: always(900) },
    ],
  },
  {
    alert: 'DeploymentUnavailable',
    severity: 'critical',
    series: { [of('status_replicas_available')]: then(3, 5, 0), [of('spec_replicas')]: always(3) },
    firesAt: '10m',
    labels: deployment,
    quiet: [
      { [of('status_replicas_available')]: always(1), [of('spec_replicas')]: always(3) },
      // One that is scaled to zero on purpose.
      { [of('status_replicas_available')]: always(0), [of('spec_replicas')]: always(0) },
      { [of('status_replicas_available')]: `0x3 ${always(3)}`, [of('spec_replicas')]: always(3) },
    ],
  },
  {
    alert: 'DeploymentUnavailable',
    severity: 'warning',
    // An operator has one pod.
    series: { [of('status_replicas_available')]: then(1, 5, 0), [of('spec_replicas')]: always(1) },
    firesAt: '10m',
    labels: deployment,
    quiet: [{ [of('status_replicas_available')]: always(1), [of('spec_replicas')]: always(1) }],
  },
  {
    alert: 'StatefulSetUnavailable',
    severity: 'warning',
    series: { [ofSet('status_replicas_ready')]: then(1, 5, 0), [ofSet('replicas')]: always(1) },
    firesAt: '10m',
    labels: statefulset,
    quiet: [{ [ofSet('status_replicas_ready')]: always(1), [ofSet('replicas')]: always(1) }],
  },
  {
    alert: 'StatefulSetUnavailable',
    severity: 'critical',
    series: { [ofSet('status_replicas_ready')]: then(3, 5, 0), [ofSet('replicas')]: always(3) },
    firesAt: '10m',
    labels: statefulset,
    quiet: [
      { [ofSet('status_replicas_ready')]: always(1), [ofSet('replicas')]: always(3) },
      { [ofSet('status_replicas_ready')]: always(0), [ofSet('replicas')]: always(0) },
    ],
  },
  {
    alert: 'DeploymentReplicasMissing',
    series: { [of('status_replicas_available')]: then(3, 5, 2), [of('spec_replicas')]: always(3) },
    firesAt: '20m',
    labels: deployment,
    quiet: [{ [of('status_replicas_available')]: always(3), [of('spec_replicas')]: always(3) }],
  },
  {
    alert: 'StatefulSetReplicasMissing',
    series: { [ofSet('status_replicas_ready')]: then(3, 5, 2), [ofSet('replicas')]: always(3) },
    firesAt: '20m',
    labels: statefulset,
    quiet: [{ [ofSet('status_replicas_ready')]: always(3), [ofSet('replicas')]: always(3) }],
  },
  {
    alert: 'DaemonSetPodsMissing',
    series: { [ofDaemon('number_unavailable')]: then(0, 5, 1) },
    firesAt: '20m',
    labels: daemonset,
    quiet: [{ [ofDaemon('number_unavailable')]: always(0) }],
  },
];

const container = { namespace: 'shop', pod: 'api-7d-x', container: 'api' };
const waiting = (kind: '' | 'init_', reason: string) =>
  selector(`kube_pod_${kind}container_status_waiting_reason`, { ...container, reason });
const unschedulable = selector('kube_pod_status_unschedulable', { namespace: 'shop', pod: 'api-7d-x' });

const podCases: readonly AlertCase[] = [
  {
    alert: 'PodCrashLooping',
    // It waits for five minutes and runs for two, again and again.
    series: { [waiting('', 'CrashLoopBackOff')]: '1x4 _x1 1x4 _x1 1x4 _x1 1x4' },
    firesAt: '10m',
    labels: container,
    quiet: [{ [waiting('', 'CrashLoopBackOff')]: '1x2 _x100' }, { [waiting('', 'ContainerCreating')]: always(1) }],
  },
  {
    alert: 'PodWaiting',
    series: { [waiting('', 'ImagePullBackOff')]: always(1) },
    firesAt: '15m',
    labels: { ...container, reason: 'ImagePullBackOff' },
    quiet: [
      { [waiting('', 'CrashLoopBackOff')]: always(1) },
      { [waiting('', 'PodInitializing')]: always(1) },
      { [waiting('', 'ImagePullBackOff')]: '1x10 _x100' },
    ],
  },
  {
    alert: 'PodWaiting',
    series: { [waiting('init_', 'CreateContainerConfigError')]: always(1) },
    firesAt: '15m',
    labels: { ...container, reason: 'CreateContainerConfigError' },
    quiet: [{ [waiting('init_', 'ContainerCreating')]: always(1) }],
  },
  {
    alert: 'PodUnschedulable',
    series: { [unschedulable]: always(1) },
    firesAt: '15m',
    labels: { namespace: 'shop', pod: 'api-7d-x' },
    quiet: [{ [unschedulable]: '1x10 _x100' }],
  },
];

const job = { namespace: 'shop', job_name: 'api-migration-1' };
const failed = selector('kube_job_failed', { ...job, condition: 'true' });
const owner = (kind: string) => selector('kube_job_owner', { ...job, owner_kind: kind, owner_name: 'x' });
const ofCron = (metric: string) => selector(`kube_cronjob_${metric}`, cronjob);

const jobCases: readonly AlertCase[] = [
  {
    alert: 'JobFailed',
    series: { [failed]: always(1), [owner('<none>')]: always(1) },
    firesAt: '1m',
    labels: job,
    quiet: [
      { [failed]: always(1), [owner('CronJob')]: always(1) },
      { [failed]: always(0), [owner('<none>')]: always(1) },
    ],
  },
  {
    alert: 'CronJobFailed',
    series: {
      [ofCron('status_last_schedule_time')]: always(3600),
      [ofCron('status_last_successful_time')]: always(30),
      [ofCron('status_active')]: then(1, 5, 0),
    },
    firesAt: '10m',
    labels: cronjob,
    quiet: [
      {
        [ofCron('status_last_schedule_time')]: always(30),
        [ofCron('status_last_successful_time')]: always(60),
        [ofCron('status_active')]: always(0),
      },
      // Its run is active.
      {
        [ofCron('status_last_schedule_time')]: always(3600),
        [ofCron('status_last_successful_time')]: always(30),
        [ofCron('status_active')]: always(1),
      },
    ],
  },
  {
    alert: 'CronJobFailed',
    // No run has ever succeeded.
    series: { [ofCron('status_last_schedule_time')]: always(60), [ofCron('status_active')]: always(0) },
    firesAt: '5m',
    labels: cronjob,
    quiet: [
      { [ofCron('status_active')]: always(0) },
      {
        [ofCron('status_last_schedule_time')]: always(60),
        [ofCron('status_active')]: always(0),
        [ofCron('spec_suspend')]: always(1),
      },
    ],
  },
  {
    alert: 'CronJobLate',
    // Due after five minutes, and late ten minutes later.
    series: { [ofCron('next_schedule_time')]: always(300), [ofCron('spec_suspend')]: always(0) },
    firesAt: '21m',
    labels: cronjob,
    quiet: [
      { [ofCron('next_schedule_time')]: always(300), [ofCron('spec_suspend')]: always(1) },
      { [ofCron('next_schedule_time')]: '300+60x1440', [ofCron('spec_suspend')]: always(0) },
    ],
  },
  {
    alert: 'KubeStateMetricsMissing',
    series: {},
    firesAt: '10m',
    labels: {},
    quiet: [{ [selector('kube_node_info', { node: 'node-1' })]: always(1) }],
  },
];

export const workloadCases: readonly AlertCase[] = [...rolloutCases, ...podCases, ...jobCases];
