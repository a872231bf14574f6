import fc from 'fast-check';
import { InstanceRefresh } from '../../../../lib/aws/compute/instance-refresh';
import { Scaling } from '../../../../lib/aws/compute/scaling';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import {
  findingsOf,
  type GroupProps,
  type Json,
  nodeGroup,
  only,
  resources,
  terraformOf,
  testStack,
} from '../../../support/terraform';

const written = (props: GroupProps = {}): Json => terraformOf((stack) => nodeGroup(stack, props));
const group = (props: GroupProps = {}): Json => only(written(props), 'aws_autoscaling_group');
const found = (props: GroupProps) => findingsOf((stack) => nodeGroup(stack, props));
const alike = ['m5.xlarge', 'm5a.xlarge', 'm6a.xlarge', 'm7i.xlarge'];
const spot = { alternatives: alike, onDemandBase: 2, onDemandPercentageAboveBase: 0 };

describe('a group of mixed instances', () => {
  it('keeps a floor on demand and takes from the fullest cheap spot pools above it', () => {
    const { launch_template, mixed_instances_policy } = group({ mixedInstances: spot });
    expect(launch_template).toBeUndefined();
    expect(mixed_instances_policy).toEqual({
      instances_distribution: {
        on_demand_allocation_strategy: 'prioritized',
        on_demand_base_capacity: 2,
        on_demand_percentage_above_base_capacity: 0,
        spot_allocation_strategy: 'price-capacity-optimized',
      },
      launch_template: {
        launch_template_specification: {
          launch_template_id: '${aws_launch_template.node-group-general_launch-template.id}',
          version: '${aws_launch_template.node-group-general_launch-template.latest_version}',
        },
        override: ['m6i.xlarge', ...alike].map((instance_type) => ({ instance_type })),
      },
    });
  });

  it('replaces a spot machine before it is taken', () => {
    expect(group({ mixedInstances: spot }).capacity_rebalance).toBe(true);
  });

  it('may be waived to have few types, and needs none of it without spot', () => {
    const few = { ...spot, alternatives: ['m5.xlarge'] };
    const stack = testStack();
    nodeGroup(stack, { mixedInstances: few });
    expect(collectDiagnostics(stack)).toMatchObject([
      { id: 'spot-diversity', rule: 'spot machines need at least 5 types to choose from, got 2' },
    ]);
    expect(found({ mixedInstances: { ...few, onDemandPercentageAboveBase: 100 } })).toEqual([]);
    expect(found({ maxSize: 4, mixedInstances: { ...few, onDemandBase: 4 } })).toEqual([]);
    expect(found({ mixedInstances: spot })).toEqual([]);
  });
});

