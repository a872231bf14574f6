import fc from 'fast-check';
import { InstanceRefresh, type InstanceRefreshOptions } from '../../../../lib/aws/compute/instance-refresh';
import { type GroupProps, type Json, nodeGroup, only, terraformJson } from '../../../support/terraform';

const group = (props: GroupProps): Json =>
  only(
    terraformJson((stack) => nodeGroup(stack, props)),
    'aws_autoscaling_group',
  );

const alarms = [{ alarmName: 'lab-errors' }];
const refresh = (options: InstanceRefreshOptions) => InstanceRefresh.launchBeforeTerminating(options);

describe('instance refresh', () => {
  it('terminateBeforeLaunching: terminates the only instance first', () => {
    expect(
      group({ maxSizePerZone: 1, minSizePerZone: 1, instanceRefresh: InstanceRefresh.terminateBeforeLaunching() })
        .instance_refresh.preferences,
    ).toMatchObject({
      max_healthy_percentage: 100,
      min_healthy_percentage: 0,
    });
  });

  it('options: set alarms, checkpoints and skip matching, and no auto rollback', () => {
    const instanceRefresh = InstanceRefresh.launchBeforeTerminating({
      alarms,
      checkpoints: { percentages: [10, 50], delay: '30m' },
      skipMatching: true,
    });
    expect(group({ instanceRefresh }).instance_refresh.preferences).toEqual({
      alarm_specification: { alarms: ['lab-errors'] },
      checkpoint_delay: '1800',
      checkpoint_percentages: [10, 50, 100],
      instance_warmup: '360',
      max_healthy_percentage: 110,
      min_healthy_percentage: 100,
      scale_in_protected_instances: 'Refresh',
      skip_matching: true,
      standby_instances: 'Terminate',
    });
  });

  it.each<[string, GroupProps, string]>([
    [
      'with an alarm: three of its periods, and two to find the requests',
      { instanceRefresh: refresh({ alarms }) },
      '360',
    ],
    ['without one: until load balancers find the instance healthy', {}, '60'],
    ['of the group: the longer one', { defaultInstanceWarmup: '10m', instanceRefresh: refresh({ alarms }) }, '600'],
    ['given', { instanceRefresh: refresh({ alarms, warmup: '2m' }) }, '120'],
  ])('warmup %s', (_title, props, warmup) => {
    expect(group(props).instance_refresh.preferences.instance_warmup).toBe(warmup);
  });

  it('percentages: accepted ones can replace an instance and never terminate all of several', () => {
    const percentage = fc.integer({ max: 210, min: -10 });
    fc.assert(
      fc.property(
        fc.integer({ max: 20, min: 1 }),
        fc.nat(20),
        percentage,
        percentage,
        (minSizePerZone, more, min, max) => {
          const maxSizePerZone = minSizePerZone + more;
          if (InstanceRefresh.healthyPercentage({ max, min }).check({ maxSizePerZone, minSizePerZone }).length > 0)
            return;
          const terminable = minSizePerZone - Math.ceil((minSizePerZone * min) / 100);
          expect(terminable > 0 || max > 100).toBe(true);
          expect(maxSizePerZone === 1 || min > 0).toBe(true);
          expect(max - min).toBeLessThanOrEqual(100);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
