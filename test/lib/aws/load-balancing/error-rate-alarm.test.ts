import { runInNewContext } from 'node:vm';
import { existingTopic } from '../../../../lib/aws/monitoring/alarm-topic';
import { ErrorRateAlarm } from '../../../../lib/aws/load-balancing/error-rate-alarm';
import { findingsOf, type Json, loadBalancer, nodeGroup, only, terraformOf } from '../../../support/terraform';
import { InstanceRefresh } from '../../../../lib/aws/compute/instance-refresh';

const terraform = terraformOf((stack) => {
  const failures = new ErrorRateAlarm(stack, 'failures', { maxErrorRatePercent: 5, loadBalancer: loadBalancer(stack) });
  nodeGroup(stack, { instanceRefresh: InstanceRefresh.launchBeforeTerminating({ alarms: [failures] }) });
});
const alarm = only(terraform, 'aws_cloudwatch_metric_alarm');
const found = (above: number) =>
  findingsOf(
    (stack) => new ErrorRateAlarm(stack, 'failures', { maxErrorRatePercent: above, loadBalancer: loadBalancer(stack) }),
  );

/** What CloudWatch makes of the expression: without a value, FILL says 0. */
function failures(counted: Readonly<Record<string, number>>): number {
  const { expression } = alarm.metric_query.find(({ expression: is }: Json) => is !== undefined);
  const numbers = expression.replace(/FILL\((\w+), 0\)/g, (_: string, id: string) => String(counted[id] ?? 0));
  expect(numbers).toMatch(/^[\d\s()+*/]+$/);
  return Number(runInNewContext(numbers));
}

describe('an alarm on failed requests', () => {
  it('counts those that the load balancer and its targets failed, in percent of all', () => {
    expect(failures({ own: 0, requests: 200, targets: 10 })).toBe(5);
    // 10 found no target, and so are not among the 90.
    expect(failures({ own: 10, requests: 90 })).toBe(10);
    expect(failures({ own: 7 })).toBe(100);
  });

  it('counts them at its load balancer, and says nothing where there are no requests', () => {
    const metrics = alarm.metric_query.flatMap(({ metric }: Json) => metric ?? []);
    expect(metrics.map(({ metric_name }: Json) => metric_name)).toEqual([
      'HTTPCode_ELB_5XX_Count',
      'RequestCount',
      'HTTPCode_Target_5XX_Count',
    ]);
    for (const { dimensions } of metrics)
      expect(dimensions).toEqual({ LoadBalancer: '${aws_lb.load-balancer.arn_suffix}' });
    expect(alarm).toMatchObject({
      alarm_name: 'lab-public-failures',
      threshold: 5,
      treat_missing_data: 'notBreaching',
    });
  });

  it('stops the roll of a group that watches it', () => {
    const { preferences } = only(terraform, 'aws_autoscaling_group').instance_refresh;
    expect(preferences.alarm_specification).toEqual({
      alarms: ['${aws_cloudwatch_metric_alarm.failures.alarm_name}'],
    });
  });

  it('tells who is to be told, when it begins and when it is over', () => {
    const told = only(
      terraformOf((stack) => {
        const topic = existingTopic(stack, 'alarm-topic', { name: 'on-call' });
        new ErrorRateAlarm(stack, 'failures', { maxErrorRatePercent: 5, loadBalancer: loadBalancer(stack), topic });
      }),
      'aws_cloudwatch_metric_alarm',
    );
    const arn = '${data.aws_sns_topic.alarm-topic.arn}';
    expect([told.alarm_actions, told.ok_actions]).toEqual([[arn], [arn]]);
    expect(alarm).not.toHaveProperty('alarm_actions');
  });

  it.each([0, 101, Number.NaN])('is refused at %d %%', (above) => {
    expect(found(above)).toEqual([
      ['above', `failures are 1 to 100 % of requests, got ${above}`, 'write 5, or more where there are few requests'],
    ]);
    expect(found(5)).toEqual([]);
  });
});
