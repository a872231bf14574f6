import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { type NodeRun, outputFolder, root, run, runNode } from './child';
import { below, compared, inMegabytes, median, repeat, type Row, timeRow } from './row';

const memory = 200e6;

/** Deleted by `run.ts`. */
export const removedFolder = path.join(outputFolder, `removed-${process.pid}`);

/** `adamant synth` of all environments: with checks, costs and all files written anew. */
export function synth(runs: number): Row[] {
  const finished = repeat(runs, runSynth);
  const peak = median(finished.map((one) => one.peak));
  return [
    timeRow('synth', finished, 1),
    compared({ name: 'synth: peak memory', value: inMegabytes(peak) }, peak, below(memory, inMegabytes)),
  ];
}

export function runSynth(): NodeRun {
  removeDist(root);
  return runNode(['cli/adamant.mjs', 'synth']);
}

let removed = 0;

/**
 * Moves a project's `dist/` away, so that it is written anew. It is deleted by the end of the benchmark: a file system that has
 * just deleted many files creates new ones several times slower.
 */
export function removeDist(project: string): void {
  const dist = path.join(project, 'dist');
  if (!existsSync(dist)) return;
  mkdirSync(removedFolder, { recursive: true });
  renameSync(dist, path.join(removedFolder, String((removed += 1))));
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
