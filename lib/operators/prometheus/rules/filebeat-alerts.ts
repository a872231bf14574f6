import { queueEvents } from '../../filebeat/filebeat-yml';
import type { Alert, RuleGroup } from './alert';
import { maxBy } from './alert';

/** Returns the alerts about agents of Filebeat, by metrics of kube-state-metrics and of beat-exporter. */
export function filebeatAlerts(name: string, namespace: string): RuleGroup[] {
  const of = `{namespace="${namespace}",daemonset="${name}"}`;
  const agents = (type: string) => `{namespace="${namespace}",pod=~"${name}-[a-z0-9]+",type="${type}"}`;
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
      alert: 'FilebeatBehind',
      // Inputs stop to read when the queue is full.
      expr: `${maxBy('namespace, pod', `min_over_time(filebeat_libbeat_pipeline_events${agents('active')}[10m])`)} >= ${queueEvents * 0.9}`,
      for: '5m',
      severity: 'warning',
      summary: 'Logs of agent {{ $labels.namespace }}/{{ $labels.pod }} are behind',
      description:
        'Its queue has been full for a quarter of an hour: Elasticsearch accepts fewer events than the node writes.',
    },
    {
      alert: 'FilebeatSendsNothing',
      expr:
        `${maxBy('namespace, pod', `increase(filebeat_libbeat_output_events${agents('acked')}[10m])`)} == 0 ` +
        `and on (namespace, pod) ${maxBy('namespace, pod', `filebeat_libbeat_pipeline_events${agents('active')}`)} > 0`,
      for: '5m',
      severity: 'critical',
      summary: 'Agent {{ $labels.namespace }}/{{ $labels.pod }} has events, and Elasticsearch accepts none',
      description: 'Elasticsearch is down or read-only, or the password or certificate is wrong.',
    },
    {
      alert: 'FilebeatDropsEvents',
      expr: `${maxBy('namespace, pod', `increase(filebeat_libbeat_output_events${agents('dropped')}[10m])`)} > 0`,
      for: '5m',
      severity: 'warning',
      summary:
        'Agent {{ $labels.namespace }}/{{ $labels.pod }} has lost {{ $value | humanize }} events within ten minutes',
      description: 'Elasticsearch rejects the events, most often because a field has another type than in its mapping.',
    },
  ];
  return [{ name: 'filebeat', rules }];
}
