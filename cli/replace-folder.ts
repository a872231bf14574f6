import {
  chmodSync,
  cpSync,
  type Dirent,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/**
 * Replaces the content of a folder. The files are first written to a temporary folder next to it, so that the folder never has
 * a part of them, and keeps its content if writing fails. A folder with the same content is not written.
 *
 * @param replaced the subfolders that the files are the whole content of; other content of the folder is kept
 */
export function replaceFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
  replaced: readonly string[] | 'everything',
): void {
  if (hasContent(folder, files, replaced)) return;
  const fresh = mkdtempSync(`${folder}.`);
  try {
    if (replaced !== 'everything' && existsSync(folder)) {
      cpSync(folder, fresh, { recursive: true });
      for (const part of replaced) rmSync(path.join(fresh, part), { force: true, recursive: true });
    }
    for (const parent of new Set([...files.keys()].map((file) => path.dirname(file)))) {
      mkdirSync(path.join(fresh, parent), { recursive: true });
    }
    for (const [file, content] of files) writeFileSync(path.join(fresh, file), content);
    swap(folder, fresh);
  } finally {
    rmSync(fresh, { force: true, recursive: true });
  }
}

/** True if the replaced subfolders hold these files and no others. A file system writes slower than it reads. */
function hasContent(
  folder: string,
  files: ReadonlyMap<string, string>,
  replaced: readonly string[] | 'everything',
): boolean {
  const parts = replaced === 'everything' ? [''] : replaced;
  const present = parts.flatMap((part) => entriesBelow(path.join(folder, part)));
  return (
    present.length === files.size &&
    present.every((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return entry.isFile() && files.get(path.relative(folder, file)) === readFileSync(file, 'utf8');
    })
  );
}

/** Everything below a folder but folders. */
function entriesBelow(folder: string): Dirent[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
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
