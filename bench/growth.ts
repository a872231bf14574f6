import { runNode } from './child';
import type { Grown, Half } from './grow';
import { inMegabytes, inSeconds, median, repeat, type Row } from './row';

/** The largest may cost this much more for each one than the cheapest smaller size. */
const linear = 1.5;

interface Plan {
  readonly half: Half;
  readonly units: string;
  /** Stacks or charts. */
  readonly sizes: readonly number[];
  /** For the largest, from the start of its process to its end. */
  readonly seconds: number;
}

const plans: readonly Plan[] = [
  { half: 'aws', seconds: 10, sizes: [5, 15, 50], units: 'AWS resources' },
  { half: 'kubernetes', seconds: 2, sizes: [30, 100, 300], units: 'objects' },
];

/** Whether twice as much takes twice as long. Sizes take turns, each run in a process of its own. */
export function growth(runs: number): Row[] {
  return plans.flatMap((plan) => {
    const rounds = repeat(runs, () => plan.sizes.map((size) => once(plan.half, size)));
    const sizes = plan.sizes.map((_, index) => ofSize(rounds.flatMap((round) => round[index] ?? [])));
    return [...sizes.map((size, index) => rowOf(plan, size, index === sizes.length - 1)), slope(plan, sizes)];
  });
}

/** What one size took: medians. */
interface Size {
  readonly count: number;
  readonly seconds: number;
  readonly peak: number;
  /** CPU time in milliseconds for each resource or object. */
  readonly each: number;
}

function once(half: Half, size: number): Size {
  const { peak, seconds, stdout } = runNode(['cli/load.mjs', 'bench/grow.ts', half, String(size)]);
  const { count, cpu } = JSON.parse(stdout) as Grown;
  return { count, each: cpu / count, peak, seconds };
}

function ofSize(runs: readonly Size[]): Size {
  const of = (key: keyof Size) => median(runs.map((run) => run[key]));
  return { count: of('count'), each: of('each'), peak: of('peak'), seconds: of('seconds') };
}

function rowOf(plan: Plan, { count, each, peak, seconds }: Size, largest: boolean): Row {
  const judged = { budget: `< ${plan.seconds} s`, verdict: seconds < plan.seconds ? 'ok' : 'over' } as const;
  return {
    ...(largest ? judged : {}),
    note: `${each.toFixed(3)} ms of CPU each; ${inMegabytes(peak)}`,
    value: inSeconds(seconds),
    what: `growth: ${count.toLocaleString('en')} ${plan.units}`,
  };
}

/** Judged is CPU time without loading: loading would make small sizes look dear, and other programs the unlucky one. */
function slope({ units }: Plan, sizes: readonly Size[]): Row {
  const each = sizes.map((size) => size.each);
  const ratio = (each.at(-1) ?? NaN) / Math.min(...each.slice(0, -1));
  return {
    budget: `<= ${linear} x`,
    note: ratio <= linear ? 'linear' : 'not linear',
    value: `${ratio.toFixed(2)} x`,
    verdict: ratio <= linear ? 'ok' : 'over',
    what: `growth: ${units}, largest each`,
  };
}
