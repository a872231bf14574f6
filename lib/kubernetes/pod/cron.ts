import type { Finding } from '../../core/diagnostics';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The five fields of a schedule, as CronJobs read them. Source: "CronJob", schedule syntax. */
const fields = [
  { name: 'minute', from: 0, to: 59, words: [] },
  { name: 'hour', from: 0, to: 23, words: [] },
  { name: 'day of the month', from: 1, to: 31, words: [] },
  { name: 'month', from: 1, to: 12, words: months },
  { name: 'day of the week', from: 0, to: 6, words: days },
] as const;

type Field = (typeof fields)[number];

/** What is wrong with a schedule in cron's notation. */
export function checkSchedule(schedule: string): Finding[] {
  const setting = 'schedule';
  const example = `write it as '30 3 * * *', every night at half past three`;
  const parts = schedule.split(' ');
  if (parts.length !== fields.length) {
    const rule = `a schedule is minute, hour, day, month and day of the week with one space between, got '${schedule}'`;
    return [{ setting, message: rule, hint: example }];
  }
  return fields
    .filter((field, index) => !isField(parts[index] ?? '', field))
    .map(({ from, name, to }) => ({
      setting,
      message: `the ${name} is *, or numbers from ${from} to ${to} with , - and /, got '${schedule}'`,
      hint: example,
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

/** A number or a word of a field; anything else is no number. */
function fieldValue(word: string, { from, to, words }: Field): number {
  const named = (words as readonly string[]).indexOf(word.toLowerCase());
  if (named >= 0) return named + from;
  const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  return value >= from && value <= to ? value : Number.NaN;
}

/** What is wrong with the name of a time zone. */
export function checkTimeZone(timeZone: string): Finding[] {
  return /^[A-Z][A-Za-z_]*(?:\/[A-Za-z0-9_+-]+)*$/.test(timeZone) && timeZone !== 'Local'
    ? []
    : [
        {
          setting: 'timeZone',
          message: `a time zone is a name of the IANA database, got '${timeZone}'`,
          hint: `write it as 'Europe/Berlin', or leave it out for UTC`,
        },
      ];
}
