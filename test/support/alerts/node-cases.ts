import { always, type AlertCase, then } from './case';

const condition = (node: string, name: string) =>
  `kube_node_status_condition{node="${node}",condition="${name}",status="true"}`;
const instance = '10.0.0.1:9100';
const file = (metric: string, fstype = 'ext4') =>
  `node_filesystem_${metric}{instance="${instance}",device="/dev/nvme0n1p1",mountpoint="/",fstype="${fstype}",device_error=""}`;
const ofFile = { instance, device: '/dev/nvme0n1p1', mountpoint: '/' };
const clock = (metric: string) => `node_timex_${metric}{instance="${instance}",job="node-exporter"}`;

export const nodeCases: readonly AlertCase[] = [
  {
    alert: 'NodeNotReady',
    series: { [condition('a', 'Ready')]: then(1, 5, 0), [condition('b', 'Ready')]: always(1) },
    firesAt: '15m',
    labels: { node: 'a' },
    quiet: [{ [condition('a', 'Ready')]: always(1) }, { [condition('a', 'Ready')]: `0x8 ${always(1)}` }],
  },
  {
    alert: 'ManyNodesNotReady',
    series: {
      [condition('a', 'Ready')]: then(1, 5, 0),
      [condition('b', 'Ready')]: then(1, 5, 0),
      [condition('c', 'Ready')]: always(1),
    },
    firesAt: '10m',
    labels: {},
    quiet: [
      // One of three is a third.
      Object.fromEntries(['a', 'b', 'c'].map((node) => [condition(node, 'Ready'), always(node === 'a' ? 0 : 1)])),
      Object.fromEntries(['a', 'b', 'c', 'd'].map((node) => [condition(node, 'Ready'), always(node === 'a' ? 0 : 1)])),
    ],
  },
  {
    alert: 'NodePressure',
    series: { [condition('a', 'DiskPressure')]: then(0, 5, 1), [condition('a', 'Ready')]: always(1) },
    firesAt: '10m',
    labels: { condition: 'DiskPressure', node: 'a' },
    quiet: [{ [condition('a', 'MemoryPressure')]: always(0), [condition('a', 'Ready')]: always(1) }],
  },
  {
    alert: 'NodeFileSystemFull',
    series: { [file('avail_bytes')]: then(50, 5, 4), [file('size_bytes')]: always(100), [file('readonly')]: always(0) },
    firesAt: '10m',
    labels: ofFile,
    quiet: [
      { [file('avail_bytes')]: always(5), [file('size_bytes')]: always(100), [file('readonly')]: always(0) },
      { [file('avail_bytes')]: always(0), [file('size_bytes')]: always(100), [file('readonly')]: always(1) },
      {
        [file('avail_bytes', 'squashfs')]: always(0),
        [file('size_bytes', 'squashfs')]: always(100),
        [file('readonly', 'squashfs')]: always(0),
      },
    ],
  },
  {
    alert: 'NodeFileSystemFullSoon',
    series: {
      [file('avail_bytes')]: '3900-3x1300',
      [file('size_bytes')]: always(10_000),
      [file('readonly')]: always(0),
    },
    firesAt: '61m',
    labels: ofFile,
    quiet: [
      { [file('avail_bytes')]: '3900-1x1440', [file('size_bytes')]: always(10_000), [file('readonly')]: always(0) },
      { [file('avail_bytes')]: '9000-6x1000', [file('size_bytes')]: always(10_000), [file('readonly')]: always(0) },
    ],
  },
  {
    alert: 'NodeClockNotSynchronized',
    series: { [clock('sync_status')]: then(1, 5, 0), [clock('maxerror_seconds')]: always(16) },
    firesAt: '15m',
    labels: { instance },
    quiet: [
      { [clock('sync_status')]: always(1), [clock('maxerror_seconds')]: always(16) },
      { [clock('sync_status')]: always(0), [clock('maxerror_seconds')]: always(1) },
    ],
  },
  {
    alert: 'NodeClockSkewed',
    series: { [clock('offset_seconds')]: then(0, 5, -0.06) },
    firesAt: '15m',
    labels: { instance },
    quiet: [{ [clock('offset_seconds')]: always(0.05) }],
  },
];
