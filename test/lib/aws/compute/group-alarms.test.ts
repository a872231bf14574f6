import { type GroupProps, type Json, nodeGroup, resources, terraformJson } from '../../../support/terraform';

const topicArn = 'arn:aws:sns:eu-west-1:111111111111:alarms';
const render = (props: GroupProps = {}): Json =>
  terraformJson((stack) => nodeGroup(stack, { alarmTopic: { topicArn }, ...props }));
const alarm = (kind: string, props: GroupProps = {}): Json =>
  Object.values<Json>(resources(render(props), 'aws_cloudwatch_metric_alarm')).find(
    ({ alarm_name }) => alarm_name === `lab-general-a-${kind}`,
  );

/** Returns true if an alarm goes off for values of one period each. */
function goesOff(
  { datapoints_to_alarm, evaluation_periods, threshold }: Json,
  values: readonly (number | undefined)[],
): boolean {
  const needed = datapoints_to_alarm ?? evaluation_periods;
  return values.some((_, end) => {
    const window = values.slice(Math.max(0, end + 1 - evaluation_periods), end + 1);
    return window.filter((value) => value !== undefined && value > threshold).length >= needed;
  });
}

const minutes = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
/** Attempts of the autoscaler in one zone, with pauses in which it tries others. */
const attempts = (length: number, pause: number, count: number): number[] =>
  Array.from({ length: count }, () => [...minutes(length, 1), ...minutes(pause, 0)]).flat();

describe('capacity alarm', () => {
  const capacity = alarm('capacity');

  it('notifies the topic, and counts instances that are neither in service nor drained', () => {
    expect(capacity).toMatchObject({ alarm_actions: [topicArn], ok_actions: [topicArn], threshold: 0 });
    const [desired, inService, terminating, missing] = capacity.metric_query;
    expect([desired, inService, terminating].map(({ id, metric }: Json) => [id, metric.metric_name])).toEqual([
      ['desired', 'GroupDesiredCapacity'],
      ['in_service', 'GroupInServiceInstances'],
      ['terminating', 'GroupTerminatingInstances'],
    ]);
    // The name that AWS completes.
    expect(inService.metric.dimensions.AutoScalingGroupName).toMatch(/^\$\{aws_autoscaling_group\..+\.name\}$/);
    expect(missing.expression).toBe('desired - in_service - terminating');
  });

  it.each([
    ['a launch that the autoscaler gives up after 15 minutes', attempts(15, 45, 1)],
    ['the same with metrics that are late', [...minutes(2, 0), ...minutes(13, 1), ...minutes(45, 0)]],
    ['launches that it gives up in each zone in turn', attempts(15, 30, 3)],
    ['a group without an autoscaler', minutes(60, 1)],
  ])('goes off: %s', (_, values) => {
    expect(goesOff(capacity, values)).toBe(true);
  });

  it.each([
    ['launches that become ready in half of the time', attempts(7, 8, 8)],
    ['a new group, without metrics', [...Array.from({ length: 30 }, () => undefined), ...minutes(7, 2)]],
  ])('does not go off: %s', (_, values) => {
    expect(goesOff(capacity, values)).toBe(false);
  });
});

describe('drain alarm', () => {
  it('goes off when instances are drained without a pause for an hour, or twice the time that the group permits', () => {
    expect(alarm('drain')).toMatchObject({
      alarm_actions: [topicArn],
      metric_name: 'GroupTerminatingInstances',
      period: 60,
      statistic: 'Minimum',
      evaluation_periods: 60,
    });
    // 65 minutes, with the time of evictions and the margin.
    expect(alarm('drain', { drainTimeout: '65m' }).evaluation_periods).toBe(2 * (65 + 6 + 5));
  });

  it('evaluates at most a day, which is the limit of CloudWatch', () => {
    expect(alarm('drain', { drainTimeout: '109m' }).evaluation_periods).toBeLessThanOrEqual(1440);
  });

  it('does not go off during a roll, in which a new instance is launched before the next is drained', () => {
    const roll = Array.from({ length: 10 }, () => [...minutes(26, 1), ...minutes(2, 0)]).flat();
    expect(goesOff(alarm('drain'), roll)).toBe(false);
    expect(goesOff(alarm('drain'), [...roll, ...minutes(60, 1)])).toBe(true);
  });
});

describe('failure events', () => {
  const rule = (props: GroupProps = {}): Json =>
    Object.values(resources(render(props), 'aws_cloudwatch_event_rule'))[0];

  it('are failed refreshes and launches of the groups of all zones', () => {
    const subnets = {
      a: { cidr: '10.10.1.0/24', id: 'subnet-1' },
      b: { cidr: '10.10.2.0/24', id: 'subnet-2' },
    } as const;
    const pattern = JSON.parse(rule({ subnets }).event_pattern);
    expect(pattern.source).toEqual(['aws.autoscaling']);
    expect(pattern['detail-type']).toContain('EC2 Auto Scaling Instance Refresh Failed');
    expect(pattern['detail-type']).toContain('EC2 Instance Launch Unsuccessful');
    expect(pattern.detail.AutoScalingGroupName).toEqual([
      expect.stringMatching(/^\$\{aws_autoscaling_group\..*-a\.name\}$/),
      expect.stringMatching(/^\$\{aws_autoscaling_group\..*-b\.name\}$/),
    ]);
  });

  it('are published to the topic by its policy, without a role', () => {
    const target = Object.values<Json>(resources(render(), 'aws_cloudwatch_event_target'))[0];
    expect(target).toMatchObject({ arn: topicArn, rule: expect.stringMatching(/^\$\{aws_cloudwatch_event_rule\./) });
    expect(target).not.toHaveProperty('role_arn');
  });

  it('need a topic', () => {
    const terraform = terraformJson((stack) => nodeGroup(stack));
    expect(terraform.resource).not.toHaveProperty('aws_cloudwatch_event_rule');
  });
});
