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
  if (/^(?:CRON_)?TZ=/.test(expression)) {
    const message = `${name} must not contain a time zone; got '${expression}'`;
    return [{ id, setting, message, hint: 'remove it from the schedule, and set timeZone' }];
  }
  const parts = expression.split(' ');
  if (parts.length !== fields.length) {
    const message = `${name} must have five fields (minute, hour, day, month, day of the week) separated by one space; got '${expression}'`;
    return [{ id, setting, message, hint }];
  }
  const wrong = fields.find((field, index) => !isField(parts[index] ?? '', field));
  if (wrong) {
    const { from, name: field, to } = wrong;
    const message = `${field} of ${name} must be * or numbers from ${from} to ${to} with , - and /; got '${expression}'`;
    return [{ id, setting, message, hint }];
  }
  return checkDays(expression, setting);
}

/** Days of each month, in a leap year. */
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Checks the days of a valid expression: cron runs it on the days of the month and on those of the week, not on both. */
function checkDays(expression: string, setting: string | SettingPath): Finding[] {
  const [, , dayOfMonth = '', month = '', dayOfWeek = ''] = expression.split(' ');
  const id = 'cron-days';
  const name = settingName(setting);
  if (isEvery(dayOfMonth)) return [];
  if (!isEvery(dayOfWeek)) {
    const message = `${name} must restrict the day of the month or the day of the week; got '${expression}', which runs on either`;
    return [{ id, setting, message, hint: 'write * for one of them, and test the other in the program' }];
  }
  const longest = Math.max(...fieldValues(month, fields[3]).map((value) => daysOfMonth[value - 1] ?? 0));
  if (Math.min(...fieldValues(dayOfMonth, fields[2])) <= longest) return [];
  const message = `${name} must name a day that its months have; got '${expression}', which never runs`;
  return [{ id, setting, message, hint: `write a day of at most ${longest}, or * as the month` }];
}

/** True if a field does not restrict the runs. */
function isEvery(text: string): boolean {
  return text.split(',').some((part) => part === '*' || part === '*/1');
}

/** Returns the values that a valid field selects. */
function fieldValues(text: string, field: Field): number[] {
  return text.split(',').flatMap((part) => {
    const [range = '', step] = part.split('/');
    const [first = '', last] = range.split('-');
    const from = first === '*' ? field.from : fieldValue(first, field);
    // A single number with a step continues to the end: 5/15 is 5-59/15.
    const open = first === '*' || step !== undefined ? field.to : from;
    const to = last === undefined ? open : fieldValue(last, field);
    const every = Number(step ?? 1);
    return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, index) => from + index * every);
  });
}

const secondsIn = { minute: 60, hour: 3600, day: 86_400 } as const;

/** Schedules of Kubernetes that are words. */
const words: Readonly<Record<string, number>> = {
  '@hourly': secondsIn.hour,
  '@daily': secondsIn.day,
  '@midnight': secondsIn.day,
  '@weekly': 7 * secondsIn.day,
  '@monthly': 28 * secondsIn.day,
  '@annually': 365 * secondsIn.day,
  '@yearly': 365 * secondsIn.day,
};

/**
 * Returns a lower bound of the seconds between two runs of a schedule: the shortest time of one day, or of two successive days.
 * That of a schedule that is not valid is a minute, the shortest of all.
 */
export function minIntervalSeconds(expression: string): number {
  const word = words[expression];
  if (word !== undefined) return word;
  const parts = expression
    .replace(/^(?:CRON_)?TZ=\S+ /, '')
    .replaceAll('?', '*')
    .split(' ');
  const isValid = parts.length === fields.length && fields.every((field, index) => isField(parts[index] ?? '', field));
  if (!isValid) return secondsIn.minute;
  const [minute = '', hour = ''] = parts;
  const times = fieldValues(hour, fields[1])
    .flatMap((hours) =>
      fieldValues(minute, fields[0]).map((minutes) => hours * secondsIn.hour + minutes * secondsIn.minute),
    )
    .sort((one, other) => one - other);
  const distinct = [...new Set(times)];
  const next = [...distinct.slice(1), secondsIn.day + (distinct[0] ?? 0)];
  return Math.min(...distinct.map((time, index) => (next[index] ?? Infinity) - time));
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
  if (isTimeZone(timeZone) && (!requireArea || timeZone.includes('/'))) return [];
  return [
    {
      id: 'time-zone',
      setting,
      message: `${settingName(setting)} must be a name of the IANA time zone database${requireArea ? ' with an area' : ''}; got '${timeZone}'`,
      hint: `write it as 'Europe/Berlin', or remove it for UTC`,
    },
  ];
}

/**
 * Names that `Intl` knows from ICU, and that the time zone database has never had or has removed.
 *
 * @see https://github.com/unicode-org/icu/blob/main/icu4c/source/tools/tzcode/icuzones
 */
const icuNames =
  /^(?:SystemV\/.*|US\/Pacific-New|Canada\/East-Saskatchewan|A[CES]T|AGT|ART|B[ES]T|C[ANS]T|CTT|EAT|ECT|I[ES]T|JST|MIT|N[ES]T|P[LNRS]T|SST|VST)$/;

/** True for a name of the database, which readers in the cluster compare letter by letter; `Intl` ignores case and takes offsets. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/.test(name)) return false;
  if (icuNames.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

function isField(text: string, field: Field): boolean {
  return text.split(',').every((part) => {
    // A step of more digits is no 64-bit number, which the API server reports as out of range.
    const [range = '', step, ...more] = part.split('/');
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d{0,17}$/.test(step))) return false;
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
