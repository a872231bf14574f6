import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { outputFolder, root, run, runNode } from './child';
import { removeDist, runSynth } from './programs';
import { asRatio, atMost, compared, inSeconds, median, repeat, type Row } from './row';

/** The commit before the loader kept its bundles. */
const commit = 'e0ef41a';

const limit = 0.5;

/** `adamant synth` of this tree and of an older commit, in turns. Each run writes `dist/` anew; this tree has more files. */
export function baseline(runs: number): Row[] {
  const folder = checkout();
  const rounds = repeat(runs, () => ({ direct: direct(folder), npm: { older: runNpm(folder), ours: runNpm(root) } }));
  return [
    row(
      'direct',
      rounds.map((round) => round.direct),
    ),
    row(
      'npm run',
      rounds.map((round) => round.npm),
    ),
  ];
}

interface Times {
  readonly older: number;
  readonly ours: number;
}

function direct(folder: string): Times {
  removeDist(folder);
  const older = runNode(['--max-semi-space-size=2', 'cli/adamant.mjs', 'synth'], { cwd: folder }).seconds;
  return { older, ours: runSynth().seconds };
}

function runNpm(folder: string): number {
  removeDist(folder);
  return run('npm', ['run', '--silent', 'synth'], { cwd: folder }).seconds;
}

function row(name: string, rounds: readonly Times[]): Row {
  const ratio = median(rounds.map(({ older, ours }) => ours / older));
  const [older, ours] = (['older', 'ours'] as const).map((key) => inSeconds(median(rounds.map((round) => round[key]))));
  const unrated = { name: `baseline: synth / ${commit}, ${name}`, note: `${ours} and ${older}`, value: asRatio(ratio) };
  return compared(unrated, ratio, atMost(limit, asRatio));
}

/** The tree of the commit, with the packages of this one. */
function checkout(): string {
  const folder = path.join(outputFolder, commit);
  if (existsSync(folder)) return folder;
  mkdirSync(outputFolder, { recursive: true });
  const [archive, partial] = [`${folder}.tar`, `${folder}.partial`];
  rmSync(partial, { force: true, recursive: true });
  mkdirSync(partial);
  run('git', ['archive', '--output', archive, commit]);
  run('tar', ['--extract', '--file', archive, '--directory', partial]);
  symlinkSync(path.join(root, 'node_modules'), path.join(partial, 'node_modules'));
  renameSync(partial, folder);
  return folder;
}
