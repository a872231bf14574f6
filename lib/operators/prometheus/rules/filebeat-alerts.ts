import type { Alert, RuleGroup } from './alert';
import { maxBy } from './alert';

/** Indices of the data streams of Filebeat: `.ds-filebeat-9.1.3-2026.01.31-000001`. */
const logs = '([.]ds-)?filebeat-.+';

/**
 * Returns the alerts about agents of Filebeat, by metrics of kube-state-metrics and of elasticsearch_exporter. Filebeat itself has no
 * metrics for Prometheus, and beat-exporter has had no release since 2020.
 */
export function filebeatAlerts(name: string, namespace: string, cluster: string): RuleGroup[] {
  const of = `{namespace="${namespace}",daemonset="${name}"}`;
  const restarts = `kube_pod_container_status_restarts_total{namespace="${namespace}",container="${name}"}`;
  const indexed = `elasticsearch_index_stats_indexing_index_total{cluster="${cluster}",index=~"${logs}"}`;
  const rules: Alert[] = [
    {
      alert: 'FilebeatDown',
      expr: `${maxBy('namespace, daemonset', `kube_daemonset_status_number_unavailable${of}`)} > 0`,
      for: '10m',
      severity: 'warning',
      summary: 'Filebeat {{ $labels.namespace }}/{{ $labels.daemonset }} does not run on {{ $value }} nodes',
      description: 'Their logs are not collected. They are lost if the kubelet removes them first.',
    },
    {
      alert: 'FilebeatRestarts',
      // A pod that restarts in turn is ready in between, and never unavailable for long.
      expr: `${maxBy('namespace, pod', `increase(${restarts}[1h])`)} >= 3`,
      for: '5m',
      severity: 'warning',
      summary:
        'Agent {{ $labels.namespace }}/{{ $labels.pod }} has restarted {{ $value | printf "%.0f" }} times within an hour',
      description: 'It has too little memory, or its configuration or registry is damaged. Its logs are behind.',
    },
    {
      alert: 'FilebeatSendsNothing',
      // Without the first operand, an exporter that does not answer would be reported twice: ElasticsearchDown reports it.
      expr:
        `${maxBy('cluster', `elasticsearch_cluster_health_number_of_nodes{cluster="${cluster}"}`)} ` +
        `unless on (cluster) sum by (cluster) (increase(${indexed}[10m])) > 0`,
      for: '5m',
      severity: 'critical',
      summary: 'Elasticsearch {{ $labels.cluster }} has received no log for a quarter of an hour',
      description:
        'No agent runs, the password or certificate of all agents is wrong, or the indices are read-only. Logs are lost if the kubelet removes them first.',
    },
  ];
  return [{ name: 'filebeat', rules }];
}
