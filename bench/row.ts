/** A line of the report. */
export interface Row {
  readonly name: string;
  readonly value: string;
  /** The limit, in words. A row without a budget is reported and has no verdict. */
  readonly budget?: string;
  readonly verdict?: Verdict;
  /** The spread of the runs, or the reason for a verdict. */
  readonly note?: string;
}

export type Verdict = 'ok' | 'over' | 'failed' | 'skipped';

/** A limit of a measured number. */
export interface Budget {
  readonly text: string;
  readonly holds: (value: number) => boolean;
}

export function below(limit: number, format: (value: number) => string): Budget {
  return { holds: (value) => value < limit, text: `< ${format(limit)}` };
}

export function atMost(limit: number, format: (value: number) => string): Budget {
  return { holds: (value) => value <= limit, text: `<= ${format(limit)}` };
}

export function atLeast(limit: number, format: (value: number) => string): Budget {
  return { holds: (value) => value >= limit, text: `>= ${format(limit)}` };
}

/** A row with the verdict of its budget. */
export function compared(row: Row, value: number, { holds, text }: Budget): Row {
  return { ...row, budget: text, verdict: holds(value) ? 'ok' : 'over' };
}

/** The median: a single run that another program disturbed does not move it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** Measures several times, after a first time that fills caches and does not count. */
export function repeat<T>(runs: number, measure: () => T): T[] {
  measure();
  return Array.from({ length: runs }, measure);
}

/** The wall time of a program, in seconds. */
export function timeRow(name: string, runs: readonly Timed[], limit: number): Row {
  const seconds = runs.map((run) => run.seconds);
  const range = `${inSeconds(Math.min(...seconds))} to ${inSeconds(Math.max(...seconds))}`;
  const cpu = median(runs.map((run) => run.cpu ?? NaN));
  const note = Number.isNaN(cpu) ? range : `${range}, CPU ${inSeconds(cpu)}`;
  return compared({ name, note, value: inSeconds(median(seconds)) }, median(seconds), below(limit, inSeconds));
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

export function asRatio(value: number): string {
  return `${value.toFixed(2)} x`;
}

/** A row as a line of text. */
export function line({ budget, name, note, value, verdict }: Row): string {
  const cells = [name.padEnd(40), value.padStart(10), (budget ?? '').padEnd(10), (verdict ?? '').padEnd(7), note ?? ''];
  return cells.join('  ').trimEnd();
}
