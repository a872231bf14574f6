import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Puts files in the place of a folder's content. They are written beside it first, so that the folder is never half old and
 * half new, and stays as it is when something fails.
 *
 * @param replaced the subfolders that the files are all of; what is elsewhere in the folder is kept
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
  // A temporary folder is its maker's alone; this one is for everybody whom the umask lets in.
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
