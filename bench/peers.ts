import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { outputFolder, run } from './child';
import { runSynth } from './programs';
import { asRatio, atLeast, compared, inSeconds, median, repeat, type Row } from './row';

const limit = 8;

/** The peers' commands look for newer versions and send usage reports. Neither is part of a synthesis. */
const offline = { CHECKPOINT_DISABLE: '1', CI: 'true', DISABLE_VERSION_CHECK: '1' };

/** Both programs as the peers' project templates run them. Lock files are imported as text, which ts-node cannot do by itself. */
const tsNode = (entry: string) => `npx ts-node --files --require ./bench/lock-files.cjs ${entry}`;
const loader = (entry: string) => `node cli/load.mjs ${entry}`;

const programs = {
  'peers: cdktf synth, ts-node': (folder: string) => synth(folder, 'cdktf', tsNode('apps/infrastructure.ts')),
  'peers: cdk8s synth, ts-node': (folder: string) => synth(folder, 'cdk8s', tsNode('apps/workloads.ts')),
  'peers: cdktf synth, our loader': (folder: string) => synth(folder, 'cdktf', loader('apps/infrastructure.ts')),
  'peers: cdk8s synth, our loader': (folder: string) => synth(folder, 'cdk8s', loader('apps/workloads.ts')),
  'peers: adamant synth': () => runSynth().seconds,
} as const;

type Program = keyof typeof programs;
type Round = Readonly<Record<Program, number>>;

const names = Object.keys(programs) as Program[];

/** The same apps, synthesized by the commands of cdktf and cdk8s. All programs take turns, so that noise affects each alike. */
export function peers(runs: number): Row[] {
  const folder = process.env['ADAMANT_BENCH_CLIS'];
  if (folder === undefined) return [skipped('set ADAMANT_BENCH_CLIS to a folder with cdktf and cdk8s')];
  const missing = ['cdktf', 'cdk8s'].filter((name) => !existsSync(path.join(folder, name)));
  if (missing.length > 0) return [skipped(`ADAMANT_BENCH_CLIS must hold ${missing.join(' and ')}; got ${folder}`)];

  const rounds = repeat(runs, () => Object.fromEntries(names.map((name) => [name, programs[name](folder)])) as Round);
  const times = names.map((name) => ({ name, value: inSeconds(median(rounds.map((round) => round[name]))) }));
  const [withTsNode, withLoader] = (['ts-node', 'our loader'] as const).map((how) => median(rounds.map(ratio(how))));
  return [
    ...times,
    compared(ratioRow('ts-node', withTsNode), withTsNode ?? NaN, atLeast(limit, asRatio)),
    ratioRow('our loader', withLoader),
  ];
}

function ratio(how: 'ts-node' | 'our loader') {
  return (round: Round) =>
    (round[`peers: cdktf synth, ${how}`] + round[`peers: cdk8s synth, ${how}`]) / round['peers: adamant synth'];
}

function ratioRow(how: string, value = NaN): Row {
  return { name: `peers: both, ${how} / adamant synth`, value: asRatio(value) };
}

function synth(folder: string, name: 'cdktf' | 'cdk8s', app: string): number {
  const output = path.join(outputFolder, name);
  rmSync(output, { force: true, recursive: true });
  const { seconds } = run(path.join(folder, name), ['synth', '--app', app, '--output', output], { env: offline });
  if (!existsSync(output)) throw new Error(`${name} synth wrote nothing`);
  return seconds;
}

function skipped(note: string): Row {
  return { name: 'peers', note, value: '-', verdict: 'skipped' };
}
