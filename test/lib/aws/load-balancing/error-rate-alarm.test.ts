import { runInNewContext } from 'node:vm';
import { existingTopic } from '../../../../lib/aws/monitoring/alarm-topic';
import { ErrorRateAlarm } from '../../../../lib/aws/load-balancing/error-rate-alarm';
import { type Json, loadBalancer, nodeGroup, only, terraformJson } from '../../../support/terraform';
import { InstanceRefresh } from '../../../../lib/aws/compute/instance-refresh';

const terraform = terraformJson((stack) => {
  const failures = new ErrorRateAlarm(stack, 'failures', { maxErrorRatePercent: 5, loadBalancer: loadBalancer(stack) });
  nodeGroup(stack, { instanceRefresh: InstanceRefresh.launchBeforeTerminating({ alarms: [failures] }) });
});
const alarm = terraform.resource.aws_cloudwatch_metric_alarm.failures;
/** Evaluates the expression as CloudWatch does: FILL replaces a missing value by 0, and IF selects. */
function errorRate(counted: Readonly<Record<string, number>>): number {
  const { expression } = alarm.metric_query.find(({ expression: is }: Json) => is !== undefined);
  const numbers = expression.replace(/FILL\((\w+), 0\)/g, (_: string, id: string) => String(counted[id] ?? 0));
  expect(numbers).toMatch(/^IF\([\d\s()+*/>=,]+$/);
  const IF = (condition: boolean, value: number, other: number) => (condition ? value : other);
  return Number(runInNewContext(numbers, { IF }));
}

describe('error rate alarm', () => {
  it('expression: is the percentage of 5xx responses of the load balancer and its targets', () => {
    expect(errorRate({ elb_5xx: 0, requests: 200, target_5xx: 10 })).toBe(5);
    // 10 requests had no target, so they are not counted among the 90.
    expect(errorRate({ elb_5xx: 10, requests: 90 })).toBe(10);
    expect(errorRate({ elb_5xx: 7 })).toBe(100);
  });

  it('expression: is 0 for a few failed requests, however few others there are', () => {
    expect(errorRate({ requests: 40, target_5xx: 1 })).toBe(0);
    expect(errorRate({ requests: 3, target_5xx: 3 })).toBe(0);
    expect(errorRate({ elb_5xx: 4 })).toBe(0);
    expect(errorRate({})).toBe(0);
    expect(errorRate({ elb_5xx: 2, requests: 40, target_5xx: 3 })).toBeCloseTo(11.9, 1);
  });

  it('metrics: are those of the load balancer, and missing data does not breach', () => {
    const metrics = alarm.metric_query.flatMap(({ metric }: Json) => metric ?? []);
    expect(metrics.map(({ metric_name }: Json) => metric_name)).toEqual([
      'HTTPCode_ELB_5XX_Count',
      'RequestCount',
      'HTTPCode_Target_5XX_Count',
    ]);
    for (const { dimensions } of metrics)
      expect(dimensions).toEqual({ LoadBalancer: '${aws_lb.load-balancer.arn_suffix}' });
    expect(alarm).toMatchObject({
      alarm_name: 'lab-public-error-rate',
      threshold: 5,
      treat_missing_data: 'notBreaching',
    });
  });

  it('instance refresh: watches the alarm', () => {
    const { preferences } = only(terraform, 'aws_autoscaling_group').instance_refresh;
    expect(preferences.alarm_specification).toEqual({
      alarms: ['${aws_cloudwatch_metric_alarm.failures.alarm_name}'],
    });
  });

  it('topic: is notified of alarm and recovery', () => {
    const notified = only(
      terraformJson((stack) => {
        const topic = existingTopic(stack, 'alarm-topic', { name: 'on-call' });
        new ErrorRateAlarm(stack, 'failures', { maxErrorRatePercent: 5, loadBalancer: loadBalancer(stack), topic });
      }),
      'aws_cloudwatch_metric_alarm',
    );
    const arn = '${data.aws_sns_topic.alarm-topic.arn}';
    expect([notified.alarm_actions, notified.ok_actions]).toEqual([[arn], [arn]]);
    expect(alarm).not.toHaveProperty('alarm_actions');
  });
});
