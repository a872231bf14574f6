import { AutoscalingPolicy } from '@cdktf/provider-aws/lib/autoscaling-policy';
import { AutoscalingSchedule } from '@cdktf/provider-aws/lib/autoscaling-schedule';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { type Duration, seconds } from '../../core/units';

/** From a point in time on, as few and as many machines as this. */
export interface ScalingSchedule {
  /** Minute, hour, day of month, month, day of week: `0 7 * * MON-FRI`. @inPlace */
  readonly cron: string;
  /** The zone that the hours are of: `Europe/Berlin`. @default 'Etc/UTC' @inPlace */
  readonly timeZone?: string;
  /** Machines at least, from then on. @inPlace */
  readonly minSize: number;
  /** Machines at most, from then on. @inPlace */
  readonly maxSize: number;
}

export interface TargetCpuOptions {
  /** Bounds by time of day, by name. They then own the group's bounds: its own count at creation only. @default none */
  readonly schedules?: Readonly<Record<string, ScalingSchedule>>;
}

/** Who says how many machines a group has, between its bounds. Nobody but one: two of them would undo each other's work. */
export type Scaling =
  | { readonly by: 'cluster-autoscaler' }
  | {
      readonly by: 'target-cpu';
      readonly percent: number;
      readonly schedules: Readonly<Record<string, ScalingSchedule>>;
    };

export const Scaling = {
  /** The cluster's autoscaler, from the pods that find no room. */
  byClusterAutoscaler: (): Scaling => ({ by: 'cluster-autoscaler' }),
  /** AWS itself, so that the machines' CPU is busy to this percentage: for groups that run no pods of an autoscaled cluster. */
  targetCpu: (percent: number, { schedules = {} }: TargetCpuOptions = {}): Scaling => ({
    by: 'target-cpu',
    percent,
    schedules,
  }),
};

/** The policy and the schedules of a group whose size AWS owns. */
export function scaleBy(scope: Construct, groupName: string, scaling: Scaling, defaultInstanceWarmup: Duration): void {
  if (scaling.by === 'cluster-autoscaler') return;
  new AutoscalingPolicy(scope, 'target-cpu', {
    autoscalingGroupName: groupName,
    estimatedInstanceWarmup: seconds(defaultInstanceWarmup),
    name: 'target-cpu',
    policyType: 'TargetTrackingScaling',
    targetTrackingConfiguration: {
      predefinedMetricSpecification: { predefinedMetricType: 'ASGAverageCPUUtilization' },
      targetValue: scaling.percent,
    },
  });
  for (const [name, { cron, maxSize, minSize, timeZone = 'Etc/UTC' }] of sortedEntries(scaling.schedules)) {
    new AutoscalingSchedule(scope, `schedule-${name}`, {
      autoscalingGroupName: groupName,
      // Left alone. Unset, the provider sends 0.
      desiredCapacity: -1,
      maxSize: maxSize,
      minSize: minSize,
      recurrence: cron,
      scheduledActionName: name,
      timeZone,
    });
  }
}

/** What of a group must not be put back by the next apply. */
export function desiredCapacityOwnedElsewhere(scaling: Scaling): string[] {
  return scaling.by === 'target-cpu' && Object.keys(scaling.schedules).length > 0 ? ['max_size', 'min_size'] : [];
}

export function checkScaling(scaling: Scaling): Finding[] {
  if (scaling.by === 'cluster-autoscaler') return [];
  const found = sortedEntries(scaling.schedules).flatMap(([name, schedule]) => checkSchedule(name, schedule));
  if (scaling.percent >= 1 && scaling.percent <= 100) return found;
  return [
    { hint: 'write 50 or 60', message: `a target is from 1 to 100 %, got ${scaling.percent}`, setting: 'scaling' },
    ...found,
  ];
}

function checkSchedule(name: string, { cron, maxSize, minSize, timeZone = 'Etc/UTC' }: ScalingSchedule): Finding[] {
  const setting = `scaling.schedules.${name}`;
  const found: Finding[] = [];
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    found.push({
      hint: `write it as 'office-hours'`,
      message: `a schedule's name is letters, digits and hyphens, got '${name}'`,
      setting,
    });
  }
  if (!Number.isInteger(minSize) || !Number.isInteger(maxSize) || minSize < 0 || minSize > maxSize) {
    found.push({
      hint: 'write whole numbers, the smaller as min',
      message: `a schedule has 0 or more machines at least, and no fewer at most, got ${minSize} to ${maxSize}`,
      setting,
    });
  }
  const fields = cron.split(' ');
  if (fields.length !== 5 || !fields.every((field) => /^[\dA-Z*/,-]+$/i.test(field))) {
    found.push({
      hint: `write it as '0 7 * * MON-FRI'`,
      message: `a cron expression has five fields, minute to day of week, got '${cron}'`,
      setting,
    });
  }
  // Area/Place. Short names (EST) are no canonical ones, and have no summer time.
  if (!/^[A-Z][A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+$/.test(timeZone)) {
    found.push({
      hint: `write it as 'Europe/Berlin'`,
      message: `a time zone is a name of the tz database, got '${timeZone}'`,
      setting,
    });
  }
  return found;
}
