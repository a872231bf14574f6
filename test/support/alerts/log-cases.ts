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
];

const agent = { namespace: 'agents', pod: 'filebeat-x7k2p' };
const events = (of: 'output' | 'pipeline', type: string, pod = agent.pod) =>
  `filebeat_libbeat_${of}_events{namespace="agents",pod="${pod}",type="${type}"}`;
const unavailable = (daemonset: string) =>
  `kube_daemonset_status_number_unavailable{namespace="agents",daemonset="${daemonset}"}`;

export const filebeatCases: readonly AlertCase[] = [
  {
    alert: 'FilebeatDown',
    series: { [unavailable('filebeat')]: then(0, 5, 2) },
    firesAt: '15m',
    labels: { daemonset: 'filebeat', namespace: 'agents' },
    quiet: [{ [unavailable('filebeat')]: always(0), [unavailable('other')]: always(1) }],
  },
  {
    alert: 'FilebeatBehind',
    series: { [events('pipeline', 'active')]: then(0, 10, 4096) },
    // The queue is full for all of the ten minutes from the twentieth minute on.
    firesAt: '24m',
    labels: agent,
    quiet: [
      { [events('pipeline', 'active')]: always(3000) },
      { [events('pipeline', 'active')]: `4096x8 0 4096x8 0 4096x8 ${always(0)}` },
      { [events('pipeline', 'active', 'other-x7k2p')]: always(4096) },
    ],
  },
  {
    alert: 'FilebeatSendsNothing',
    series: { [events('output', 'acked')]: always(100), [events('pipeline', 'active')]: always(1) },
    firesAt: '6m',
    labels: agent,
    quiet: [
      { [events('output', 'acked')]: always(100), [events('pipeline', 'active')]: always(0) },
      { [events('output', 'acked')]: '0+1x1440', [events('pipeline', 'active')]: always(1) },
    ],
  },
  {
    alert: 'FilebeatDropsEvents',
    series: { [events('output', 'dropped')]: '0+1x1440' },
    firesAt: '6m',
    labels: agent,
    quiet: [{ [events('output', 'dropped')]: always(9) }],
  },
];
