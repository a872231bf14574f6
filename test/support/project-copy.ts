import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const project = path.resolve(__dirname, '../..');

const folders: string[] = [];

/** Creates a temporary folder, which `removeTemporary` deletes. */
export function temporary(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'adamant-'));
  folders.push(folder);
  return folder;
}

export function removeTemporary(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { force: true, recursive: true });
}

/** Copies the project's source, so that a test can change it. */
export function projectCopy(): string {
  const copy = temporary();
  for (const part of ['apps', 'cli', 'environments', 'lib', 'package.json', 'tsconfig.json']) {
    cpSync(path.join(project, part), path.join(copy, part), { recursive: true });
  }
  symlinkSync(path.join(project, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

/** Replaces a text in a file, which must contain it. */
export function edit(root: string, file: string, from: string, to: string): void {
  const target = path.join(root, file);
  const text = readFileSync(target, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not contain '${from}'`);
  writeFileSync(target, text.replace(from, to));
}

/** Contents of all files below a folder, by path. */
export function fileContents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file): [string, string] => [path.relative(folder, file), readFileSync(file, 'utf8')])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
