import type { AutoscalingGroupInstanceRefresh } from '@cdktf/provider-aws/lib/autoscaling-group';
import type { Finding } from '../../core/diagnostics';
import { type Duration, seconds } from '../../core/units';
import { type IAlarm } from '../monitoring/alarm';

/** What every way of replacing machines can be told. */
export interface InstanceRefreshOptions {
  /** A roll fails when one of these goes into alarm: at most 10. @default none @inPlace */
  readonly alarms?: readonly IAlarm[];
  /** Leave machines alone that already are what the template says. @default false: every machine is new @inPlace */
  readonly skipMatching?: boolean;
  /** Stop for a while each time that this percentage of machines is new, `{ at: [10, 50], length: '30m' }`. @default never @inPlace */
  readonly checkpoints?: { readonly at: readonly number[]; readonly length: Duration };
  /** Refused, since it would roll back to the new template: see `Rollout`. @default false @inPlace */
  readonly autoRollback?: boolean;
}

/** A group may be asked to replace 1 % of its machines at a time, up to twice as many as it has. */
export interface HealthyPercentage {
  /** Healthy machines at least, as a percentage of those wanted: 0 to 100. */
  readonly min: number;
  /** Machines at most, as a percentage of those wanted: 100 to 200, and no more than 100 above `min`. */
  readonly max: number;
}

/**
 * How a group replaces its machines when its template changes.
 *
 * There is no rollback by itself (`auto_rollback`): the provider moves the group to the new template before it starts the
 * roll, so AWS would take the new one for the old (hashicorp/terraform-provider-aws#34189). An alarm stops a bad roll; the
 * way back is the old pin, whose apply cancels it.
 */
export class InstanceRefresh {
  private constructor(
    readonly range: HealthyPercentage,
    private readonly options: InstanceRefreshOptions,
  ) {}

  /** New machines before old ones go: never fewer than wanted. The way of everything that holds nothing. */
  static launchBeforeTerminating(options: InstanceRefreshOptions = {}): InstanceRefresh {
    return new InstanceRefresh({ max: 110, min: 100 }, options);
  }

  /** The old machine goes before the new one comes: for a group of one, whose volume or address only one can hold. */
  static terminateBeforeLaunching(options: InstanceRefreshOptions = {}): InstanceRefresh {
    return new InstanceRefresh({ max: 100, min: 0 }, options);
  }

  /** Between these percentages: faster than one by one, for groups that are large. */
  static between(range: HealthyPercentage, options: InstanceRefreshOptions = {}): InstanceRefresh {
    return new InstanceRefresh(range, options);
  }

  /** What the group is told. */
  get arguments(): AutoscalingGroupInstanceRefresh {
    const { alarms = [], checkpoints, skipMatching } = this.options;
    return {
      preferences: {
        ...(alarms.length > 0 && { alarmSpecification: { alarms: alarms.map(({ alarmName }) => alarmName) } }),
        ...(checkpoints && {
          checkpointDelay: String(seconds(checkpoints.length)),
          // The last must be all of them. Source: aws_autoscaling_group, checkpoint_percentages.
          checkpointPercentages: [...checkpoints.at, 100],
        }),
        maxHealthyPercentage: this.range.max,
        minHealthyPercentage: this.range.min,
        scaleInProtectedInstances: 'Refresh',
        ...(skipMatching && { skipMatching }),
        standbyInstances: 'Terminate',
      },
      strategy: 'Rolling',
    };
  }

  /** What is wrong with it for a group of this size. */
  check(size: { readonly minSize: number; readonly maxSize: number }): Finding[] {
    const range = this.checkRange();
    return [...(range.length > 0 ? range : this.checkSize(size)), ...this.checkOptions()];
  }

  /** Source: RefreshPreferences of the Amazon EC2 Auto Scaling API. */
  private checkRange(): Finding[] {
    const { max, min } = this.range;
    const whole = Number.isInteger(min) && Number.isInteger(max);
    if (whole && min >= 0 && min <= 100 && max >= 100 && max <= 200 && max - min <= 100) return [];
    return [
      finding(
        `a roll keeps 0 to 100 % and makes 100 to 200 %, at most 100 apart, got ${min} % to ${max} %`,
        'use Rollout.launchFirst(), which is 100 % to 110 %',
      ),
    ];
  }

  private checkSize(size: { readonly minSize: number; readonly maxSize: number }): Finding[] {
    const { max, min } = this.range;
    const machines = Math.max(size.minSize, 1);
    const kept = Math.ceil((machines * min) / 100);
    if (size.minSize === 1 && size.maxSize === 1 && (min > 0 || max > 100)) {
      return [
        finding(
          `a group of exactly one machine can keep none while it is replaced, got ${min} % to ${max} %`,
          'use Rollout.terminateFirst(), or raise max to 2 if two may run at once',
        ),
      ];
    }
    if (size.maxSize > 1 && min === 0) {
      return [
        finding(
          `a group of up to ${size.maxSize} machines must keep some of them, got at least 0 %`,
          'use Rollout.launchFirst(): all of them would go at once',
        ),
      ];
    }
    if (max === 100 && kept >= machines) {
      return [
        finding(
          `at ${machines} machines, ${min} % is all of them and 100 % lets none be added, so none can be replaced`,
          `use Rollout.launchFirst(), or keep at most ${Math.floor(((machines - 1) * 100) / machines)} %`,
        ),
      ];
    }
    return [];
  }

  private checkOptions(): Finding[] {
    const { alarms = [], autoRollback = false, checkpoints } = this.options;
    const found: Finding[] = [];
    if (autoRollback) {
      found.push(
        finding(
          'a roll that fails would be rolled back to the new template, which the group has by then, got autoRollback',
          'leave it out: alarms stop a bad roll, and the way back is the old pin',
        ),
      );
    }
    if (alarms.length > 10) {
      found.push(finding(`a roll watches at most 10 alarms, got ${alarms.length}`, 'join some in a composite alarm'));
    }
    if (
      checkpoints &&
      !checkpoints.at.every((at, index) => Number.isInteger(at) && at > (checkpoints.at[index - 1] ?? 0) && at < 100)
    ) {
      found.push(
        finding(
          `pauses are rising whole percentages from 1 to 99, got ${checkpoints.at.join(', ')}`,
          'write them as 10, 50',
        ),
      );
    }
    // Source: CheckpointDelay of RefreshPreferences, up to 172800 seconds.
    if (checkpoints && !(seconds(checkpoints.length) >= 0 && seconds(checkpoints.length) <= 172_800)) {
      found.push(finding(`a pause lasts at most 48h, got ${checkpoints.length}`, `shorten it, for example to '1h'`));
    }
    return found;
  }
}

function finding(rule: string, hint: string): Finding {
  return { hint, message: rule, setting: 'rollout' };
}
