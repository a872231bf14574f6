import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program to run to its end. */
export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** It is killed, with all that it started, when it takes longer. */
  readonly seconds: number;
  /** The file that its complete output is appended to. */
  readonly log: string;
  /** Exit codes that are no failure. @default [0] */
  readonly allow?: readonly number[];
  /** Whether what it started in the background goes on after it. `endGroup` ends it. @default false */
  readonly lingers?: boolean;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  /** Both streams, in the order in which they came. */
  readonly output: string;
  /** The process group that it was started in. */
  readonly group: number;
}

/** A failure whose log is worth reading. */
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

/** Process groups that may still have members: nothing of them outlives this program. */
const groups = new Set<number>();
let ending = false;

/** Runs a program in a process group of its own, and returns what it said. */
export async function run(command: Command): Promise<Outcome> {
  const outcome = await runToEnd(command);
  if ((command.allow ?? [0]).includes(outcome.code)) return outcome;
  throw new Failure(`${title(command)} ended with exit code ${outcome.code}`, command.log, outcome.output);
}

function title({ program, arguments: given }: Pick<Command, 'program' | 'arguments'>): string {
  return [path.basename(program), ...given].join(' ');
}

async function runToEnd(command: Command): Promise<Outcome> {
  let stdout = '';
  let output = '';
  const { child, group } = launch(command, (text, stream) => {
    output += text;
    if (stream === 'stdout') stdout += text;
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void endGroup(group);
  }, command.seconds * 1000);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', (error) => reject(new Failure(`${command.program} does not start: ${error.message}`)));
    child.once('close', (exit) => resolve(exit ?? 128));
  }).finally(() => clearTimeout(timer));
  if (late) throw new Failure(`${title(command)} took longer than ${command.seconds} s`, command.log, output);
  if (!command.lingers || code !== 0) await endGroup(group);
  return { code, stdout, output, group };
}

/** Starts a program that serves until `endGroup`, and may be listened to. Returns its process group. */
export function serve(
  command: Omit<Command, 'seconds' | 'allow' | 'lingers'>,
  hear: (text: string, stream: 'stdout' | 'stderr') => void = () => undefined,
): number {
  const { child, group } = launch(command, hear);
  child.on('error', (error) => appendFileSync(command.log, `${error.message}\n`));
  return group;
}

function launch(
  command: Omit<Command, 'seconds' | 'allow' | 'lingers'>,
  hear: (text: string, stream: 'stdout' | 'stderr') => void,
): { readonly child: ChildProcess; readonly group: number } {
  if (ending) throw new Failure('interrupted');
  mkdirSync(path.dirname(command.log), { recursive: true });
  appendFileSync(command.log, `\n$ ${title(command)}\n`);
  const child = spawn(command.program, command.arguments, {
    cwd: command.folder,
    // A process group of its own, so that all that it starts can be ended with it.
    detached: true,
    env: { ...process.env, ...command.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = child.pid ?? 0;
  if (group > 0) groups.add(group);
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      appendFileSync(command.log, text);
      hear(text, stream);
    });
  }
  return { child, group };
}

export function isAlive(group: number): boolean {
  return group > 0 && signal(group, 0);
}

/** Ends every process of a group: asks first, and does not ask twice. */
export async function endGroup(group: number): Promise<void> {
  if (!groups.has(group)) return;
  signal(group, 'SIGTERM');
  for (let waited = 0; waited < 50 && signal(group, 0); waited++) await sleep(waited < 10 ? 20 : 200);
  signal(group, 'SIGKILL');
  groups.delete(group);
}

/** Ends every process of a group without asking: none of them can put anything in order. */
export async function killGroup(group: number): Promise<void> {
  for (let waited = 0; waited < 50 && signal(group, 'SIGKILL'); waited++) await sleep(20);
  groups.delete(group);
}

/** Ends everything that this program started, and starts nothing more. */
export async function endAll(): Promise<void> {
  ending = true;
  await Promise.all([...groups].map(endGroup));
}

/** For the moment when nothing can be waited for. */
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

const taken = new Set<number>();

/**
 * The first of `count` free ports in a row, below those that the system gives to outgoing connections.
 * Each process starts elsewhere, so that two runs at the same time do not take a port before the other one uses it.
 */
export async function freePorts(count: number): Promise<number> {
  for (let first = 20_000 + (process.pid % 375) * 32; first + count < 32_000; first += count) {
    const row = Array.from({ length: count }, (_, index) => first + index);
    if (row.some((port) => taken.has(port))) continue;
    row.forEach((port) => taken.add(port));
    if ((await Promise.all(row.map(isFree))).every(Boolean)) return first;
  }
  throw new Failure(`no ${count} free ports in a row below 32000`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Asks again and again until the answer is not undefined. */
export async function eventually<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end && !ending) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(100);
  }
  throw new Failure(ending ? 'interrupted' : `${what}: not within ${seconds} s`);
}

/** Works on the items, at most `width` of them side by side, each in its turn. */
export async function sideBySide<T>(
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
