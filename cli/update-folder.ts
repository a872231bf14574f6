import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/**
 * Updates the files of a folder, and keeps all other content, such as `.terraform` and `errored.tfstate`. Files are first written to a
 * temporary folder next to it: if that fails, nothing is changed. A file with the same content is not written.
 *
 * @param earlier files that an earlier update wrote; those that are not among the new ones are removed
 */
export function updateFolder(folder: string, files: ReadonlyMap<string, string>, earlier: readonly string[]): void {
  const changed = [...files].filter(([file, content]) => !hasContent(path.join(folder, file), content));
  const removed = earlier.filter((file) => !files.has(file) && existsSync(path.join(folder, file)));
  if (changed.length > 0) {
    mkdirSync(path.dirname(folder), { recursive: true });
    const fresh = mkdtempSync(`${folder}.`);
    try {
      for (const [file, content] of changed) write(path.join(fresh, file), content);
      for (const [file] of changed) checkPlace(folder, file, removed);
      remove(folder, removed);
      for (const [file] of changed) move(path.join(fresh, file), path.join(folder, file));
    } finally {
      rmSync(fresh, { force: true, recursive: true });
    }
  } else {
    remove(folder, removed);
  }
}

/** Returns the files below a folder, relative to it. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

function hasContent(file: string, content: string): boolean {
  return existsSync(file) && lstatSync(file).isFile() && readFileSync(file, 'utf8') === content;
}

function write(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** Fails before anything is moved if a folder has the name of a file, or a file that of a folder. */
function checkPlace(folder: string, file: string, removed: readonly string[]): void {
  const names = file.split('/');
  for (const depth of names.keys()) {
    const part = names.slice(0, depth + 1).join('/');
    const stats = lstatSync(path.join(folder, part), { throwIfNoEntry: false });
    if (!stats || removed.includes(part)) return;
    const isLast = depth === names.length - 1;
    if (isLast === stats.isDirectory()) {
      throw new Error(
        `${path.join(folder, part)} must be a ${isLast ? 'file' : 'folder'}: move it, and repeat the command`,
      );
    }
  }
}

/** Removes files, and the folders that are empty without them. */
function remove(folder: string, files: readonly string[]): void {
  for (const file of files) {
    rmSync(path.join(folder, file));
    for (let parent = path.dirname(file); parent !== '.'; parent = path.dirname(parent)) {
      if (readdirSync(path.join(folder, parent)).length > 0) break;
      rmdirSync(path.join(folder, parent));
    }
  }
}

function move(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  renameSync(from, to);
}
