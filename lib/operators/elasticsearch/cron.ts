/** A field of a schedule: its name, its range, and the names of its values. */
interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const fields = {
  seconds: { name: 'seconds', min: 0, max: 59 },
  minutes: { name: 'minutes', min: 0, max: 59 },
  hours: { name: 'hours', min: 0, max: 23 },
  day: { name: 'day of the month', min: 1, max: 31 },
  month: { name: 'month', min: 1, max: 12, names: months },
  weekday: { name: 'day of the week', min: 1, max: 7, names: days },
} as const satisfies Readonly<Record<string, Field>>;

/** The shortest time between two snapshots, in minutes: `slm.minimum_interval` of Elasticsearch. */
const minInterval = 15;

/**
 * Returns the reason for which Elasticsearch refuses a schedule of snapshots or never takes one, or undefined.
 *
 * @see https://www.elastic.co/docs/explore-analyze/alerting/watcher/schedule-types#schedule-cron
 * @see https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/snapshot-restore-settings
 */
export function scheduleFault(schedule: string): string | undefined {
  const parts = schedule.toUpperCase().split(/[ \t]+/);
  const [seconds = '', minutes = '', hours = '', day = '', month = '', weekday = '', year] = parts;
  if (parts.length < 6 || parts.length > 7) return `it has ${schedule === '' ? 0 : parts.length} fields`;
  const sets = [
    valuesOf(seconds, fields.seconds),
    valuesOf(minutes, fields.minutes),
    valuesOf(hours, fields.hours),
    dayValues(day),
    valuesOf(month, fields.month),
    weekdayValues(weekday),
  ] as const;
  const fault = sets.find((set) => typeof set === 'string');
  if (typeof fault === 'string') return fault;
  if ((day === '?') === (weekday === '?')) return "one of day of the month and day of the week must be '?'";
  if (year !== undefined && year !== '*') return `the year is '${year}': snapshots would end`;
  const [atSeconds, atMinutes, atHours, atDays, atMonths] = sets as readonly (readonly number[])[];
  return (
    intervalFault(atSeconds ?? [], atMinutes ?? [], atHours ?? []) ??
    (isInCalendar(atDays ?? [], atMonths ?? []) ? undefined : 'no month of it has such a day')
  );
}

/** Returns the values of a field in their order, or the reason for which it has none. */
function valuesOf(text: string, field: Field): readonly number[] | string {
  const { max, min, name } = field;
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, first = '', last, step = ''] = /^(\*|[^-/*]*)(?:-([^-/*]+))?(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    const isAll = first === '*' || (first === '' && step !== '');
    const start = isAll ? min : valueOf(first, field);
    const end = last === undefined ? undefined : valueOf(last, field);
    const isNamed = /^[A-Z]/.test(first);
    const isWrong =
      Number.isNaN(start) ||
      Number.isNaN(end) ||
      (isAll && last !== undefined) ||
      (isNamed && (step !== '' || (last !== undefined && !/^[A-Z]/.test(last)))) ||
      (step !== '' && (Number(step) < 1 || Number(step) > max));
    if (isWrong) return `'${part}' is no ${name} from ${min} to ${max}`;
    addRange(values, { ...field, start, end: end ?? (isAll || step !== '' ? max : start), step: Number(step || 1) });
  }
  return [...values].sort((one, other) => one - other);
}

function valueOf(text: string, { max, min, names = [] }: Field): number {
  if (names.includes(text)) return names.indexOf(text) + 1;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : Number.NaN;
}

/** Adds the values of a range. One whose end is before its start continues at the minimum: the hours 22-2. */
function addRange(
  values: Set<number>,
  { end, max, min, start, step }: Field & { readonly start: number; readonly end: number; readonly step: number },
): void {
  const length = max - min + 1;
  const last = end < start ? end + length : end;
  for (let value = start; value <= last; value += step) values.add(((value - min) % length) + min);
}

/** The last day (L, L-3), the last weekday (LW), and the weekday nearest to a day (15W) are one day of each month. */
function dayValues(text: string): readonly number[] | string {
  if (text === '?') return [];
  const offset = Number(/^L-(\d{1,2})W?$/.exec(text)?.[1] ?? 0);
  if (/^L(?:-\d{1,2})?W?$/.test(text) && offset <= 30) return [];
  const [, nearest] = /^(\d{1,2})W$/.exec(text) ?? [];
  return valuesOf(nearest ?? text, fields.day);
}

/** The last Friday of a month is 6L or FRIL, and its third one 6#3 or FRI#3. */
function weekdayValues(text: string): readonly number[] | string {
  if (text === '?' || text === 'L') return [];
  const [, weekday] = /^([A-Z]{3}|\d)(?:L|#[1-5])$/.exec(text) ?? [];
  return valuesOf(weekday ?? text, fields.weekday);
}

function intervalFault(seconds: readonly number[], minutes: readonly number[], hours: readonly number[]) {
  const isHourly = hours.some((hour) => hours.includes((hour + 1) % 24));
  const [first = 0] = minutes;
  const next = [...minutes.slice(1), ...(isHourly ? [first + 60] : [])];
  const isShort = next.some((minute, index) => minute - (minutes[index] ?? 0) < minInterval);
  return seconds.length > 1 || isShort ? `two snapshots are less than ${minInterval} minutes apart` : undefined;
}

/** True if a month has one of the days. No days are those that every month has. */
function isInCalendar(atDays: readonly number[], atMonths: readonly number[]): boolean {
  return atDays.length === 0 || atMonths.some((month) => atDays.some((day) => day <= (daysOfMonth[month - 1] ?? 0)));
}
