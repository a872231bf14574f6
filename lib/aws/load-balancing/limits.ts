import type { Finding } from '../../core/diagnostics';
import { type Duration, isAmount, seconds } from '../../core/units';
import { settingName } from '../../core/settings-location';

/**
 * Quota of certificates of a load balancer, without its default certificate.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
export const certificateQuota = 25;

/** A range of whole seconds. */
interface SecondsRange {
  readonly min: number;
  readonly max: number;
}

/** Returns findings about a duration in whole seconds. */
export function checkSeconds(id: string, setting: string, value: Duration, { max, min }: SecondsRange): Finding[] {
  const length = seconds(value);
  // isAmount rejects 0, which is valid if the range begins with it.
  const valid = isAmount(value, ['s', 'm', 'h', 'd']) || (min === 0 && /^0[smhd]$/.test(value));
  if (valid && Number.isInteger(length) && length >= min && length <= max) return [];
  const message = `${settingName(setting)} must be from ${min}s to ${max}s; got ${value}`;
  return [{ id, setting, message, hint: `write it as '${Math.min(Math.max(min, 60), max)}s'` }];
}
