import { type Dashboard, dashboardId } from './dashboard';

/**
 * Returns the dashboard of an Elasticsearch cluster, by the metrics of an `ElasticsearchExporter`.
 *
 * @see https://github.com/prometheus-community/elasticsearch_exporter#metrics
 */
export function elasticsearchDashboard({ cluster }: { readonly cluster: string }): Dashboard {
  const of = `cluster="${cluster}"`;
  return {
    id: dashboardId('elasticsearch', cluster),
    title: `Elasticsearch ${cluster}`,
    rows: [
      {
        title: 'Cluster',
        panels: [
          {
            title: 'Health',
            unit: 'count',
            queries: [
              { expression: `max by (color) (elasticsearch_cluster_health_status{${of}}) == 1`, legend: '{{color}}' },
            ],
            description: 'Yellow: a replica of a shard is missing. Red: an index cannot be read or written.',
          },
          {
            title: 'Members',
            unit: 'count',
            queries: [{ expression: `max(elasticsearch_cluster_health_number_of_nodes{${of}})`, legend: 'members' }],
          },
        ],
      },
      {
        title: 'Logs',
        panels: [
          {
            title: 'Indexed',
            unit: 'perSecond',
            queries: [
              {
                expression: `sum by (index) (rate(elasticsearch_index_stats_indexing_index_total{${of}}[5m])) > 0`,
                legend: '{{index}}',
              },
            ],
          },
          {
            title: 'Rejected',
            unit: 'perSecond',
            queries: [
              {
                expression: `sum by (type) (rate(elasticsearch_thread_pool_rejected_count{${of},type=~"write|write_coordination"}[5m]))`,
                legend: '{{type}}',
              },
            ],
            description: 'Filebeat sends rejected logs again.',
          },
          {
            title: 'Disks in use',
            unit: 'fraction',
            queries: [
              {
                expression: `1 - max by (name) (elasticsearch_filesystem_data_available_bytes{${of}}) / max by (name) (elasticsearch_filesystem_data_size_bytes{${of}})`,
                legend: '{{name}}',
              },
            ],
            description: 'From 0.95 on, the indices of the member are read-only.',
          },
        ],
      },
    ],
  };
}
