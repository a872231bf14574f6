import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { memberLabels, objectLabels } from './endpoint';
import type { RabbitmqClusterProps, RabbitmqMonitoring } from './props';

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
  { name, namespace, replicas }: RabbitmqClusterProps,
  { labels = {} }: RabbitmqMonitoring,
): void {
  const metadata = { name, namespace, labels: { ...objectLabels(name), ...labels } };
  new ApiObject(scope, 'PodMonitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata,
    spec: {
      selector: { matchLabels: memberLabels(name) },
      podMetricsEndpoints: [{ port: 'prometheus', interval: '15s', scrapeTimeout: '14s' }],
    },
  });
  new ApiObject(scope, 'PrometheusRule', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata,
    spec: { groups: [{ name: `rabbitmq-${namespace}-${name}`, rules: alertingRules(name, namespace, replicas) }] },
  });
}

interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: 'critical' | 'warning' };
  readonly annotations: { readonly summary: string; readonly description: string };
}

function alertingRules(name: string, namespace: string, replicas: number): AlertingRule[] {
  const members = `rabbitmq_identity_info{namespace="${namespace}",rabbitmq_cluster="${name}"}`;
  const cluster = `RabbitMQ cluster ${namespace}/${name}`;
  const clusterSize = `count by (rabbitmq_cluster_permanent_id) (${members})`;
  const down: AlertingRule = {
    alert: 'RabbitmqDown',
    expr: `absent(${members})`,
    for: '5m',
    labels: { severity: 'critical' },
    annotations: {
      summary: `${cluster} reports no metrics`,
      description: 'All members are down, or Prometheus cannot connect to their port 15692.',
    },
  };
  if (replicas === 1) return [down];
  return [
    {
      alert: 'RabbitmqMembersMissing',
      // A member that is updated is away for two or three minutes.
      expr: `${clusterSize} < ${replicas}`,
      for: '10m',
      labels: { severity: 'warning' },
      annotations: {
        summary: `${cluster} has {{ $value }} of ${replicas} members`,
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
    down,
  ];
}
