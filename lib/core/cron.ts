import type { Finding } from './diagnostics';
import { settingName, type SettingPath } from './settings-location';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * The five fields of a cron expression, which Kubernetes and EC2 Auto Scaling read alike.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html
 */
const fields = [
  { name: 'minute', from: 0, to: 59, words: [] },
  { name: 'hour', from: 0, to: 23, words: [] },
  { name: 'day of the month', from: 1, to: 31, words: [] },
  { name: 'month', from: 1, to: 12, words: months },
  { name: 'day of the week', from: 0, to: 6, words: days },
] as const;

type Field = (typeof fields)[number];

/** Returns findings about a cron expression: `30 3 * * *`. */
export function checkCron(expression: string, setting: string | SettingPath): Finding[] {
  const id = 'cron-schedule';
  const name = settingName(setting);
  const hint = `write it as '30 3 * * *' (daily at 03:30) or '0 7 * * MON-FRI'`;
  const parts = expression.split(' ');
  if (parts.length !== fields.length) {
    const message = `${name} must have five fields (minute, hour, day, month, day of the week) separated by one space; got '${expression}'`;
    return [{ id, setting, message, hint }];
  }
  return fields
    .filter((field, index) => !isField(parts[index] ?? '', field))
    .slice(0, 1)
    .map(({ from, name: field, to }) => ({
      id,
      setting,
      message: `${name} must have a ${field} of * or numbers from ${from} to ${to} with , - and /; got '${expression}'`,
      hint,
    }));
}

/** Differences between the consumers of a time zone. */
export interface TimeZoneSyntax {
  /** True for EC2 Auto Scaling, which takes only names with an area, such as `Europe/Berlin`; Kubernetes takes `CET` as well. */
  readonly requireArea: boolean;
}

/** Returns findings about the name of a time zone. */
export function checkTimeZone(
  timeZone: string,
  setting: string | SettingPath,
  { requireArea }: TimeZoneSyntax = { requireArea: false },
): Finding[] {
  const pattern = requireArea ? /^[A-Z][A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+$/ : /^[A-Z][A-Za-z_]*(?:\/[A-Za-z0-9_+-]+)*$/;
  if (pattern.test(timeZone) && timeZone !== 'Local') return [];
  return [
    {
      id: 'time-zone',
      setting,
      message: `${settingName(setting)} must be a name of the IANA time zone database${requireArea ? ' with an area' : ''}; got '${timeZone}'`,
      hint: `write it as 'Europe/Berlin', or remove it for UTC`,
    },
  ];
}

function isField(text: string, field: Field): boolean {
  return text.split(',').every((part) => {
    const [range = '', step, ...more] = part.split('/');
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (range === '*') return true;
    const [first, last, ...rest] = range.split('-').map((word) => fieldValue(word, field));
    if (first === undefined || rest.length > 0 || Number.isNaN(first)) return false;
    return last === undefined || first <= last;
  });
}

/** Returns the number of a number or word in a field, or NaN. */
function fieldValue(word: string, { from, to, words }: Field): number {
  const index = (words as readonly string[]).indexOf(word.toLowerCase());
  if (index >= 0) return index + from;
  const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  return value >= from && value <= to ? value : Number.NaN;
}
