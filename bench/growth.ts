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

/** Whether twice as much takes twice as long. Each size runs in a process of its own. */
export function growth(runs: number): Row[] {
  return plans.flatMap((plan) => {
    const sizes = plan.sizes.map((size) => measure(plan, size, runs));
    return [...sizes.map(({ row }) => row), slope(plan, sizes)];
  });
}

interface Size {
  readonly row: Row;
  /** Milliseconds for each resource or object, loading left out. */
  readonly each: number;
}

function measure({ half, seconds, sizes, units }: Plan, size: number, runs: number): Size {
  const ran = repeat(runs, () => {
    const { cpu, peak, seconds: wall, stdout } = runNode(['cli/load.mjs', 'bench/grow.ts', half, String(size)]);
    return { ...(JSON.parse(stdout) as Grown), cpu, peak, wall };
  });
  const count = ran[0]?.count ?? NaN;
  const of = (key: 'cpu' | 'milliseconds' | 'peak' | 'wall') => median(ran.map((one) => one[key]));
  const wall = of('wall');
  const each = of('milliseconds') / count;
  const judged = { budget: `< ${seconds} s`, verdict: wall < seconds ? 'ok' : 'over' } as const;
  return {
    each,
    row: {
      ...(size === sizes.at(-1) ? judged : {}),
      note: `${each.toFixed(3)} ms each without loading, CPU ${inSeconds(of('cpu'))}, ${inMegabytes(of('peak'))}`,
      value: inSeconds(wall),
      what: `growth: ${count.toLocaleString('en')} ${units}`,
    },
  };
}

/** Loading is left out, which would make small sizes look dear and hide what is not linear. */
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
