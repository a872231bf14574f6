import { checkPromql } from '../../../../lib/core/promql';
import { object } from '../../../support/manifests';
import { chartWith, worker } from '../../../support/workload-samples';

const scaleOn = {
  load: { perPod: 2, query: 'rate(imports_total[5m])' },
  transfers: { perPod: 20, rabbitmqQueue: { cluster: 'broker', queue: 'a "quoted" name', vhost: 'dts' } },
};

describe('scaling targets', () => {
  test('PrometheusRule: records each load with the labels that the autoscaler selects', () => {
    const autoscaling = { maxReplicas: 4, minReplicas: 2, ruleLabels: { prometheus: 'platform' }, scaleOn };
    const rendered = object(
      chartWith((chart) => worker(chart, { autoscaling })),
      'PrometheusRule',
    );
    expect(rendered.metadata).toMatchObject({
      labels: { prometheus: 'platform' },
      name: 'loader-autoscaling',
      namespace: 'apps',
    });
    expect(rendered.spec.groups).toEqual([
      {
        interval: '15s',
        name: 'autoscaling-apps-loader',
        rules: [
          {
            expr: 'sum(rate(imports_total[5m]))',
            labels: { autoscaler: 'loader', metric: 'load', namespace: 'apps' },
            record: 'adamant_autoscaling_load',
          },
          {
            expr: 'max(rabbitmq_detailed_queue_messages{namespace="apps",pod=~"broker-server-[0-9]+",queue="a \\"quoted\\" name",vhost="dts"})',
            labels: { autoscaler: 'loader', metric: 'transfers', namespace: 'apps' },
            record: 'adamant_autoscaling_load',
          },
        ],
      },
    ]);
  });

  test('comment of a query: does not hide the parenthesis of its sum', () => {
    const autoscaling = {
      maxReplicas: 4,
      minReplicas: 2,
      scaleOn: { load: { perPod: 2, query: 'rate(imports_total[5m]) # imports' } },
    };
    const { spec } = object(
      chartWith((chart) => worker(chart, { autoscaling })),
      'PrometheusRule',
    );
    const { expr } = spec.groups[0].rules[0];
    expect(checkPromql(expr, 'expr')).toEqual([]);
    expect(checkPromql(expr.replaceAll('\n', ''), 'expr')).not.toEqual([]);
  });
});
