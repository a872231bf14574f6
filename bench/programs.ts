import path from 'node:path';
import { type NodeRun, root, run, runNode } from './child';
import { below, compared, inMegabytes, median, repeat, type Row, timeRow } from './row';

const memory = 200e6;

/** `adamant synth` of all environments: with checks, costs and files. */
export function synth(runs: number): Row[] {
  const finished = repeat(runs, runSynth);
  const peak = median(finished.map((one) => one.peak));
  return [
    timeRow('synth', finished, 1),
    compared({ name: 'synth: peak memory', value: inMegabytes(peak) }, peak, below(memory, inMegabytes)),
  ];
}

export function runSynth(): NodeRun {
  return runNode(['cli/adamant.mjs', 'synth']);
}

/** TypeScript itself, without the start of npm. */
export function types(runs: number): Row[] {
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return [
    timeRow(
      'types',
      repeat(runs, () => runNode([tsc, '--noEmit'])),
      5,
    ),
  ];
}

export function test(runs: number): Row[] {
  return [
    timeRow(
      'test',
      repeat(runs, () => run('npm', ['test'])),
      60,
    ),
  ];
}
