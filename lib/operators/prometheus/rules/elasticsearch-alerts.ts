import type { Alert, RuleGroup } from './alert';
import { maxBy, quoted } from './alert';

/** Returns the alerts about a cluster of Elasticsearch, by metrics of elasticsearch_exporter. */
export function elasticsearchAlerts(cluster: string, members: number): RuleGroup[] {
  const of = `{cluster=${quoted(cluster)}}`;
  const health = (color: string) =>
    `${maxBy('cluster', `elasticsearch_cluster_health_status{cluster=${quoted(cluster)},color="${color}"}`)} == 1`;
  const left = `${maxBy('cluster, name', `elasticsearch_filesystem_data_available_bytes${of}`)} / ${maxBy('cluster, name', `elasticsearch_filesystem_data_size_bytes${of}`)}`;
  // A member counts what it rejects in the pool of the requests that it receives, or of the shards that it has.
  const rejected = `elasticsearch_thread_pool_rejected_count{cluster="${cluster}",type=~"write|write_coordination"}`;
  const rules: Alert[] = [
    {
      alert: 'ElasticsearchDown',
      expr: `absent(elasticsearch_cluster_health_status${of})`,
      for: '5m',
      severity: 'critical',
      summary: 'Elasticsearch {{ $labels.cluster }} reports no health',
      description: 'It has no elected master, or its exporter does not answer.',
    },
    {
      alert: 'ElasticsearchRed',
      expr: health('red'),
      for: '2m',
      severity: 'critical',
      summary: 'Elasticsearch {{ $labels.cluster }} is red',
      description: 'A primary shard is missing: an index cannot be read or written.',
    },
    {
      alert: 'ElasticsearchYellow',
      expr: health('yellow'),
      // A member that is updated is away for some minutes, and its shards are copied again.
      for: '1h',
      severity: 'warning',
      summary: 'Elasticsearch {{ $labels.cluster }} is yellow',
      description: 'A replica shard is missing: the loss of a member may lose data.',
    },
    {
      alert: 'ElasticsearchMemberLost',
      expr: `${maxBy('cluster', `elasticsearch_cluster_health_number_of_nodes${of}`)} < ${members}`,
      for: '15m',
      severity: 'warning',
      summary: `Elasticsearch {{ $labels.cluster }} has {{ $value }} of ${members} members`,
      description: 'The loss of another member may stop the cluster.',
    },
    {
      alert: 'ElasticsearchDiskNearlyFull',
      // The low watermark: the member gets no new shards.
      expr: `${left} < 0.15`,
      for: '10m',
      severity: 'warning',
      summary:
        'Member {{ $labels.name }} of Elasticsearch {{ $labels.cluster }} has {{ $value | humanizePercentage }} of its disk left',
      description: 'It gets no new shards. With 10 percent left, its shards are moved to other members.',
    },
    {
      alert: 'ElasticsearchDiskFull',
      // Two percent before the flood stage, which makes the indices of the member read-only.
      expr: `${left} < 0.07`,
      for: '1m',
      severity: 'critical',
      summary:
        'Member {{ $labels.name }} of Elasticsearch {{ $labels.cluster }} has {{ $value | humanizePercentage }} of its disk left',
      description: 'With 5 percent left, its indices accept no writes.',
    },
    {
      alert: 'ElasticsearchRejectsWrites',
      expr: `${maxBy('cluster, name', `increase(${rejected}[10m])`)} > 0`,
      for: '5m',
      severity: 'warning',
      summary:
        'Member {{ $labels.name }} of Elasticsearch {{ $labels.cluster }} has rejected {{ $value | humanize }} writes within ten minutes',
      description: 'It has more writes than it can do. Agents send them again later, so that logs are behind.',
    },
  ];
  return [{ name: 'elasticsearch', rules }];
}
