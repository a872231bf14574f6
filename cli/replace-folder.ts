import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Replaces the content of a folder. The files are first written to a temporary folder next to it, so that the folder never has
 * a part of them, and keeps its content if writing fails.
 *
 * @param replaced the subfolders that the files are the whole content of; other content of the folder is kept
 */
export function replaceFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
  replaced: readonly string[] | 'everything',
): void {
  const fresh = mkdtempSync(`${folder}.`);
  try {
    if (replaced !== 'everything' && existsSync(folder)) {
      cpSync(folder, fresh, { recursive: true });
      for (const part of replaced) rmSync(path.join(fresh, part), { force: true, recursive: true });
    }
    for (const [file, content] of files) {
      const target = path.join(fresh, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
    swap(folder, fresh);
  } finally {
    rmSync(fresh, { force: true, recursive: true });
  }
}

function swap(folder: string, fresh: string): void {
  // mkdtemp creates a folder for its owner only. This one gets the permissions of any other folder.
  chmodSync(fresh, 0o777 & ~process.umask());
  const old = `${fresh}.old`;
  const existed = existsSync(folder);
  if (existed) renameSync(folder, old);
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (existed) renameSync(old, folder);
    throw error;
  }
  rmSync(old, { force: true, recursive: true });
}
