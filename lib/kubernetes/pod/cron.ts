import type { Finding } from '../../core/diagnostics';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * Fields of a CronJob's schedule.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
const fields = [
  { name: 'minute', from: 0, to: 59, words: [] },
  { name: 'hour', from: 0, to: 23, words: [] },
  { name: 'day of the month', from: 1, to: 31, words: [] },
  { name: 'month', from: 1, to: 12, words: months },
  { name: 'day of the week', from: 0, to: 6, words: days },
] as const;

type Field = (typeof fields)[number];

/** Checks a schedule in cron's notation. */
export function checkSchedule(schedule: string): Finding[] {
  const finding = { id: 'cron-schedule', setting: 'schedule' };
  const hint = "write it as '30 3 * * *': every night at 03:30";
  const parts = schedule.split(' ');
  if (parts.length !== fields.length) {
    const constraint = 'must be minute, hour, day of the month, month and day of the week, separated by one space';
    return [{ ...finding, message: `schedule ${constraint}; got '${schedule}'`, hint }];
  }
  return fields
    .filter((field, index) => !isField(parts[index] ?? '', field))
    .map(({ from, name, to }) => ({
      ...finding,
      message: `${name} of schedule must be *, or numbers from ${from} to ${to} with , - and /; got '${schedule}'`,
      hint,
    }));
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

/** Returns the number that a field's word means, or NaN. */
function fieldValue(word: string, { from, to, words }: Field): number {
  const index = (words as readonly string[]).indexOf(word.toLowerCase());
  if (index >= 0) return index + from;
  const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  return value >= from && value <= to ? value : Number.NaN;
}

/** Checks the name of a time zone. */
export function checkTimeZone(timeZone: string): Finding[] {
  if (/^[A-Z][A-Za-z_]*(?:\/[A-Za-z0-9_+-]+)*$/.test(timeZone) && timeZone !== 'Local') return [];
  return [
    {
      id: 'time-zone',
      setting: 'timeZone',
      message: `timeZone must be a name of the IANA database; got '${timeZone}'`,
      hint: "write it as 'Europe/Berlin', or remove it for UTC",
    },
  ];
}
