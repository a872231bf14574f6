import { AutoscalingPolicy } from '@cdktf/provider-aws/lib/autoscaling-policy';
import { AutoscalingSchedule } from '@cdktf/provider-aws/lib/autoscaling-schedule';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { contentHash } from '../../core/content-hash';
import { checkCron, checkTimeZone } from '../../core/cron';
import type { Finding } from '../../core/diagnostics';
import { type Duration, seconds } from '../../core/units';

/**
 * Sizes of a group from a time of day on.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/38983
 */
export interface ScalingSchedule {
  /**
   * Minute, hour, day of month, month and day of week: `0 7 * * MON-FRI`.
   *
   * @replaces the schedule
   */
  readonly cron: string;
  /**
   * The time zone of `cron`: `Europe/Berlin`.
   *
   * @default 'Etc/UTC'
   * @replaces the schedule
   */
  readonly timeZone?: string;
  /**
   * The minimum number of instances in each zone from then on.
   *
   * @replaces the schedule
   */
  readonly minSizePerZone: number;
  /**
   * The maximum number of instances in each zone from then on.
   *
   * @replaces the schedule
   */
  readonly maxSizePerZone: number;
}

export interface TargetCpuOptions {
  /**
   * Sizes by time of day, by name. The schedules then own minimum and maximum: those of the group apply at its creation only.
   *
   * @default none
   */
  readonly schedules?: Readonly<Record<string, ScalingSchedule>>;
}

/** The owner of a group's desired capacity. There is only one: two of them would undo each other's changes. */
export type Scaling =
  | { readonly by: 'cluster-autoscaler' }
  | {
      readonly by: 'target-cpu';
      readonly percent: number;
      readonly schedules: Readonly<Record<string, ScalingSchedule>>;
    };

export const Scaling = {
  /** The cluster autoscaler scales the group for pods that cannot be scheduled. */
  byClusterAutoscaler: (): Scaling => ({ by: 'cluster-autoscaler' }),
  /** EC2 Auto Scaling keeps the CPU utilization at this percentage: for groups without pods of an autoscaled cluster. */
  targetCpu: (percent: number, { schedules = {} }: TargetCpuOptions = {}): Scaling => ({
    by: 'target-cpu',
    percent,
    schedules,
  }),
};

/** An Auto Scaling group of a node group. */
export interface ZoneGroup {
  readonly name: string;
  readonly zone: string;
}

/** Creates the policy and the schedules of a group that EC2 Auto Scaling scales. */
export function createScalingPolicies(
  scope: Construct,
  { name: autoscalingGroupName, zone }: ZoneGroup,
  scaling: Scaling,
  warmup: Duration,
): void {
  if (scaling.by === 'cluster-autoscaler') return;
  new AutoscalingPolicy(scope, `target-cpu-${zone}`, {
    autoscalingGroupName,
    estimatedInstanceWarmup: seconds(warmup),
    name: 'target-cpu',
    policyType: 'TargetTrackingScaling',
    targetTrackingConfiguration: {
      predefinedMetricSpecification: { predefinedMetricType: 'ASGAverageCPUUtilization' },
      targetValue: scaling.percent,
    },
  });
  for (const [name, { cron, maxSizePerZone, minSizePerZone, timeZone = 'Etc/UTC' }] of sortedEntries(
    scaling.schedules,
  )) {
    new AutoscalingSchedule(scope, `schedule-${name}-${zone}`, {
      autoscalingGroupName,
      // -1 keeps the desired capacity. Without it, the provider sends 0.
      desiredCapacity: -1,
      maxSize: maxSizePerZone,
      minSize: minSizePerZone,
      recurrence: cron,
      // AWS keeps the next start of the former schedule when one changes, so that it would run once more at the old time.
      scheduledActionName: `${name}-${contentHash({ cron, maxSizePerZone, minSizePerZone, timeZone })}`,
      timeZone,
    });
  }
}

/** Returns the sizes of a group that schedules change, and that an apply must ignore. */
export function ignoredSizes(scaling: Scaling): string[] {
  return scaling.by === 'target-cpu' && Object.keys(scaling.schedules).length > 0 ? ['max_size', 'min_size'] : [];
}

/** Returns findings about the scaling of a group. */
export function checkScaling(scaling: Scaling): Finding[] {
  if (scaling.by === 'cluster-autoscaler') return [];
  const found = sortedEntries(scaling.schedules).flatMap(([name, schedule]) => checkSchedule(name, schedule));
  if (scaling.percent >= 1 && scaling.percent <= 100) return found;
  return [
    {
      id: 'target-cpu',
      setting: 'scaling.percent',
      message: `scaling must have a target CPU of 1 to 100 %; got ${scaling.percent}`,
      hint: 'write 50 or 60',
    },
    ...found,
  ];
}

function checkSchedule(
  name: string,
  { cron, maxSizePerZone, minSizePerZone, timeZone = 'Etc/UTC' }: ScalingSchedule,
): Finding[] {
  const id = 'scaling-schedule';
  const path = ['scaling', 'schedules', name];
  const found: Finding[] = [];
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    found.push({
      id,
      setting: path,
      message: `schedules must have names of letters, digits and hyphens; got '${name}'`,
      hint: `write it as 'office-hours'`,
    });
  }
  if (
    !Number.isInteger(minSizePerZone) ||
    !Number.isInteger(maxSizePerZone) ||
    minSizePerZone < 0 ||
    minSizePerZone > maxSizePerZone
  ) {
    found.push({
      id,
      setting: [...path, 'minSizePerZone'],
      message: `minSizePerZone must be a whole number from 0 to maxSizePerZone (${maxSizePerZone}); got ${minSizePerZone}`,
      hint: 'write whole numbers, the smaller one as minSizePerZone',
    });
  }
  return [
    ...found,
    ...checkCron(cron, [...path, 'cron']),
    ...checkTimeZone(timeZone, [...path, 'timeZone'], { requireArea: true }),
  ];
}
