import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

/** The project's root: npm runs scripts there. */
export const root = process.cwd();

/** Where measured programs write what nobody keeps. */
export const ephemeralStorage = path.join(root, '.cache', 'bench');

/** Longer than any budget: what takes longer hangs. */
const patience = 10 * 60 * 1000;

export interface Ran {
  readonly seconds: number;
  readonly stdout: string;
}

/** What `used.cjs` knows of a program of node. What the program itself started is not in it. */
export interface RanNode extends Ran {
  /** CPU time in seconds, of which a busy machine adds less than to the time on the clock. */
  readonly cpu: number;
  /** The most memory that it held, in bytes. */
  readonly peak: number;
}

/** Runs a program of node, in a process of its own. */
export function runNode(parameters: readonly string[]): RanNode {
  mkdirSync(ephemeralStorage, { recursive: true });
  const report = path.join(ephemeralStorage, 'used.json');
  rmSync(report, { force: true });
  const preload = ['--require', path.join(root, 'bench', 'used.cjs')];
  const ran = run(process.execPath, [...preload, ...parameters], { ADAMANT_BENCH_USED: report });
  return { ...ran, ...(JSON.parse(readFileSync(report, 'utf8')) as Pick<RanNode, 'cpu' | 'peak'>) };
}

/** Runs a program, and measures from its start to its end. */
export function run(program: string, parameters: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const started = performance.now();
  const { error, signal, status, stderr, stdout } = spawnSync(program, parameters, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
    timeout: patience,
  });
  const seconds = (performance.now() - started) / 1000;
  if (error) throw error;
  if (status !== 0) {
    const command = [path.basename(program), ...parameters].join(' ');
    const told = `${stdout}\n${stderr}`.trim().split('\n').slice(-5).join('\n  ');
    throw new Error(`${command} ended with ${signal ?? status}:\n  ${told}`.replaceAll(`${root}${path.sep}`, ''));
  }
  return { seconds, stdout };
}
