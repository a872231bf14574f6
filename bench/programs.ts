import path from 'node:path';
import { root, run, runNode } from './child';
import { inMegabytes, median, repeat, type Row, time } from './row';

const memory = 150e6;

/** The program as it is, with everything that it checks and writes. */
export function synth(runs: number): Row[] {
  const ran = repeat(runs, synthesize);
  const peak = median(ran.map((one) => one.peak));
  return [
    time('synth', ran, 1),
    {
      budget: `< ${inMegabytes(memory)}`,
      note: "node's own; the compiler it starts is gone by then",
      value: inMegabytes(peak),
      verdict: peak < memory ? 'ok' : 'over',
      what: 'synth: peak memory',
    },
  ];
}

export function synthesize() {
  return runNode(['--max-semi-space-size=2', 'cli/adamant.mjs', 'synth']);
}

/** TypeScript itself, without what npm adds. */
export function types(runs: number): Row[] {
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const ran = repeat(runs, () => runNode([tsc, '--noEmit']));
  return [time('types', ran, 5)];
}

export function test(runs: number): Row[] {
  const ran = repeat(runs, () => run('npm', ['test']));
  return [time('test', ran, 30)];
}
