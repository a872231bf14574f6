/** CPU in Kubernetes' notation: whole cores or thousandths, `'2'` or `'250m'`. */
export type Cpu = `${number}` | `${number}m`;

/** Bytes in Kubernetes' notation, in binary units. */
export type Memory = `${number}Mi` | `${number}Gi`;

/** A volume's size, in binary gigabytes. */
export type Storage = `${number}Gi`;

/** How fast a volume reads and writes: binary megabytes a second. */
export type Throughput = `${number}Mi/s`;

/** A span of time: `'30s'`, `'15m'`, `'2h'`, `'7d'`. */
export type Duration = `${number}s` | `${number}m` | `${number}h` | `${number}d`;

/** How long CloudWatch Logs can keep a group's events. Source: PutRetentionPolicy, AWS. */
export type LogRetention =
  | `${1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 120 | 150 | 180 | 365 | 400 | 545 | 731 | 1096 | 1827}d`
  | `${2192 | 2557 | 2922 | 3288 | 3653}d`;

const secondsIn = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const mebibytesIn = { Mi: 1, Gi: 1024 } as const;

export function seconds(duration: Duration): number {
  return parseAmount(duration, secondsIn);
}

export function days(duration: Duration): number {
  return seconds(duration) / secondsIn.d;
}

export function millicores(cpu: Cpu): number {
  return cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;
}

export function mebibytes(memory: Memory): number {
  return parseAmount(memory, mebibytesIn);
}

export function gibibytes(storage: Storage): number {
  return mebibytes(storage) / mebibytesIn.Gi;
}

export function mebibytesPerSecond(throughput: Throughput): number {
  return /^\d+Mi\/s$/.test(throughput) ? Number(throughput.slice(0, -'Mi/s'.length)) : Number.NaN;
}

/** Whether a value read from a file is a positive amount of one of these units. */
export function isAmount(text: string, units: readonly string[]): boolean {
  const match = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text);
  return match !== null && Number(match[1]) > 0 && units.includes(match[2] ?? '');
}

function parseAmount<U extends string>(text: `${number}${U}`, units: Readonly<Record<U, number>>): number {
  for (const [unit, factor] of Object.entries(units) as [U, number][]) {
    if (text.endsWith(unit)) return Number(text.slice(0, -unit.length)) * factor;
  }
  return Number.NaN;
}

/** The longest of some spans of time; none is no time at all. */
export function longest(durations: readonly Duration[]): Duration {
  return durations.reduce<Duration>((most, next) => (seconds(next) > seconds(most) ? next : most), '0s');
}
