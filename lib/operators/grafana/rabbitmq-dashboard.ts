import { type Dashboard, dashboardId, type DashboardPanel } from './dashboard';

/** A cluster of RabbitMQ. */
interface Cluster {
  readonly name: string;
  readonly namespace: string;
}

/**
 * Returns the dashboard of a `RabbitmqCluster` with `monitoring`.
 *
 * @see https://github.com/rabbitmq/rabbitmq-server/blob/v4.2.x/deps/rabbitmq_prometheus/metrics.md
 */
export function rabbitmqDashboard(cluster: Cluster): Dashboard {
  const { name, namespace } = cluster;
  const pods = `namespace="${namespace}",pod=~"${name}-server-[0-9]+"`;
  const metric = (metricName: string) => `rabbitmq_${metricName}{${pods}}`;
  const sum = (metricName: string) => ({ expression: `sum(${metric(metricName)})` });
  const rate = (metricName: string, legend: string) => ({
    expression: `sum(rate(${metric(metricName)}[5m]))`,
    legend,
  });
  const byPod = (
    title: string,
    unit: DashboardPanel['unit'],
    expression: string,
    description?: string,
  ): DashboardPanel => ({
    title,
    unit,
    queries: [{ expression, legend: '{{pod}}' }],
    ...(description !== undefined && { description }),
  });
  return {
    id: dashboardId('rabbitmq', namespace, name),
    title: `RabbitMQ ${namespace}/${name}`,
    rows: [
      {
        title: 'Messages',
        panels: [
          {
            title: 'Messages in queues',
            unit: 'count',
            queries: [
              { ...sum('queue_messages_ready'), legend: 'ready' },
              { ...sum('queue_messages_unacked'), legend: 'not acknowledged' },
            ],
            description: 'Ready messages that grow have too few consumers. The others are with consumers.',
          },
          {
            title: 'Message rates',
            unit: 'perSecond',
            queries: [
              rate('global_messages_received_total', 'published'),
              rate('global_messages_acknowledged_total', 'acknowledged'),
              rate('global_messages_redelivered_total', 'delivered again'),
            ],
          },
          {
            title: 'Lost messages',
            unit: 'perSecond',
            queries: [
              rate('global_messages_unroutable_dropped_total', 'without a queue, dropped'),
              rate('global_messages_unroutable_returned_total', 'without a queue, returned'),
            ],
          },
          byPod('Connections', 'count', `sum by (pod) (${metric('connections')})`),
        ],
      },
      {
        title: 'Members',
        panels: [
          byPod(
            'Memory, as a part of the watermark',
            'fraction',
            `${metric('process_resident_memory_bytes')} / ${metric('resident_memory_limit_bytes')}`,
            'At 1, the member blocks all publishers.',
          ),
          byPod(
            'Free space above the limit',
            'bytes',
            `${metric('disk_space_available_bytes')} - ${metric('disk_space_available_limit_bytes')}`,
            'At 0, the member blocks all publishers.',
          ),
          {
            title: 'Alarms that block publishers',
            unit: 'count',
            queries: [
              { ...sum('alarms_memory_used_watermark'), legend: 'memory' },
              { ...sum('alarms_free_disk_space_watermark'), legend: 'free space' },
            ],
          },
          {
            title: 'Members by cluster',
            unit: 'count',
            queries: [
              {
                expression: `count by (rabbitmq_cluster_permanent_id) (rabbitmq_identity_info{namespace="${namespace}",rabbitmq_cluster="${name}"})`,
                legend: '{{rabbitmq_cluster_permanent_id}}',
              },
            ],
            description: 'Two lines are two separate clusters of one name.',
          },
        ],
      },
    ],
  };
}
