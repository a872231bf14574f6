import { always, type AlertCase, then } from './case';

const member = (number: number, id = 'a') =>
  `rabbitmq_identity_info{namespace="apps",rabbitmq_cluster="broker",rabbitmq_cluster_permanent_id="${id}",pod="broker-server-${number}"}`;
const three = { [member(0)]: always(1), [member(1)]: always(1), [member(2)]: always(1) };
const ofPod = { namespace: 'apps', pod: 'broker-server-0' };
const alarm = (name: string, pod = 'broker-server-0') =>
  `rabbitmq_alarms_${name}_watermark{namespace="apps",pod="${pod}"}`;
const claim = { namespace: 'apps', persistentvolumeclaim: 'persistence-broker-server-0' };
const volume = (metric: string) =>
  `kubelet_volume_stats_${metric}_bytes{namespace="apps",persistentvolumeclaim="persistence-broker-server-0"}`;

/** Cases of a cluster `broker` of three members with volumes of 100Gi. */
export const rabbitmqCases: readonly AlertCase[] = [
  {
    alert: 'RabbitmqMembersMissing',
    series: { ...three, [member(2)]: '1x4 _x1440' },
    // A series that ends counts for five minutes.
    firesAt: '19m',
    labels: { rabbitmq_cluster_permanent_id: 'a' },
    quiet: [three],
  },
  {
    alert: 'RabbitmqSeparateClusters',
    series: { [member(0, 'b')]: always(1), [member(1)]: always(1), [member(2)]: always(1) },
    firesAt: '1m',
    labels: {},
    quiet: [three],
  },
  {
    alert: 'RabbitmqDown',
    series: { [member(0).replace('"broker"', '"other"')]: always(1) },
    firesAt: '5m',
    labels: { namespace: 'apps', rabbitmq_cluster: 'broker' },
    quiet: [{ [member(1)]: always(1) }],
  },
  ...(
    [
      ['RabbitmqDiskAlarm', 'free_disk_space'],
      ['RabbitmqMemoryAlarm', 'memory_used'],
    ] as const
  ).map(([alert, name]): AlertCase => ({
    alert,
    series: { [alarm(name)]: then(0, 5, 1) },
    firesAt: '6m',
    labels: ofPod,
    quiet: [{ [alarm(name)]: always(0) }, { [alarm(name, 'other-server-0')]: always(1) }],
  })),
  {
    alert: 'RabbitmqVolumeFull',
    series: { [volume('used')]: then(10, 5, 71), [volume('capacity')]: always(100) },
    firesAt: '15m',
    labels: claim,
    quiet: [{ [volume('used')]: always(70), [volume('capacity')]: always(100) }],
  },
];
