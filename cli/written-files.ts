import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isRecord } from '../lib/core/records';
import { updateFolder } from './update-folder';

/** List of the files that synthesis wrote, in the folder of the output. Files that are not in it belong to somebody else. */
const listFile = '.adamant.json';

/**
 * Writes the output of a synthesis, and removes what an earlier one wrote and this one does not.
 *
 * @param parts folders that the files are the whole output of; other output stays. All, if it is empty
 */
export function writeOutput(folder: string, files: ReadonlyMap<string, string>, parts: readonly string[] = []): void {
  const written = writtenFiles(folder);
  const isPart = (file: string) => parts.length === 0 || parts.some((part) => file.startsWith(`${part}/`));
  const earlier = written.filter(isPart);
  const list = [...new Set([...written.filter((file) => !isPart(file)), ...files.keys()])].sort();
  const text = `${JSON.stringify({ files: list }, undefined, 2)}\n`;
  updateFolder(folder, new Map([...files, [listFile, text]]), earlier);
}

/** Returns the files of the last synthesis. A list that somebody edited is followed within the folder only. */
function writtenFiles(folder: string): string[] {
  const file = path.join(folder, listFile);
  if (!existsSync(file)) return [];
  const list = parse(readFileSync(file, 'utf8'));
  return list.filter((each) => !path.isAbsolute(each) && !each.split('/').includes('..'));
}

function parse(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    const files = isRecord(list) ? list['files'] : undefined;
    return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : [];
  } catch {
    // Without a list nothing is removed.
    return [];
  }
}
