import type { AutoscalingGroupInstanceRefresh } from '@cdktf/provider-aws/lib/autoscaling-group';
import type { Finding } from '../../core/diagnostics';
import { type Duration, seconds } from '../../core/units';
import { type IAlarm } from '../monitoring/alarm';

/** The options of every instance refresh. */
export interface InstanceRefreshOptions {
  /**
   * CloudWatch alarms, at most 10, that fail the refresh.
   *
   * @default none
   * @inPlace
   */
  readonly alarms?: readonly IAlarm[];
  /**
   * Keeps instances that already match the launch template.
   *
   * @default false: every instance is replaced
   * @inPlace
   */
  readonly skipMatching?: boolean;
  /**
   * The time from an instance's launch hook until an old one is terminated, up to 1h: load balancers must find the new one
   * healthy, and the alarms must see its requests before the next one is replaced. The group's own warmup counts if it is longer.
   *
   * @default '6m' with alarms, else '1m'
   * @inPlace
   */
  readonly warmup?: Duration;
  /**
   * Pauses after these percentages of replaced instances: `{ percentages: [10, 50], delay: '30m' }`.
   *
   * @default none
   * @inPlace
   */
  readonly checkpoints?: { readonly percentages: readonly number[]; readonly delay: Duration };
}

/** The range of healthy instances during a refresh. */
export interface HealthyPercentage {
  /** The minimum percentage of the desired capacity: 0 to 100. */
  readonly min: number;
  /** The maximum percentage of the desired capacity: 100 to 200, and at most 100 above `min`. */
  readonly max: number;
}

/**
 * The replacement of the instances of a group after a change of its launch template.
 *
 * Auto rollback is not available: the provider sets the new launch template before it starts the refresh, so AWS would roll
 * back to the new one (hashicorp/terraform-provider-aws#34189). An alarm stops a refresh; applying the former pin of the image
 * cancels it and restores the former launch template.
 */
export class InstanceRefresh {
  private constructor(
    readonly range: HealthyPercentage,
    private readonly options: InstanceRefreshOptions,
  ) {}

  /** New instances are launched before old ones are terminated, 100 to 110 %. For instances without state. */
  static launchBeforeTerminating(options: InstanceRefreshOptions = {}): InstanceRefresh {
    return new InstanceRefresh({ max: 110, min: 100 }, options);
  }

  /** The old instance is terminated before the new one is launched: for a group of one that owns a volume or an address. */
  static terminateBeforeLaunching(options: InstanceRefreshOptions = {}): InstanceRefresh {
    return new InstanceRefresh({ max: 100, min: 0 }, options);
  }

  /** A range of healthy percentages, which replaces the instances of large groups faster. */
  static healthyPercentage(range: HealthyPercentage, options: InstanceRefreshOptions = {}): InstanceRefresh {
    return new InstanceRefresh(range, options);
  }

  /** Returns the arguments of `aws_autoscaling_group`, for a group with this warmup. */
  arguments(groupWarmup: Duration): AutoscalingGroupInstanceRefresh {
    const { alarms = [], checkpoints, skipMatching, warmup = alarms.length > 0 ? '6m' : '1m' } = this.options;
    return {
      preferences: {
        ...(alarms.length > 0 && { alarmSpecification: { alarms: alarms.map(({ alarmName }) => alarmName) } }),
        ...(checkpoints && {
          checkpointDelay: String(seconds(checkpoints.delay)),
          // The provider requires 100 as the last percentage.
          checkpointPercentages: [...checkpoints.percentages, 100],
        }),
        instanceWarmup: String(Math.max(seconds(warmup), seconds(groupWarmup))),
        maxHealthyPercentage: this.range.max,
        minHealthyPercentage: this.range.min,
        scaleInProtectedInstances: 'Refresh',
        ...(skipMatching && { skipMatching }),
        standbyInstances: 'Terminate',
      },
      strategy: 'Rolling',
    };
  }

  /** Returns findings about the refresh of a group of this size. */
  check(size: { readonly minSizePerZone: number; readonly maxSizePerZone: number }): Finding[] {
    const range = this.checkRange();
    return [...(range.length > 0 ? range : this.checkSize(size)), ...this.checkOptions()];
  }

