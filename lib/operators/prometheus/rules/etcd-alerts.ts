import type { Alert } from './alert';
import { maxBy, quantile, quoted } from './alert';

/** Returns the alerts about etcd. */
export function etcdAlerts(job: string, members: number): Alert[] {
  const of = `{job=${quoted(job)}}`;
  return [
    {
      alert: 'EtcdNoLeader',
      expr: `${maxBy('instance', `etcd_server_has_leader${of}`)} == 0`,
      for: '1m',
      severity: 'critical',
      summary: 'Member {{ $labels.instance }} of etcd has no leader',
      description: 'The cluster accepts no writes if most members have none.',
    },
    {
      alert: 'EtcdMemberLost',
      // The number of targets that answer is 0 without a target, which `count` alone would not return.
      expr: `(count(up${of} == 1) or vector(0)) < ${members}`,
      // A master that is replaced is away for a few minutes.
      for: '15m',
      severity: 'critical',
      summary: `{{ $value }} of ${members} members of etcd answer`,
      description: 'The loss of another member may stop the cluster.',
    },
    {
      alert: 'EtcdLeaderChanges',
      expr: `max(increase(etcd_server_leader_changes_seen_total${of}[1h])) > 4`,
      for: '5m',
      severity: 'warning',
      summary: 'The leader of etcd changed {{ $value | humanize }} times within an hour',
      description: 'Disks or the network between the masters are too slow, or members restart.',
    },
    {
      alert: 'EtcdSlowFsync',
      expr: `${quantile(0.99, 'instance', 'etcd_disk_wal_fsync_duration_seconds', of)} > 0.1`,
      for: '10m',
      severity: 'warning',
      summary:
        'One of a hundred writes to the log of etcd on {{ $labels.instance }} takes {{ $value | humanizeDuration }} or longer',
      description: 'The volume is too slow: 10 ms are good. Leaders change when a write takes as long as a heartbeat.',
    },
    {
      alert: 'EtcdSlowCommit',
      expr: `${quantile(0.99, 'instance', 'etcd_disk_backend_commit_duration_seconds', of)} > 0.25`,
      for: '10m',
      severity: 'warning',
      summary:
        'One of a hundred commits of etcd on {{ $labels.instance }} takes {{ $value | humanizeDuration }} or longer',
      description: 'The volume is too slow, or the database is fragmented.',
    },
    {
      alert: 'EtcdDatabaseNearlyFull',
      expr: `${maxBy('instance', `etcd_mvcc_db_total_size_in_bytes${of}`)} / ${maxBy('instance', `etcd_server_quota_backend_bytes${of}`)} > 0.8`,
      for: '10m',
      severity: 'critical',
      summary: 'The database of etcd on {{ $labels.instance }} has {{ $value | humanizePercentage }} of its quota',
      description: 'Etcd accepts only reads and deletions when the quota is used up.',
    },
  ];
}