describe('a rollout', () => {
  it('of a group of one takes the old machine away first', () => {
    expect(
      group({ maxSize: 1, minSize: 1, instanceRefresh: InstanceRefresh.terminateBeforeLaunching() }).instance_refresh
        .preferences,
    ).toMatchObject({
      max_healthy_percentage: 100,
      min_healthy_percentage: 0,
    });
  });

  it('stops for alarms and pauses, leaves matching machines alone, and never rolls back by itself', () => {
    const alarms = [{ alarmName: 'lab-errors' }];
    const rollout = InstanceRefresh.launchBeforeTerminating({
      alarms,
      checkpoints: { at: [10, 50], length: '30m' },
      skipMatching: true,
    });
    expect(group({ instanceRefresh: rollout }).instance_refresh.preferences).toEqual({
      alarm_specification: { alarms: ['lab-errors'] },
      checkpoint_delay: '1800',
      checkpoint_percentages: [10, 50, 100],
      max_healthy_percentage: 110,
      min_healthy_percentage: 100,
      scale_in_protected_instances: 'Refresh',
      skip_matching: true,
      standby_instances: 'Terminate',
    });
  });

  it('that is accepted can always replace a machine and never takes all of several', () => {
    const percentage = fc.integer({ max: 210, min: -10 });
    fc.assert(
      fc.property(fc.integer({ max: 20, min: 1 }), fc.nat(20), percentage, percentage, (min, more, least, most) => {
        const max = min + more;
        if (InstanceRefresh.between({ max: most, min: least }).check({ maxSize: max, minSize: min }).length > 0) return;
        const mayGo = min - Math.ceil((min * least) / 100);
        expect(mayGo > 0 || most > 100).toBe(true);
        expect(max === 1 || least > 0).toBe(true);
        expect(most - least).toBeLessThanOrEqual(100);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a group that AWS scales', () => {
  const scaling = Scaling.targetCpu(60, {
    schedules: { night: { cron: '0 20 * * *', maxSize: 2, minSize: 1, timeZone: 'Europe/Berlin' } },
  });

  it('follows its CPU and the clock, with nothing of the autoscaler', () => {
    const terraform = written({ scaling, defaultInstanceWarmup: '2m' });
    expect(only(terraform, 'aws_autoscaling_policy')).toEqual({
      autoscaling_group_name: '${aws_autoscaling_group.node-group-general_auto-scaling-group.name}',
      estimated_instance_warmup: 120,
      name: 'target-cpu',
      policy_type: 'TargetTrackingScaling',
      target_tracking_configuration: {
        predefined_metric_specification: { predefined_metric_type: 'ASGAverageCPUUtilization' },
        target_value: 60,
      },
    });
    expect(resources(terraform, 'aws_autoscaling_schedule')).toEqual({
      'node-group-general_schedule-night': {
        autoscaling_group_name: '${aws_autoscaling_group.node-group-general_auto-scaling-group.name}',
        desired_capacity: -1,
        max_size: 2,
        min_size: 1,
        recurrence: '0 20 * * *',
        scheduled_action_name: 'night',
        time_zone: 'Europe/Berlin',
      },
    });
    const { default_instance_warmup, desired_capacity, lifecycle, suspended_processes, tag } = only(
      terraform,
      'aws_autoscaling_group',
    );
    expect([default_instance_warmup, desired_capacity, suspended_processes]).toEqual([120, undefined, undefined]);
    expect(tag.filter(({ key }: Json) => key.includes('cluster-autoscaler'))).toEqual([]);
    // Bounds that a schedule has set are not put back by the next apply.
    expect(lifecycle.ignore_changes).toEqual([
      'load_balancers',
      'max_size',
      'min_size',
      'target_group_arns',
      'traffic_source',
    ]);
  });

  it('owns its bounds itself as long as there is no schedule', () => {
    expect(group({ scaling: Scaling.targetCpu(60) }).lifecycle).toEqual(group().lifecycle);
  });
});

describe('a machine of a group', () => {
  it('has the volume that was asked for, and grows old when it may', () => {
    const terraform = written({
      maxInstanceLifetime: '30d',
      rootVolumePerformance: { iops: 4000, throughput: '500Mi/s' },
    });
    expect(only(terraform, 'aws_launch_template').block_device_mappings[0].ebs).toMatchObject({
      iops: 4000,
      throughput: 500,
    });
    expect(only(terraform, 'aws_autoscaling_group').max_instance_lifetime).toBe(2_592_000);
  });
});

describe('an option with a mistake', () => {
  const schedule = { cron: '0 7 * * MON-FRI', maxSize: 3, minSize: 1 };
  const scheduled = (changed: Partial<typeof schedule> & { timeZone?: string }, name = 'day') => ({
    scaling: Scaling.targetCpu(60, { schedules: { [name]: { ...schedule, ...changed } } }),
  });

  it.each<[string, GroupProps, GroupProps, [string, string, string]]>([
    [
      'an unknown type',
      { instanceType: 'm6i.huge' },
      { instanceType: 'm6i.large' },
      [
        'instanceType',
        `m6i has no size that makes 'm6i.huge'`,
        'use one of m6i.large, m6i.xlarge, m6i.2xlarge, m6i.4xlarge, m6i.8xlarge, m6i.12xlarge, m6i.16xlarge, m6i.24xlarge, m6i.32xlarge',
      ],
    ],
    [
      'another architecture',
      { mixedInstances: { ...spot, alternatives: [...alike, 'm7g.xlarge'] } },
      { mixedInstances: spot },
      [
        'mixed.alternatives',
        'machines of one group have one architecture, got m7g.xlarge (arm64) beside m6i.xlarge (x86_64)',
        'use types of x86_64: a group has one image',
      ],
    ],
    [
      'machines that are not alike under an autoscaler',
      { mixedInstances: { ...spot, alternatives: [...alike, 'c5.xlarge'] } },
      { mixedInstances: { ...spot, alternatives: [...alike, 'c5.xlarge'] }, scaling: Scaling.targetCpu(50) },
      [
        'mixed.alternatives',
        'an autoscaler needs machines that are alike, got c5.xlarge (4 vCPU, 8 GiB) beside m6i.xlarge (4 vCPU, 16 GiB)',
        'use types of 4 vCPU and 16 GiB',
      ],
    ],
    [
      'a type twice',
      { mixedInstances: { ...spot, alternatives: [...alike, 'm5.xlarge'] } },
      { mixedInstances: spot },
      ['mixed.alternatives', `each type is there once, got 'm5.xlarge' twice`, 'write it once'],
    ],
    [
      'half a floor',
      { mixedInstances: { ...spot, onDemandBase: 0.5 } },
      { mixedInstances: { ...spot, onDemandBase: 0 } },
      ['mixed.onDemandBase', 'a floor is a whole number from 0, got 0.5', 'write 0 or more'],
    ],
    [
      'a percentage above 100',
      { mixedInstances: { ...spot, onDemandPercentageAboveBase: 101 } },
      { mixedInstances: { ...spot, onDemandPercentageAboveBase: 100 } },
      [
        'mixed.onDemandPercentageAboveBase',
        'a percentage is a whole number from 0 to 100, got 101',
        'write 0 for spot only, 100 for none',
      ],
    ],
    [
      'percentages too far apart',
      { instanceRefresh: InstanceRefresh.between({ max: 200, min: 50 }) },
      { instanceRefresh: InstanceRefresh.between({ max: 150, min: 50 }) },
      [
        'rollout',
        'a roll keeps 0 to 100 % and makes 100 to 200 %, at most 100 apart, got 50 % to 200 %',
        'use Rollout.launchFirst(), which is 100 % to 110 %',
      ],
    ],
    [
      'a single machine that has to stay',
      { maxSize: 1, minSize: 1 },
      { maxSize: 2, minSize: 1 },
      [
        'rollout',
        'a group of exactly one machine can keep none while it is replaced, got 100 % to 110 %',
        'use Rollout.terminateFirst(), or raise max to 2 if two may run at once',
      ],
    ],
    [
      'all machines of several at once',
      { instanceRefresh: InstanceRefresh.terminateBeforeLaunching() },
      { maxSize: 1, minSize: 1, instanceRefresh: InstanceRefresh.terminateBeforeLaunching() },
      [
        'rollout',
        'a group of up to 4 machines must keep some of them, got at least 0 %',
        'use Rollout.launchFirst(): all of them would go at once',
      ],
    ],
    [
      'no room to replace any',
      { instanceRefresh: InstanceRefresh.between({ max: 100, min: 90 }) },
      { instanceRefresh: InstanceRefresh.between({ max: 100, min: 66 }) },
      [
        'rollout',
        'at 3 machines, 90 % is all of them and 100 % lets none be added, so none can be replaced',
        'use Rollout.launchFirst(), or keep at most 66 %',
      ],
    ],
    [
      'eleven alarms',
      {
        instanceRefresh: InstanceRefresh.launchBeforeTerminating({
          alarms: Array.from({ length: 11 }, (_, n) => ({ alarmName: `a${n}` })),
        }),
      },
      {
        instanceRefresh: InstanceRefresh.launchBeforeTerminating({
          alarms: Array.from({ length: 10 }, (_, n) => ({ alarmName: `a${n}` })),
        }),
      },
      ['rollout', 'a roll watches at most 10 alarms, got 11', 'join some in a composite alarm'],
    ],
    [
      'pauses that do not rise',
      { instanceRefresh: InstanceRefresh.launchBeforeTerminating({ checkpoints: { at: [50, 10], length: '1h' } }) },
      { instanceRefresh: InstanceRefresh.launchBeforeTerminating({ checkpoints: { at: [10, 50], length: '1h' } }) },
      ['rollout', 'pauses are rising whole percentages from 1 to 99, got 50, 10', 'write them as 10, 50'],
    ],
    [
      'a pause without end',
      { instanceRefresh: InstanceRefresh.launchBeforeTerminating({ checkpoints: { at: [10], length: '3d' } }) },
      { instanceRefresh: InstanceRefresh.launchBeforeTerminating({ checkpoints: { at: [10], length: '48h' } }) },
      ['rollout', 'a pause lasts at most 48h, got 3d', `shorten it, for example to '1h'`],
    ],
    [
      'a target of nothing',
      { scaling: Scaling.targetCpu(0) },
      { scaling: Scaling.targetCpu(1) },
      ['scaling', 'a target is from 1 to 100 %, got 0', 'write 50 or 60'],
    ],
    [
      'a cron expression with seconds',
      scheduled({ cron: '0 0 7 * * *' }),
      scheduled({}),
      [
        'scaling.schedules.day',
        `a cron expression has five fields, minute to day of week, got '0 0 7 * * *'`,
        `write it as '0 7 * * MON-FRI'`,
      ],
    ],
    [
      'a time zone without a place',
      scheduled({ timeZone: 'CET' }),
      scheduled({ timeZone: 'Europe/Berlin' }),
      ['scaling.schedules.day', `a time zone is a name of the tz database, got 'CET'`, `write it as 'Europe/Berlin'`],
    ],
    [
      'a schedule upside down',
      scheduled({ maxSize: 1, minSize: 2 }),
      scheduled({ maxSize: 2, minSize: 2 }),
      [
        'scaling.schedules.day',
        'a schedule has 0 or more machines at least, and no fewer at most, got 2 to 1',
        'write whole numbers, the smaller as min',
      ],
    ],
    [
      'a schedule without a plain name',
      scheduled({}, 'my day'),
      scheduled({}, 'my-day'),
      [
        'scaling.schedules.my day',
        `a schedule's name is letters, digits and hyphens, got 'my day'`,
        `write it as 'office-hours'`,
      ],
    ],
    [
      'more operations than the volume is large',
      { rootVolume: '10Gi', rootVolumePerformance: { iops: 6000 } },
      { rootVolume: '12Gi', rootVolumePerformance: { iops: 6000 } },
      [
        'rootVolumePerformance.iops',
        'gp3 does at most 500 operations a second for each GiB, got 6000 for 10Gi',
        'lower it to 5000, or make the volume 12Gi',
      ],
    ],
    [
      'fewer operations than the baseline',
      { rootVolumePerformance: { iops: 100 } },
      { rootVolumePerformance: { iops: 3000 } },
      [
        'rootVolumePerformance.iops',
        'gp3 does 3000 to 16000 operations a second, got 100',
        'write 3000, or leave it out',
      ],
    ],
    [
      'more throughput than operations carry',
      { rootVolumePerformance: { throughput: '800Mi/s' } },
      { rootVolumePerformance: { iops: 3200, throughput: '800Mi/s' } },
      [
        'rootVolumePerformance.throughput',
        'gp3 moves at most 0.25 MiB with each operation, got 800Mi/s at 3000 operations a second',
        'lower it to 750Mi/s, or raise iops to 3200',
      ],
    ],
    [
      'too little throughput',
      { rootVolumePerformance: { throughput: '100Mi/s' } },
      { rootVolumePerformance: { throughput: '125Mi/s' } },
      [
        'rootVolumePerformance.throughput',
        'gp3 reads and writes 125Mi/s to 1000Mi/s, got 100Mi/s',
        `write it as '125Mi/s', or leave it out`,
      ],
    ],
    [
      'a life of hours',
      { maxInstanceLifetime: '12h' },
      { maxInstanceLifetime: '1d' },
      ['maxInstanceLifetime', 'maxInstanceLifetime is from 1d to 365d, got 12h', `write it as '1d'`],
    ],
    [
      'a warm-up of a day',
      { defaultInstanceWarmup: '1d' },
      { defaultInstanceWarmup: '1h' },
      ['defaultInstanceWarmup', 'defaultInstanceWarmup is from 0s to 1h, got 1d', `write it as '0s'`],
    ],
  ])('such as %s says so', (_, wrong, mended, finding) => {
    expect(found(wrong)).toEqual([finding]);
    expect(found(mended)).toEqual([]);
  });
});
