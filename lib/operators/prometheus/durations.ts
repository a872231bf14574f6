import type { Finding } from '../../core/diagnostics';
import { type Duration, seconds } from '../../core/units';
import { checkAmount } from '../../kubernetes/pod/pod-checks';

/** Checks a duration of Prometheus and Alertmanager, whose notation has whole numbers only. */
export function checkWholeDuration(duration: Duration, setting: string): Finding[] {
  const found = checkAmount(duration, setting, 'duration');
  if (found.length > 0 || !duration.includes('.')) return found;
  return [
    {
      id: 'duration',
      setting,
      message: `${lastKey(setting)} must be a whole number of s, m, h or d; got '${duration}'`,
      hint: `write it in a smaller unit, such as '${Math.max(1, Math.round(seconds(duration)))}s'`,
    },
  ];
}

function lastKey(setting: string): string {
  return setting.split('.').at(-1) ?? setting;
}
