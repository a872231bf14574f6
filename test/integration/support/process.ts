import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A command to run. */
export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Timeout, after which the process group is killed. */
  readonly seconds: number;
  /** Log file, to which the complete output is appended. */
  readonly log: string;
  /**
   * Exit codes that are no failure.
   *
   * @default [0]
   */
  readonly allow?: readonly number[];
  /**
   * True if its background processes continue after it exits. `endGroup` ends them.
   *
   * @default false
   */
  readonly keepsBackground?: boolean;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  /** Standard output and standard error, interleaved. */
  readonly output: string;
  /** The process group. */
  readonly group: number;
}

/** A failure with a log file. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly log?: string,
    readonly output?: string,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

/** Process groups that must be ended before this program exits. */
const groups = new Set<number>();
let ending = false;

/** Runs a program in its own process group, and returns its output. */
export async function run(command: Command): Promise<Outcome> {
  const outcome = await runToEnd(command);
  if ((command.allow ?? [0]).includes(outcome.code)) return outcome;
  throw new Failure(`${commandLine(command)} ended with exit code ${outcome.code}`, command.log, outcome.output);
}

function commandLine({ program, arguments: given }: Pick<Command, 'program' | 'arguments'>): string {
  return [path.basename(program), ...given].join(' ');
}

async function runToEnd(command: Command): Promise<Outcome> {
  let stdout = '';
  let output = '';
  const { child, group } = launch(command, (text, stream) => {
    output += text;
    if (stream === 'stdout') stdout += text;
  });
  let isTimedOut = false;
  const timer = setTimeout(() => {
    isTimedOut = true;
    void endGroup(group);
  }, command.seconds * 1000);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', (error) => reject(new Failure(`${command.program} did not start: ${error.message}`)));
    child.once('close', (exit) => resolve(exit ?? 128));
  }).finally(() => clearTimeout(timer));
  if (isTimedOut)
    throw new Failure(`${commandLine(command)} timed out after ${command.seconds} s`, command.log, output);
  if (!command.keepsBackground || code !== 0) await endGroup(group);
  return { code, stdout, output, group };
}

/** Starts a program that runs until `endGroup`. Returns its process group. */
export function serve(
  command: Omit<Command, 'seconds' | 'allow' | 'lingers'>,
  onOutput: (text: string, stream: 'stdout' | 'stderr') => void = () => undefined,
): number {
  const { child, group } = launch(command, onOutput);
  child.on('error', (error) => appendFileSync(command.log, `${error.message}\n`));
  return group;
}

function launch(
  command: Omit<Command, 'seconds' | 'allow' | 'lingers'>,
  onOutput: (text: string, stream: 'stdout' | 'stderr') => void,
): { readonly child: ChildProcess; readonly group: number } {
  if (ending) throw new Failure('interrupted');
  mkdirSync(path.dirname(command.log), { recursive: true });
  appendFileSync(command.log, `\n$ ${commandLine(command)}\n`);
  const child = spawn(command.program, command.arguments, {
    cwd: command.folder,
    // Its own process group, so that its child processes can be ended with it.
    detached: true,
    env: { ...process.env, ...command.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = child.pid ?? 0;
  if (group > 0) groups.add(group);
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      appendFileSync(command.log, text);
      onOutput(text, stream);
    });
  }
  return { child, group };
}

export function isAlive(group: number): boolean {
  return group > 0 && signal(group, 0);
}

/** Ends a process group: SIGTERM, and SIGKILL after some seconds. */
export async function endGroup(group: number): Promise<void> {
  if (!groups.has(group)) return;
  signal(group, 'SIGTERM');
  for (let waited = 0; waited < 50 && signal(group, 0); waited++) await sleep(waited < 10 ? 20 : 200);
  signal(group, 'SIGKILL');
  groups.delete(group);
}

/** Kills a process group with SIGKILL, so that its processes cannot clean up. */
export async function killGroup(group: number): Promise<void> {
  for (let waited = 0; waited < 50 && signal(group, 'SIGKILL'); waited++) await sleep(20);
  groups.delete(group);
}

/** Ends all process groups, and prevents new ones. */
export async function endAll(): Promise<void> {
  ending = true;
  await Promise.all([...groups].map(endGroup));
}

/** Kills all process groups synchronously, for the `exit` event. */
export function killAll(): void {
  ending = true;
  for (const group of groups) signal(group, 'SIGKILL');
}

function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}

const usedPorts = new Set<number>();

/**
 * Returns the first of `count` consecutive free ports below the ephemeral range. Each process starts at another port, so that
 * parallel runs do not choose the same one.
 */
export async function freePorts(count: number): Promise<number> {
  for (let first = 20_000 + (process.pid % 375) * 32; first + count < 32_000; first += count) {
    const ports = Array.from({ length: count }, (_, index) => first + index);
    if (ports.some((port) => usedPorts.has(port))) continue;
    ports.forEach((port) => usedPorts.add(port));
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
  }
  throw new Failure(`no ${count} consecutive free ports below 32000`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Repeats a probe until its result is not undefined. */
export async function waitFor<T>(title: string, seconds: number, probe: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end && !ending) {
    const result = await probe();
    if (result !== undefined) return result;
    await sleep(100);
  }
  throw new Failure(ending ? 'interrupted' : `${title}: timed out after ${seconds} s`);
}

/** Processes items in order, with a maximum of `width` in parallel. */
export async function runInParallel<T>(
  width: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}
