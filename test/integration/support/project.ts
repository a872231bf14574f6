import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Files } from '../../../apps/synthesize';

/** The project's root: npm runs scripts there. */
export const root = process.cwd();

/** What is offered beside the project: programs that stand in for a cloud account and a cluster. */
export function shared(...parts: readonly string[]): string | undefined {
  const found = path.resolve(root, '..', 'shared', ...parts);
  return existsSync(found) ? found : undefined;
}

/** Where a run keeps its logs and works. Nothing else writes there. */
export function cache(run: string, ...parts: readonly string[]): string {
  return path.join(root, '.cache', 'reality', run, ...parts);
}

/** An empty folder. */
export function fresh(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

export function writeJson(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value, undefined, 2));
}

/** Writes the files below a prefix into a folder, in place of those that were written there before. */
export function writeFiles(files: Files, prefix: string, folder: string): void {
  const start = prefix === '' ? '' : `${prefix}/`;
  const wanted = [...files].filter(([file]) => file.startsWith(start));
  const tops = new Set(wanted.map(([file]) => file.slice(start.length).split('/')[0] ?? ''));
  for (const top of tops) rmSync(path.join(folder, top), { recursive: true, force: true });
  for (const [file, content] of wanted) {
    const target = path.join(folder, file.slice(start.length));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

/** Every file below a folder that ends so, in order. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => path.join(folder, file));
}

export function hasTool(program: string): boolean {
  return findTool(program) !== undefined;
}

/** Where a program of the PATH is. */
export function findTool(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, program)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
