import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run, ephemeralStorage } from './child';
import { synthesize } from './programs';
import { inSeconds, median, repeat, type Row } from './row';

/** How much faster than both peers together. */
const least = 8;

/** The peers' commands ask the internet for newer versions and send what they did; measured is their work. */
const offline = { CHECKPOINT_DISABLE: '1', CI: 'true', DISABLE_VERSION_CHECK: '1' };

/**
 * The same program, run by the commands of the peers: `cdktf.json` and `cdk8s.yaml` say how. They take turns with ours,
 * so that what else the machine does falls on all alike.
 */
export function peers(runs: number): Row[] {
  const folder = process.env['ADAMANT_BENCH_CLIS'];
  const missing = ['cdktf', 'cdk8s'].filter((name) => !existsSync(path.join(folder ?? '', name)));
  if (folder === undefined) return [skipped('ADAMANT_BENCH_CLIS names no folder with cdktf and cdk8s')];
  if (missing.length > 0) return [skipped(`ADAMANT_BENCH_CLIS has no ${missing.join(' and no ')}`)];

  const rounds = repeat(runs, () => ({
    cdk8s: command(folder, 'cdk8s'),
    cdktf: command(folder, 'cdktf'),
    ours: synthesize().seconds,
  }));
  const ratio = median(rounds.map(({ cdk8s, cdktf, ours }) => (cdktf + cdk8s) / ours));
  const [cdktf, cdk8s, ours] = (['cdktf', 'cdk8s', 'ours'] as const).map((name) =>
    inSeconds(median(rounds.map((round) => round[name]))),
  );
  return [
    { value: cdktf ?? '', what: 'peers: cdktf synth' },
    { value: cdk8s ?? '', what: 'peers: cdk8s synth' },
    {
      budget: `>= ${least} x`,
      note: `synth in the same rounds: ${ours}`,
      value: `${ratio.toFixed(1)} x`,
      verdict: ratio >= least ? 'ok' : 'over',
      what: 'peers: both / synth',
    },
  ];
}

function command(folder: string, name: 'cdktf' | 'cdk8s'): number {
  const output = path.join(ephemeralStorage, name);
  rmSync(output, { force: true, recursive: true });
  const { seconds } = run(path.join(folder, name), ['synth', '--output', output], offline);
  if (!existsSync(output)) throw new Error(`${name} synth wrote nothing`);
  return seconds;
}

function skipped(note: string): Row {
  return { note, value: '-', verdict: 'skipped', what: 'peers' };
}
