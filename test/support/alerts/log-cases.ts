import { always, type AlertCase, then } from './case';

const health = (metric: string, more = '') => `elasticsearch_cluster_health_${metric}{cluster="logs"${more}}`;
const disk = (metric: string) =>
  `elasticsearch_filesystem_data_${metric}{cluster="logs",name="logs-data-0",path="/data"}`;
const color = (name: string) => health('status', `,color="${name}"`);
const member = { cluster: 'logs', name: 'logs-data-0' };

export const elasticsearchCases: readonly AlertCase[] = [
  {
    alert: 'ElasticsearchDown',
    series: { 'elasticsearch_cluster_health_status{cluster="other",color="green"}': always(1) },
    firesAt: '5m',
    labels: { cluster: 'logs' },
    quiet: [{ [color('green')]: always(0) }],
  },
  {
    alert: 'ElasticsearchRed',
    series: { [color('red')]: then(0, 5, 1) },
    firesAt: '7m',
    labels: { cluster: 'logs' },
    quiet: [{ [color('red')]: always(0), [color('yellow')]: always(1) }],
  },
  {
    alert: 'ElasticsearchYellow',
    series: { [color('yellow')]: always(1) },
    firesAt: '1h',
    labels: { cluster: 'logs' },
    quiet: [{ [color('yellow')]: `1x40 ${always(0)}` }],
  },
  {
    alert: 'ElasticsearchMemberLost',
    series: { [health('number_of_nodes')]: then(6, 5, 5) },
    firesAt: '20m',
    labels: { cluster: 'logs' },
    quiet: [{ [health('number_of_nodes')]: always(6) }],
  },
  {
    alert: 'ElasticsearchDiskNearlyFull',
    series: { [disk('available_bytes')]: then(50, 5, 14), [disk('size_bytes')]: always(100) },
    firesAt: '15m',
    labels: member,
    quiet: [{ [disk('available_bytes')]: always(15), [disk('size_bytes')]: always(100) }],
  },
  {
    alert: 'ElasticsearchDiskFull',
    series: { [disk('available_bytes')]: then(50, 5, 6), [disk('size_bytes')]: always(100) },
    firesAt: '6m',
    labels: member,
    quiet: [{ [disk('available_bytes')]: always(7), [disk('size_bytes')]: always(100) }],
  },
  ...['write', 'write_coordination'].map((pool): AlertCase => {
    const rejected = (type: string) =>
      `elasticsearch_thread_pool_rejected_count{cluster="logs",name="logs-data-0",type="${type}"}`;
    return {
      alert: 'ElasticsearchRejectsWrites',
      series: { [rejected(pool)]: '0+1x1440' },
      firesAt: '6m',
      labels: member,
      quiet: [{ [rejected(pool)]: always(9), [rejected('search')]: '0+1x1440' }],
    };
  }),
];

const agent = { namespace: 'agents', pod: 'filebeat-x7k2p' };
const unavailable = (daemonset: string) =>
  `kube_daemonset_status_number_unavailable{namespace="agents",daemonset="${daemonset}"}`;
const restarts = (container: string) =>
  `kube_pod_container_status_restarts_total{namespace="agents",pod="filebeat-x7k2p",container="${container}"}`;
const indexed = (index: string, cluster = 'logs') =>
  `elasticsearch_index_stats_indexing_index_total{cluster="${cluster}",index="${index}"}`;
const first = indexed('.ds-filebeat-9.1.3-2026.01.31-000001');
const second = indexed('.ds-filebeat-9.1.3-2026.02.01-000002');

export const filebeatCases: readonly AlertCase[] = [
  {
    alert: 'FilebeatDown',
    series: { [unavailable('filebeat')]: then(0, 5, 2) },
    firesAt: '15m',
    labels: { daemonset: 'filebeat', namespace: 'agents' },
    quiet: [{ [unavailable('filebeat')]: always(0), [unavailable('other')]: always(1) }],
  },
  {
    alert: 'FilebeatRestarts',
    // The agent restarts every ten minutes: the third time in the thirtieth.
    series: { [restarts('filebeat')]: '0x9 1x9 2x9 3x9 4x9 5x1440' },
    firesAt: '35m',
    labels: agent,
    quiet: [{ [restarts('filebeat')]: `0x9 1x9 ${always(2)}`, [restarts('other')]: '0+1x1440' }],
  },
  {
    alert: 'FilebeatSendsNothing',
    // The last log arrives in the fifth minute.
    series: { [health('number_of_nodes')]: always(6), [first]: `0+50x5 ${always(250)}` },
    firesAt: '19m',
    labels: { cluster: 'logs' },
    quiet: [
      { [health('number_of_nodes')]: always(6), [first]: '0+1x1440' },
      // A new index of the data stream gets the logs.
      { [health('number_of_nodes')]: always(6), [first]: `0+50x5 ${always(250)}`, [second]: '_x5 0+50x1440' },
      // The exporter does not answer.
      { [first]: `0+50x5 ${always(250)}` },
      { [health('number_of_nodes')]: `6x20 _x1440`, [first]: `0+50x20 _x1440` },
    ],
  },
  {
    alert: 'FilebeatSendsNothing',
    // Other indices, and those of another cluster, are no logs of this one.
    series: {
      [health('number_of_nodes')]: always(6),
      [indexed('.kibana_task_manager_9.1.3_001')]: '0+50x1440',
      [indexed('.ds-filebeat-9.1.3-2026.01.31-000001', 'other')]: '0+50x1440',
    },
    firesAt: '5m',
    labels: { cluster: 'logs' },
    quiet: [{ [indexed('.kibana_task_manager_9.1.3_001')]: '0+50x1440' }],
  },
];
