import type { Alert, RuleGroup } from './alert';
import { maxBy } from './alert';

/** Returns the alerts about nodes, by metrics of kube-state-metrics and of node_exporter. */
export function nodeAlerts(): RuleGroup[] {
  return [{ name: 'nodes', rules: [...conditionAlerts, ...fileSystemAlerts, ...clockAlerts] }];
}

const ready = 'kube_node_status_condition{condition="Ready",status="true"}';

const conditionAlerts: readonly Alert[] = [
  {
    alert: 'NodeNotReady',
    expr: `${maxBy('node', ready)} == 0`,
    for: '10m',
    severity: 'warning',
    summary: 'Node {{ $labels.node }} is not ready',
    description: 'Its pods are replaced on other nodes after five minutes. Those with volumes wait for it.',
  },
  {
    alert: 'ManyNodesNotReady',
    expr: `1 - avg(${maxBy('node', ready)}) > 0.3 and count(${maxBy('node', ready)} == 0) > 1`,
    for: '5m',
    severity: 'critical',
    summary: '{{ $value | humanizePercentage }} of the nodes are not ready',
    description:
      'The remaining nodes may not have room for all pods. The control plane stops evictions of a zone that is lost.',
  },
  {
    alert: 'NodePressure',
    expr: `${maxBy('node, condition', 'kube_node_status_condition{condition=~"DiskPressure|MemoryPressure|PIDPressure",status="true"}')} == 1`,
    for: '5m',
    severity: 'warning',
    summary: 'Node {{ $labels.node }} has {{ $labels.condition }}',
    description: 'The kubelet evicts pods of the node, and it gets no new ones.',
  },
];

const device = 'instance, device, mountpoint';

// File systems in memory, and those of images, which are always full.
const writable = '{fstype!~"tmpfs|ramfs|squashfs|iso9660|overlay"}';
const left = `${maxBy(device, `node_filesystem_avail_bytes${writable}`)} / ${maxBy(device, `node_filesystem_size_bytes${writable}`)}`;
const isWritable = `${maxBy(device, `node_filesystem_readonly${writable}`)} == 0`;

const fileSystemAlerts: readonly Alert[] = [
  {
    alert: 'NodeFileSystemFull',
    expr: `${left} < 0.05 and on (${device}) ${isWritable}`,
    for: '5m',
    severity: 'critical',
    summary:
      'File system {{ $labels.mountpoint }} of {{ $labels.instance }} has {{ $value | humanizePercentage }} left',
    description:
      'The kubelet has removed images and evicted pods already, or the file system is not one of those that it watches.',
  },
  {
    alert: 'NodeFileSystemFullSoon',
    expr:
      `${maxBy(device, `predict_linear(node_filesystem_avail_bytes${writable}[6h], 86400)`)} < 0 ` +
      `and on (${device}) ${left} < 0.4 and on (${device}) ${isWritable}`,
    for: '1h',
    severity: 'warning',
    summary: 'File system {{ $labels.mountpoint }} of {{ $labels.instance }} is full in a day',
    description: 'It fills at the rate of the last six hours.',
  },
];

const clockAlerts: readonly Alert[] = [
  {
    alert: 'NodeClockNotSynchronized',
    // The kernel raises the maximum error by half a second in 1000 seconds, up to 16 seconds.
    expr: `${maxBy('instance', 'node_timex_sync_status')} == 0 and on (instance) ${maxBy('instance', 'node_timex_maxerror_seconds')} >= 16`,
    for: '10m',
    severity: 'warning',
    summary: 'The clock of {{ $labels.instance }} is not synchronized',
    description: 'Certificates, leases and the order of log lines depend on it.',
  },
  {
    alert: 'NodeClockSkewed',
    expr: `${maxBy('instance', 'abs(node_timex_offset_seconds)')} > 0.05`,
    for: '10m',
    severity: 'warning',
    summary: 'The clock of {{ $labels.instance }} is off by {{ $value | humanizeDuration }}',
    description: 'Members of etcd compare times, and AWS rejects requests whose time is off by five minutes.',
  },
];
