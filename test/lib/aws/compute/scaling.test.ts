import { Scaling } from '../../../../lib/aws/compute/scaling';
import { type GroupProps, type Json, nodeGroup, only, resources, terraformJson } from '../../../support/terraform';

const render = (props: GroupProps): Json => terraformJson((stack) => nodeGroup(stack, props));
const group = (props: GroupProps): Json => only(render(props), 'aws_autoscaling_group');

describe('scaling', () => {
  const scaling = Scaling.targetCpu(60, {
    schedules: { night: { cron: '0 20 * * *', maxSizePerZone: 2, minSizePerZone: 1, timeZone: 'Europe/Berlin' } },
  });

  it('target CPU: creates a policy and schedules, and no tags of the cluster autoscaler', () => {
    const terraform = render({ scaling, defaultInstanceWarmup: '2m' });
    expect(only(terraform, 'aws_autoscaling_policy')).toEqual({
      autoscaling_group_name: '${aws_autoscaling_group.node-group-general_auto-scaling-group-a.name}',
      estimated_instance_warmup: 120,
      name: 'target-cpu',
      policy_type: 'TargetTrackingScaling',
      target_tracking_configuration: {
        predefined_metric_specification: { predefined_metric_type: 'ASGAverageCPUUtilization' },
        target_value: 60,
      },
    });
    expect(resources(terraform, 'aws_autoscaling_schedule')).toEqual({
      'node-group-general_schedule-night-a': {
        autoscaling_group_name: '${aws_autoscaling_group.node-group-general_auto-scaling-group-a.name}',
        desired_capacity: -1,
        max_size: 2,
        min_size: 1,
        recurrence: '0 20 * * *',
        scheduled_action_name: expect.stringMatching(/^night-[0-9a-f]{10}$/),
        time_zone: 'Europe/Berlin',
      },
    });
    const { default_instance_warmup, desired_capacity, lifecycle, suspended_processes, tag } = only(
      terraform,
      'aws_autoscaling_group',
    );
    expect([default_instance_warmup, desired_capacity, suspended_processes]).toEqual([120, undefined, undefined]);
    expect(tag.filter(({ key }: Json) => key.includes('cluster-autoscaler'))).toEqual([]);
    // An apply must not undo the sizes that a schedule has set.
    expect(lifecycle.ignore_changes).toEqual([
      'load_balancers',
      'max_size',
      'min_size',
      'target_group_arns',
      'traffic_source',
    ]);
  });

  it('target CPU: keeps minimum and maximum in Terraform without a schedule', () => {
    expect(group({ scaling: Scaling.targetCpu(60) }).lifecycle).toEqual(group({}).lifecycle);
  });
});
