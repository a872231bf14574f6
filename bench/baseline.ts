import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { outputFolder, root, run, runNode } from './child';
import { runSynth } from './programs';
import { asRatio, atMost, compared, inSeconds, median, repeat, type Row } from './row';

/** The commit before the loader kept its bundles. */
const commit = 'e0ef41a';

const limit = 0.5;

/** `adamant synth` of this tree and of an older commit, in turns. */
export function baseline(runs: number): Row[] {
  const folder = checkout();
  const rounds = repeat(runs, () => ({
    older: runNode(['--max-semi-space-size=2', 'cli/adamant.mjs', 'synth'], { cwd: folder }).seconds,
    ours: runSynth().seconds,
  }));
  const ratio = median(rounds.map(({ older, ours }) => ours / older));
  const [older, ours] = (['older', 'ours'] as const).map((key) => inSeconds(median(rounds.map((round) => round[key]))));
  const row = { name: `baseline: synth / synth of ${commit}`, note: `${ours} and ${older}`, value: asRatio(ratio) };
  const [own, former] = [filesIn(root), filesIn(folder)];
  // The budget is for the same content.
  if (own === former) return [compared(row, ratio, atMost(limit, asRatio))];
  return [{ ...row, note: `${row.note}; no budget: ${own} and ${former} files`, verdict: 'skipped' }];
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

function filesIn(folder: string): number {
  return readdirSync(path.join(folder, 'dist'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    .length;
}
