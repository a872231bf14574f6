import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

/** The project's root: npm runs scripts there. */
export const root = process.cwd();

/** The folder for the output of measured programs. */
export const outputFolder = path.join(root, '.cache', 'bench');

/** A limit far above every budget: a program that takes longer hangs. */
const timeout = 10 * 60 * 1000;

export interface Run {
  readonly seconds: number;
  readonly stdout: string;
}

/** A run of Node, as `usage.cjs` reports it. Processes that it started are not included. */
export interface NodeRun extends Run {
  /** CPU time in seconds. Other programs on the machine change it less than the wall time. */
  readonly cpu: number;
  /** Peak memory in bytes. */
  readonly peak: number;
}

interface Options {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program of Node in a process of its own. */
export function runNode(parameters: readonly string[], options: Options = {}): NodeRun {
  mkdirSync(outputFolder, { recursive: true });
  const report = path.join(outputFolder, 'usage.json');
  rmSync(report, { force: true });
  const preload = ['--require', path.join(root, 'bench', 'usage.cjs')];
  const env = { ...options.env, ADAMANT_BENCH_USAGE: report };
  const finished = run(process.execPath, [...preload, ...parameters], { ...options, env });
  return { ...finished, ...(JSON.parse(readFileSync(report, 'utf8')) as Pick<NodeRun, 'cpu' | 'peak'>) };
}

/** Runs a program and measures its wall time. */
export function run(program: string, parameters: readonly string[], { cwd = root, env = {} }: Options = {}): Run {
  const started = performance.now();
  const { error, signal, status, stderr, stdout } = spawnSync(program, parameters, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
    timeout,
  });
  const seconds = (performance.now() - started) / 1000;
  if (error) throw error;
  if (status !== 0) {
    const command = [path.basename(program), ...parameters].join(' ');
    const output = `${stdout}\n${stderr}`.trim().split('\n').slice(-5).join('\n  ');
    throw new Error(`${command} failed with ${signal ?? status}:\n  ${output}`.replaceAll(`${root}${path.sep}`, ''));
  }
  return { seconds, stdout };
}
