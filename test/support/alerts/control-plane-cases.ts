import { always, type AlertCase, then } from './case';

const member = (name: string) => `up{job="etcd",instance="${name}:2381"}`;
const etcd = (metric: string, more = '') => `etcd_${metric}{job="etcd",instance="a:2381"${more}}`;
const ofMember = { instance: 'a:2381' };

/** A histogram whose requests all take between two bounds: 90 in the first bucket, 10 in the second one, each minute. */
function histogram(
  metric: string,
  labels: string,
  bounds: readonly [string, string],
  slow = 10,
): Record<string, string> {
  const bucket = (bound: string) => `${metric}_bucket{${labels},le="${bound}"}`;
  return {
    [bucket(bounds[0])]: '0+90x1440',
    [bucket(bounds[1])]: `0+${90 + slow}x1440`,
    [bucket('+Inf')]: `0+${90 + slow}x1440`,
  };
}

const etcdCases: readonly AlertCase[] = [
  {
    alert: 'EtcdNoLeader',
    series: { [etcd('server_has_leader')]: then(1, 5, 0) },
    firesAt: '6m',
    labels: ofMember,
    quiet: [{ [etcd('server_has_leader')]: always(1) }],
  },
  {
    alert: 'EtcdMemberLost',
    series: { [member('a')]: always(1), [member('b')]: always(1), [member('c')]: then(1, 5, 0) },
    firesAt: '20m',
    labels: {},
    quiet: [
      { [member('a')]: always(1), [member('b')]: always(1), [member('c')]: always(1) },
      // A member that is replaced has another address.
      {
        [member('a')]: always(1),
        [member('b')]: always(1),
        [member('c')]: '1x5 _x400',
        [member('d')]: `_x12 ${always(1)}`,
      },
    ],
  },
  {
    alert: 'EtcdMemberLost',
    series: {},
    firesAt: '15m',
    labels: {},
    quiet: [],
  },
  {
    alert: 'EtcdLeaderChanges',
    series: { [etcd('server_leader_changes_seen_total')]: '0+0.11x1440' },
    // The increase is more than four after 37 minutes.
    firesAt: '42m',
    labels: {},
    quiet: [{ [etcd('server_leader_changes_seen_total')]: '0+0.05x1440' }],
  },
  {
    alert: 'EtcdSlowFsync',
    series: histogram('etcd_disk_wal_fsync_duration_seconds', 'job="etcd",instance="a:2381"', ['0.064', '0.128']),
    firesAt: '11m',
    labels: ofMember,
    quiet: [histogram('etcd_disk_wal_fsync_duration_seconds', 'job="etcd",instance="a:2381"', ['0.004', '0.008'])],
  },
  {
    alert: 'EtcdSlowCommit',
    series: histogram('etcd_disk_backend_commit_duration_seconds', 'job="etcd",instance="a:2381"', ['0.256', '0.512']),
    firesAt: '11m',
    labels: ofMember,
    quiet: [histogram('etcd_disk_backend_commit_duration_seconds', 'job="etcd",instance="a:2381"', ['0.064', '0.128'])],
  },
  {
    alert: 'EtcdDatabaseNearlyFull',
    series: {
      [etcd('mvcc_db_total_size_in_bytes')]: then(10, 5, 81),
      [etcd('server_quota_backend_bytes')]: always(100),
    },
    firesAt: '15m',
    labels: ofMember,
    quiet: [{ [etcd('mvcc_db_total_size_in_bytes')]: always(80), [etcd('server_quota_backend_bytes')]: always(100) }],
  },
];

const requests = (code: string) =>
  `apiserver_request_total{job="apiserver",instance="a:6443",verb="GET",code="${code}"}`;
const verb = 'job="apiserver",instance="a:6443",verb="GET",subresource=""';
const long = 'job="apiserver",instance="a:6443",verb="WATCH",subresource=""';
const certificates = 'apiserver_client_certificate_expiration_seconds';
const ttl = (use: string) => `kubelet_certificate_manager_${use}_ttl_seconds{job="kubelet",instance="10.0.0.1:10250"}`;