  /** @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html */
  private checkRange(): Finding[] {
    const { max, min } = this.range;
    const whole = Number.isInteger(min) && Number.isInteger(max);
    if (whole && min >= 0 && min <= 100 && max >= 100 && max <= 200 && max - min <= 100) return [];
    return [
      rangeFinding(
        `instanceRefresh must have a min of 0 to 100 % and a max of 100 to 200 %, at most 100 apart; got ${min} % to ${max} %`,
        'use InstanceRefresh.launchBeforeTerminating(), which is 100 % to 110 %',
      ),
    ];
  }

  private checkSize(size: { readonly minSizePerZone: number; readonly maxSizePerZone: number }): Finding[] {
    const { max, min } = this.range;
    const instances = Math.max(size.minSizePerZone, 1);
    const healthy = Math.ceil((instances * min) / 100);
    if (size.minSizePerZone === 1 && size.maxSizePerZone === 1 && (min > 0 || max > 100)) {
      return [
        rangeFinding(
          `instanceRefresh must be 0 % to 100 % in a group of exactly one instance; got ${min} % to ${max} %`,
          'use InstanceRefresh.terminateBeforeLaunching(), or raise maxSizePerZone to 2 if two instances may run at once',
        ),
      ];
    }
    if (size.maxSizePerZone > 1 && min === 0) {
      return [
        rangeFinding(
          `instanceRefresh must keep some of up to ${size.maxSizePerZone} instances healthy; got a min of 0 %`,
          'use InstanceRefresh.launchBeforeTerminating(): at 0 % all instances are terminated at once',
        ),
      ];
    }
    if (max === 100 && healthy >= instances) {
      return [
        rangeFinding(
          `instanceRefresh must leave room to replace one of ${instances} instances; got ${min} % to 100 %`,
          `use InstanceRefresh.launchBeforeTerminating(), or lower min to ${Math.floor(((instances - 1) * 100) / instances)} %`,
        ),
      ];
    }
    return [];
  }

  private checkOptions(): Finding[] {
    const { alarms = [], warmup } = this.options;
    const found = checkWarmup(warmup);
    if (alarms.length > 10) {
      found.push({
        id: 'instance-refresh-alarms',
        setting: 'instanceRefresh.alarms',
        message: `alarms must be at most 10; got ${alarms.length}`,
        hint: 'combine some of them in a composite alarm',
      });
    }
    return [...found, ...this.checkCheckpoints()];
  }

  /** @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html */
  private checkCheckpoints(): Finding[] {
    const { checkpoints } = this.options;
    if (!checkpoints) return [];
    const id = 'instance-refresh-checkpoints';
    const { percentages, delay } = checkpoints;
    const found: Finding[] = [];
    if (
      !percentages.every(
        (percent, index) => Number.isInteger(percent) && percent > (percentages[index - 1] ?? 0) && percent < 100,
      )
    ) {
      found.push({
        id,
        setting: 'instanceRefresh.checkpoints.percentages',
        message: `percentages must be rising whole percentages from 1 to 99; got ${percentages.join(', ')}`,
        hint: 'write them as [10, 50]',
      });
    }
    if (!(seconds(delay) >= 0 && seconds(delay) <= 172_800)) {
      found.push({
        id,
        setting: 'instanceRefresh.checkpoints.delay',
        message: `delay must be at most 48h; got ${delay}`,
        hint: `shorten it, for example to '1h'`,
      });
    }
    return found;
  }
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/understand-instance-refresh-default-values.html */
function checkWarmup(warmup: Duration | undefined): Finding[] {
  if (warmup === undefined || (seconds(warmup) >= 0 && seconds(warmup) <= 3600)) return [];
  return [
    {
      id: 'instance-refresh-warmup',
      setting: 'instanceRefresh.warmup',
      message: `warmup must be at most 1h; got ${warmup}`,
      hint: 'remove it: 5m are enough for an alarm of three minutes, and each replaced instance waits for it',
    },
  ];
}

/** The instance refresh of a group that sets none. */
export const defaultInstanceRefresh = InstanceRefresh.launchBeforeTerminating();

function rangeFinding(message: string, hint: string): Finding {
  return { id: 'instance-refresh', setting: 'instanceRefresh', message, hint };
}
