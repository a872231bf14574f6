/** What one line of the report says. */
export interface Row {
  readonly what: string;
  readonly value: string;
  /** What it may be, in words. A row without one is told, not judged. */
  readonly budget?: string;
  readonly verdict?: 'ok' | 'over' | 'failed' | 'skipped';
  /** How it was measured, or why it was not. */
  readonly note?: string;
}

/** The one in the middle, so that a run that something else disturbed does not count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** Measures several times. The first time warms the caches of disk and compiler, and does not count. */
export function repeat<T>(runs: number, measure: () => T): T[] {
  measure();
  return Array.from({ length: runs }, measure);
}

/** A time that must stay below its budget, in seconds. */
export function time(what: string, ran: readonly Timed[], below: number): Row {
  const taken = ran.map(({ seconds }) => seconds);
  const spread = `from ${inSeconds(Math.min(...taken))} to ${inSeconds(Math.max(...taken))}`;
  const cpu = median(ran.map((one) => one.cpu ?? NaN));
  return {
    budget: `< ${below} s`,
    note: Number.isNaN(cpu) ? spread : `${spread}, CPU ${inSeconds(cpu)}`,
    value: inSeconds(median(taken)),
    verdict: median(taken) < below ? 'ok' : 'over',
    what,
  };
}

interface Timed {
  readonly seconds: number;
  readonly cpu?: number;
}

export function inSeconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

export function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** A row as a line of the report. */
export function line({ budget = '', note = '', value, verdict, what }: Row): string {
  const cells = [what.padEnd(34), value.padStart(12), budget.padEnd(10), (verdict ?? '').padEnd(7), note];
  return cells.join('  ').trimEnd();
}
