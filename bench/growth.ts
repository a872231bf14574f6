import { runNode } from './child';
import type { Grown, Half } from './grow';
import { asRatio, atMost, below, compared, inMegabytes, inSeconds, median, repeat, type Row } from './row';

/** CPU time for each resource or object at the largest size, as a multiple of the cheapest smaller size. */
const linear = 1.5;

interface Plan {
  readonly half: Half;
  readonly units: string;
  /** Numbers of stacks or charts. */
  readonly sizes: readonly number[];
  /** The budget of the largest size: wall time of the whole process. */
  readonly seconds: number;
}

const plans: readonly Plan[] = [
  { half: 'aws', seconds: 10, sizes: [5, 15, 50], units: 'AWS resources' },
  { half: 'kubernetes', seconds: 2, sizes: [30, 100, 300], units: 'objects' },
];

/** Growth of time with size. Sizes take turns, each run in a process of its own. */
export function growth(runs: number): Row[] {
  return plans.flatMap((plan) => {
    const rounds = repeat(runs, () => plan.sizes.map((size) => runOnce(plan.half, size)));
    const sizes = plan.sizes.map((_, index) => medians(rounds.flatMap((round) => round[index] ?? [])));
    return [...sizes.map((size, index) => sizeRow(plan, size, index === sizes.length - 1)), slopeRow(plan, sizes)];
  });
}

/** Medians of one size. */
interface Size {
  readonly count: number;
  readonly seconds: number;
  readonly peak: number;
  /** CPU time in milliseconds for each resource or object. */
  readonly each: number;
}

function runOnce(half: Half, size: number): Size {
  const { peak, seconds, stdout } = runNode(['cli/load.mjs', 'bench/grow.ts', half, String(size)]);
  const { count, cpu } = JSON.parse(stdout) as Grown;
  return { count, each: cpu / count, peak, seconds };
}

function medians(runs: readonly Size[]): Size {
  const medianBy = (key: keyof Size) => median(runs.map((run) => run[key]));
  return { count: medianBy('count'), each: medianBy('each'), peak: medianBy('peak'), seconds: medianBy('seconds') };
}

function sizeRow(plan: Plan, { count, each, peak, seconds }: Size, isLargest: boolean): Row {
  const row: Row = {
    name: `growth: ${count.toLocaleString('en')} ${plan.units}`,
    note: `${each.toFixed(3)} ms of CPU each; ${inMegabytes(peak)}`,
    value: inSeconds(seconds),
  };
  return isLargest ? compared(row, seconds, below(plan.seconds, inSeconds)) : row;
}

/** CPU time without loading: the time of loading would make small sizes look expensive. */
function slopeRow({ units }: Plan, sizes: readonly Size[]): Row {
  const each = sizes.map((size) => size.each);
  const ratio = (each.at(-1) ?? NaN) / Math.min(...each.slice(0, -1));
  const row = { name: `growth: ${units}, largest each`, value: asRatio(ratio) };
  return compared(row, ratio, atMost(linear, asRatio));
}
