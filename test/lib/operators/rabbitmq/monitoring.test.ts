import fc from 'fast-check';
import { mebibytes } from '../../../../lib/core/units';
import { fullPercent } from '../../../../lib/operators/rabbitmq/monitoring';
import type { RabbitmqClusterProps } from '../../../../lib/operators/rabbitmq/props';
import { diskFreeLimit } from '../../../../lib/operators/rabbitmq/size-checks';
import { object } from '../../../support/manifests';
import type { Json } from '../../../support/terraform';
import { chartWith, rabbitmqCluster } from '../../../support/workload-samples';

function monitoredChart(props: Partial<RabbitmqClusterProps> = {}) {
  return chartWith((chart) => rabbitmqCluster(chart, { monitoring: {}, ...props }));
}

function rules(props: Partial<RabbitmqClusterProps> = {}): Json[] {
  return object(monitoredChart(props), 'PrometheusRule').spec.groups[0].rules;
}

const rule = (name: string): Json => rules().find(({ alert }) => alert === name);

describe('monitoring', () => {
  test('PodMonitor: selects the members', () => {
    expect(object(monitoredChart({ monitoring: { labels: { prometheus: 'platform' } } }), 'PodMonitor')).toMatchObject({
      metadata: { labels: { prometheus: 'platform' } },
      spec: {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'broker' } },
        podMetricsEndpoints: [
          { port: 'prometheus' },
          { params: { family: ['queue_coarse_metrics'] }, path: '/metrics/detailed', port: 'prometheus' },
        ],
      },
    });
  });

  test('members: are counted by the cluster that they belong to', () => {
    const members = 'rabbitmq_identity_info{namespace="apps",rabbitmq_cluster="broker"}';
    expect(
      rules()
        .slice(0, 3)
        .map(({ alert, expr }) => [alert, expr]),
    ).toEqual([
      ['RabbitmqMembersMissing', `count by (rabbitmq_cluster_permanent_id) (${members}) < 3`],
      ['RabbitmqSeparateClusters', `count(count by (rabbitmq_cluster_permanent_id) (${members})) > 1`],
      ['RabbitmqDown', `absent(${members})`],
    ]);
  });

  test('single member: has no number to compare, and blocks publishers like any other', () => {
    expect(rules({ replicas: 1 }).map(({ alert }) => alert)).toEqual([
      'RabbitmqDown',
      'RabbitmqDiskAlarm',
      'RabbitmqMemoryAlarm',
      'RabbitmqVolumeFull',
    ]);
  });

  test('alarms: of the members of this cluster alone are critical within a minute', () => {
    const pods = '{namespace="apps",pod=~"broker-server-[0-9]+"}';
    expect([rule('RabbitmqDiskAlarm'), rule('RabbitmqMemoryAlarm')]).toMatchObject([
      {
        expr: `rabbitmq_alarms_free_disk_space_watermark${pods} == 1`,
        for: '1m',
        labels: { severity: 'critical' },
      },
      {
        expr: `rabbitmq_alarms_memory_used_watermark${pods} == 1`,
        for: '1m',
        labels: { severity: 'critical' },
      },
    ]);
  });

  test('volume: is reported at 70 %, by the names that the operator gives to claims', () => {
    const claims = '{namespace="apps",persistentvolumeclaim=~"persistence-broker-server-[0-9]+"}';
    expect(rule('RabbitmqVolumeFull')).toMatchObject({
      expr: `kubelet_volume_stats_used_bytes${claims} / kubelet_volume_stats_capacity_bytes${claims} > 0.7`,
      labels: { severity: 'warning' },
    });
  });

  test('volume: is reported before its member blocks publishers, whatever its size', () => {
    expect([fullPercent('4Gi'), fullPercent('10Gi'), fullPercent('100Gi')]).toEqual([48, 70, 70]);
    fc.assert(
      fc.property(fc.integer({ max: 16_384, min: 4 }), (size) => {
        const full = (fullPercent(`${size}Gi`) / 100) * mebibytes(`${size}Gi`);
        expect(full).toBeGreaterThan(0);
        expect(mebibytes(`${size}Gi`) - full).toBeGreaterThan(diskFreeLimit);
      }),
    );
  });
});
