import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Files } from '../../../apps/synthesize';

/** The project's root, which is the working folder of npm scripts. */
export const root = process.cwd();

/** Path of a file in `../shared`, with tools that emulate a cloud account and a cluster. Returns undefined if it is missing. */
export function sharedPath(...parts: readonly string[]): string | undefined {
  const found = path.resolve(root, '..', 'shared', ...parts);
  return existsSync(found) ? found : undefined;
}

/** Path in a run's own folder for logs and working files. */
export function cachePath(run: string, ...parts: readonly string[]): string {
  return path.join(root, '.cache', 'integration', run, ...parts);
}

/** Empties a folder. */
export function emptyFolder(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

export function writeJson(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value, undefined, 2));
}

/** Writes the files below a prefix into a folder, and replaces the top-level folders that it contains. */
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

/** Sorted paths of all files below a folder with an ending. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => path.join(folder, file));
}

export function hasTool(program: string): boolean {
  return findTool(program) !== undefined;
}

/** Path of a program in PATH. */
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
