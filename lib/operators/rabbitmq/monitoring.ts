import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { runbookUrl } from '../../core/runbooks';
import { mebibytes, type Storage } from '../../core/units';
import { memberLabels, objectLabels } from './endpoint';
import type { RabbitmqClusterProps, RabbitmqMonitoring } from './props';
import { diskFreeLimit } from './size-checks';
import { metricsMonitor, metricsPorts } from './tls';
import { queueMetricsPath } from '../../kubernetes/pod/scaling-target';

/**
 * Creates PodMonitor and PrometheusRule of a cluster.
 *
 * Each member reports the cluster that it belongs to as `rabbitmq_cluster_permanent_id`. The first member forms a new cluster
 * if its volume is lost (RabbitMQ 4.1 and later), under the name of the old one, so counting members by name would not
 * detect it.
 *
 * @see https://www.rabbitmq.com/docs/prometheus
 */
export function createMonitoring(
  scope: Construct,
  props: RabbitmqClusterProps,
  { labels = {}, runbooks }: RabbitmqMonitoring,
): void {
  const { name, namespace } = props;
  const metadata = { name, namespace, labels: { ...objectLabels(name), ...labels } };
  new ApiObject(scope, 'PodMonitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata,
    spec: {
      selector: { matchLabels: memberLabels(name) },
      podMetricsEndpoints: [
        { ...metricsMonitor(props), interval: '15s', scrapeTimeout: '14s' },
        // The numbers of messages of each queue, by which autoscalers scale its consumers.
        {
          ...metricsMonitor(props),
          path: queueMetricsPath,
          params: { family: ['queue_coarse_metrics'] },
          interval: '15s',
          scrapeTimeout: '14s',
        },
      ],
    },
  });
  new ApiObject(scope, 'PrometheusRule', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata,
    spec: {
      groups: [
        {
          name: `rabbitmq-${namespace}-${name}`,
          rules: alertingRules(props).map((rule) => withRunbook(rule, runbooks)),
        },
      ],
    },
  });
}

interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: 'critical' | 'warning' };
  readonly annotations: { readonly summary: string; readonly description: string };
}

function withRunbook(rule: AlertingRule, runbooks: string | undefined): object {
  if (runbooks === undefined) return rule;
  return { ...rule, annotations: { ...rule.annotations, runbook_url: runbookUrl(runbooks, rule.alert) } };
}

function alertingRules(props: RabbitmqClusterProps): AlertingRule[] {
  return [
    ...(props.replicas === 1 ? [] : memberRules(props)),
    downRule(props),
    ...alarmRules(props),
    volumeRule(props),
  ];
}

/** Alerts on missing members, and on members that form clusters of their own. */
function memberRules(props: RabbitmqClusterProps): AlertingRule[] {
  const cluster = clusterTitle(props);
  const clusterSize = `count by (rabbitmq_cluster_permanent_id) (${members(props)})`;
  return [
    {
      alert: 'RabbitmqMembersMissing',
      // A member that is updated is away for two or three minutes.
      expr: `${clusterSize} < ${props.replicas}`,
      for: '10m',
      labels: { severity: 'warning' },
      annotations: {
        summary: `${cluster} has {{ $value }} of ${props.replicas} members`,
        description: 'Compare `rabbitmqctl cluster_status` of all members. Another lost member may stop all queues.',
      },
    },
    {
      alert: 'RabbitmqSeparateClusters',
      expr: `count(${clusterSize}) > 1`,
      for: '1m',
      labels: { severity: 'critical' },
      annotations: {
        summary: `Members of ${cluster} form {{ $value }} clusters`,
        description:
          'A member has lost its volume and formed a cluster of its own, without queues. Keep clients away from it, and let it join the others.',
      },
    },
  ];
}

function downRule(props: RabbitmqClusterProps): AlertingRule {
  return {
    alert: 'RabbitmqDown',
    expr: `absent(${members(props)})`,
    for: '5m',
    labels: { severity: 'critical' },
    annotations: {
      summary: `${clusterTitle(props)} reports no metrics`,
      description: `All members are down, or Prometheus cannot connect to their port ${metricsPorts(props.tls).at(-1)}.`,
    },
  };
}

/**
 * Alerts on the alarms of a member, each of which blocks the publishers of the whole cluster. A member reports its own alarms.
 *
 * @see https://www.rabbitmq.com/docs/alarms
 */
function alarmRules(props: RabbitmqClusterProps): AlertingRule[] {
  const { name, namespace } = props;
  const pods = `{namespace="${namespace}",pod=~"${name}-server-[0-9]+"}`;
  const cluster = clusterTitle(props);
  return [
    {
      alert: 'RabbitmqDiskAlarm',
      expr: `rabbitmq_alarms_free_disk_space_watermark${pods} == 1`,
      for: '1m',
      labels: { severity: 'critical' },
      annotations: {
        summary: `${cluster} blocks publishers: the volume of {{ $labels.pod }} is full`,
        description: 'No client can publish until the volume has free space. Start its consumers, or raise `storage`.',
      },
    },
    {
      alert: 'RabbitmqMemoryAlarm',
      expr: `rabbitmq_alarms_memory_used_watermark${pods} == 1`,
      for: '1m',
      labels: { severity: 'critical' },
      annotations: {
        summary: `${cluster} blocks publishers: {{ $labels.pod }} has no memory`,
        description:
          'No client can publish until memory is free. Compare `rabbitmq-diagnostics memory_breakdown` with the numbers of connections and queues.',
      },
    },
  ];
}

/** Alerts on a volume that fills up. The kubelet reports the claim, which the operator names after the member. */
function volumeRule(props: RabbitmqClusterProps): AlertingRule {
  const { name, namespace, storage } = props;
  const claims = `{namespace="${namespace}",persistentvolumeclaim=~"persistence-${name}-server-[0-9]+"}`;
  const percent = fullPercent(storage);
  return {
    alert: 'RabbitmqVolumeFull',
    expr: `kubelet_volume_stats_used_bytes${claims} / kubelet_volume_stats_capacity_bytes${claims} > ${percent / 100}`,
    for: '10m',
    labels: { severity: 'warning' },
    annotations: {
      summary: `A volume of ${clusterTitle(props)} is {{ $value | humanizePercentage }} full`,
      description:
        'Claim {{ $labels.persistentvolumeclaim }}: find queues that grow, and raise `storage` before its member blocks all publishers.',
    },
  };
}

/** Returns the percentage of a volume at which it is reported: 70, or on a small one nine tenths of that at the disk alarm. */
export function fullPercent(storage: Storage): number {
  const alarm = 1 - diskFreeLimit / mebibytes(storage);
  return Math.min(70, Math.floor(90 * alarm));
}

function members({ name, namespace }: RabbitmqClusterProps): string {
  return `rabbitmq_identity_info{namespace="${namespace}",rabbitmq_cluster="${name}"}`;
}

function clusterTitle({ name, namespace }: RabbitmqClusterProps): string {
  return `RabbitMQ cluster ${namespace}/${name}`;
}
