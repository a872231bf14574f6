import type { Finding } from './diagnostics';

/** CPU in Kubernetes' notation: whole cores or thousandths, `'2'` or `'250m'`. */
export type Cpu = `${number}` | `${number}m`;

/** Bytes in Kubernetes' notation, in binary units. */
export type Memory = `${number}Mi` | `${number}Gi`;

/** A volume's size, in binary gigabytes. */
export type Storage = `${number}Gi`;

/** Throughput of a volume, in binary megabytes a second. */
export type Throughput = `${number}Mi/s`;

/** Duration: `'30s'`, `'15m'`, `'2h'`, `'7d'`. */
export type Duration = `${number}s` | `${number}m` | `${number}h` | `${number}d`;

/**
 * Retention of a CloudWatch log group.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export type LogRetention =
  | `${1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 120 | 150 | 180 | 365 | 400 | 545 | 731 | 1096 | 1827}d`
  | `${2192 | 2557 | 2922 | 3288 | 3653}d`;

const secondsIn = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const mebibytesIn = { Mi: 1, Gi: 1024 } as const;

/** Returns a duration in seconds. */
export function seconds(duration: Duration): number {
  return parseAmount(duration, secondsIn);
}

/** Returns a duration in days. */
export function days(duration: Duration): number {
  return seconds(duration) / secondsIn.d;
}

/** Returns thousandths of a core. */
export function millicores(cpu: Cpu): number {
  // A number, which types reject and checks report, has no methods of a string.
  const text = String(cpu);
  return text.endsWith('m') ? Number(text.slice(0, -1)) : scaled(text, 1000);
}

/** Returns bytes in binary megabytes. */
export function mebibytes(memory: Memory): number {
  return parseAmount(memory, mebibytesIn);
}

/** Returns bytes in binary gigabytes. */
export function gibibytes(storage: Storage): number {
  return mebibytes(storage) / mebibytesIn.Gi;
}

/** Returns a throughput in binary megabytes a second; NaN unless it is a whole number of them. */
export function mebibytesPerSecond(throughput: Throughput): number {
  return /^\d+Mi\/s$/.test(throughput) ? Number(throughput.slice(0, -'Mi/s'.length)) : Number.NaN;
}

/** True if a value is a positive amount in one of these units. */
export function isAmount(text: string, units: readonly string[]): boolean {
  const match = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text);
  return match !== null && Number(match[1]) > 0 && units.includes(match[2] ?? '');
}

function parseAmount<U extends string>(text: `${number}${U}`, units: Readonly<Record<U, number>>): number {
  for (const [unit, factor] of Object.entries(units) as [U, number][]) {
    if (String(text).endsWith(unit)) return scaled(text.slice(0, -unit.length), factor);
  }
  return Number.NaN;
}

/** Returns a decimal number times a factor. A product that is whole has no error of binary fractions: 2.01 times 1000 is 2010. */
function scaled(text: string, factor: number): number {
  const product = Number(text) * factor;
  const whole = Math.round(product);
  return Math.abs(product - whole) < whole * 1e-14 ? whole : product;
}

/** Suffixes of Kubernetes' quantities. */
const quantityUnits: Readonly<Record<string, number>> = {
  ...{ 'n': 1e-9, 'u': 1e-6, 'm': 1e-3, '': 1, 'k': 1e3, 'M': 1e6, 'G': 1e9, 'T': 1e12, 'P': 1e15, 'E': 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/**
 * Returns the value of a quantity in any notation that Kubernetes has (`'250m'`, `'1.5Gi'`, `'2e9'`, or a number), and NaN for
 * other texts.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(quantity: string | number): number {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(String(quantity));
  if (!match) return Number.NaN;
  const [, number = '', exponent, unit = ''] = match;
  if (exponent !== undefined) return Number(`${number}e${exponent}`);
  const factor = quantityUnits[unit] ?? Number.NaN;
  return factor < 1 ? Number(number) / Math.round(1 / factor) : scaled(number, factor);
}

/** Maximum of the API's fields of type int32. */
export const maxInt32 = 2 ** 31 - 1;

/**
 * Returns a duration in the notation of Go, which controllers of custom resources read. Its longest unit is the hour.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function goDuration(duration: Duration): string {
  return String(duration).endsWith('d') ? `${seconds(duration) / secondsIn.h}h` : duration;
}

/** Returns the longest of some durations, `'0s'` if there are none. */
export function maxDuration(durations: readonly Duration[]): Duration {
  return durations.reduce<Duration>((max, next) => (seconds(next) > seconds(max) ? next : max), '0s');
}

/** Bounds of a duration in whole days. */
export interface DayRange {
  readonly min: number;
  /** @default no limit */
  readonly max?: number;
  /** The duration that the hint suggests, in days. */
  readonly suggested: number;
}

/** Checks a duration that an AWS API takes as a number of days. */
export function checkDays(
  id: string,
  setting: string | readonly string[],
  value: Duration,
  { max, min, suggested }: DayRange,
): Finding[] {
  const length = days(value);
  if (isAmount(value, ['d']) && Number.isInteger(length) && length >= min && length <= (max ?? length)) return [];
  const range = max === undefined ? `of ${min}d or more` : `from ${min}d to ${max}d`;
  return [
    {
      id,
      setting,
      message: `${typeof setting === 'string' ? setting : setting.at(-1)} must be whole days ${range}; got '${value}'`,
      hint: `write it in days, for example '${suggested}d'`,
    },
  ];
}