/** A case of an alert on a job of which no target answers. */
function down(alert: string, job: string, firesAt: AlertCase['firesAt']): AlertCase[] {
  const target = (name: string) => `up{job="${job}",instance="${name}"}`;
  return [
    {
      alert,
      series: { [target('a')]: always(0), [target('b')]: always(0) },
      firesAt,
      labels: { job },
      quiet: [{ [target('a')]: always(0), [target('b')]: always(1) }],
    },
    // Its monitor does not exist.
    { alert, series: {}, firesAt, labels: { job }, quiet: [] },
  ];
}

const componentCases: readonly AlertCase[] = [
  ...down('ApiServerDown', 'apiserver', '2m'),
  ...down('ControllerManagerDown', 'kube-controller-manager', '5m'),
  ...down('SchedulerDown', 'kube-scheduler', '5m'),
  ...down('KubeletDown', 'kubelet', '5m'),
  ...down('DnsDown', 'coredns', '2m'),
  {
    alert: 'ApiServerErrors',
    series: { [requests('200')]: '0+96x1440', [requests('503')]: '0+4x1440' },
    firesAt: '11m',
    labels: {},
    quiet: [
      { [requests('200')]: '0+98x1440', [requests('503')]: '0+2x1440' },
      { [requests('200')]: '0+50x1440', [requests('409')]: '0+50x1440' },
    ],
  },
  {
    alert: 'ApiServerSlow',
    series: histogram('apiserver_request_duration_seconds', verb, ['1', '2']),
    firesAt: '16m',
    labels: { verb: 'GET' },
    quiet: [
      histogram('apiserver_request_duration_seconds', verb, ['0.2', '0.4']),
      histogram('apiserver_request_duration_seconds', long, ['1', '2']),
    ],
  },
  {
    alert: 'ClientCertificateExpiring',
    series: histogram(certificates, 'job="apiserver",instance="a:6443"', ['86400', '31104000']),
    firesAt: '16m',
    labels: { job: 'apiserver' },
    quiet: [
      {
        [`${certificates}_bucket{job="apiserver",instance="a:6443",le="604800"}`]: always(0),
        [`${certificates}_bucket{job="apiserver",instance="a:6443",le="31104000"}`]: '0+90x1440',
        [`${certificates}_bucket{job="apiserver",instance="a:6443",le="+Inf"}`]: '0+90x1440',
      },
    ],
  },
  {
    alert: 'KubeletCertificateExpiring',
    series: { [ttl('client')]: always(604_799), [ttl('server')]: always(9_999_999) },
    firesAt: '15m',
    labels: { instance: '10.0.0.1:10250' },
    quiet: [{ [ttl('client')]: always(604_800), [ttl('server')]: 'Inf '.repeat(60) }],
  },
];

const responses = (code: string) => `coredns_dns_responses_total{job="coredns",instance="a:9153",rcode="${code}"}`;
const dns = 'job="coredns",instance="a:9153"';

const dnsCases: readonly AlertCase[] = [
  {
    alert: 'DnsErrors',
    series: { [responses('NOERROR')]: '0+96x1440', [responses('SERVFAIL')]: '0+4x1440' },
    firesAt: '11m',
    labels: {},
    quiet: [
      { [responses('NOERROR')]: '0+98x1440', [responses('SERVFAIL')]: '0+2x1440' },
      { [responses('NOERROR')]: '0+50x1440', [responses('NXDOMAIN')]: '0+50x1440' },
    ],
  },
  {
    alert: 'DnsSlow',
    series: histogram('coredns_dns_request_duration_seconds', dns, ['1.024', '2.048']),
    firesAt: '11m',
    labels: { job: 'coredns' },
    quiet: [histogram('coredns_dns_request_duration_seconds', dns, ['0.016', '0.032'])],
  },
];

export const controlPlaneCases: readonly AlertCase[] = [...etcdCases, ...componentCases, ...dnsCases];
