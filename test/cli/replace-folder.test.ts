import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { replaceFolder } from '../../cli/replace-folder';
import { fileContents, removeTemporary, temporary } from '../support/project-copy';

afterAll(removeTemporary);

/** A folder with a part that will be replaced, one that will not, and a file at its top. */
function dist(): { readonly parent: string; readonly folder: string } {
  const parent = temporary();
  const folder = path.join(parent, 'dist');
  for (const part of ['lab', 'production']) {
    mkdirSync(path.join(folder, part), { recursive: true });
    writeFileSync(path.join(folder, part, 'old.txt'), part);
  }
  writeFileSync(path.join(folder, 'note.txt'), 'kept');
  return { folder, parent };
}

describe('replaceFolder', () => {
  it('creates a folder that does not exist', () => {
    const parent = temporary();
    replaceFolder(path.join(parent, 'dist'), new Map([['a/b/c.txt', 'new']]), 'everything');
    expect(fileContents(parent)).toEqual({ 'dist/a/b/c.txt': 'new' });
  });

  it('removes all other files if everything is replaced', () => {
    const { folder, parent } = dist();
    replaceFolder(folder, new Map([['lab/new.txt', 'new']]), 'everything');
    expect(fileContents(parent)).toEqual({ 'dist/lab/new.txt': 'new' });
  });

  it('replaces the named parts, and keeps the others', () => {
    const { folder, parent } = dist();
    replaceFolder(folder, new Map([['lab/new.txt', 'new']]), ['lab']);
    expect(fileContents(parent)).toEqual({
      'dist/lab/new.txt': 'new',
      'dist/note.txt': 'kept',
      'dist/production/old.txt': 'production',
    });
  });

  it.each(['everything' as const, ['lab']])('%j: keeps the old content if a file cannot be written', (replaced) => {
    const { folder, parent } = dist();
    const before = fileContents(parent);
    // The second file needs a folder where the first one is a file.
    const impossible = new Map([
      ['lab/new', 'a file'],
      ['lab/new/below.txt', 'which is no folder'],
    ]);
    expect(() => replaceFolder(folder, impossible, replaced)).toThrow(/EISDIR/);
    expect(fileContents(parent)).toEqual(before);
    expect(readdirSync(parent)).toEqual(['dist']);
  });

  it.each(['everything' as const, ['lab']])('%j: changes nothing if the content is the same', (replaced) => {
    const { folder } = dist();
    const files = new Map([['lab/new.txt', 'new']]);
    replaceFolder(folder, files, replaced);
    const { ino } = statSync(folder);
    replaceFolder(folder, files, replaced);
    expect(statSync(folder).ino).toBe(ino);
    for (const change of [
      () => writeFileSync(path.join(folder, 'lab/new.txt'), 'other'),
      () => writeFileSync(path.join(folder, 'lab/more.txt'), 'more'),
    ]) {
      change();
      replaceFolder(folder, files, replaced);
      expect(fileContents(path.join(folder, 'lab'))).toEqual({ 'new.txt': 'new' });
    }
  });

  it('writes the same bytes twice', () => {
    const { folder, parent } = dist();
    const files = new Map([['lab/new.txt', 'ä\n']]);
    replaceFolder(folder, files, ['lab']);
    const once = fileContents(parent);
    replaceFolder(folder, files, ['lab']);
    expect(fileContents(parent)).toEqual(once);
  });

  it('creates a folder with the usual permissions', () => {
    const parent = temporary();
    mkdirSync(path.join(parent, 'ordinary'));
    replaceFolder(path.join(parent, 'dist'), new Map([['a.txt', '']]), 'everything');
    expect(statSync(path.join(parent, 'dist')).mode).toBe(statSync(path.join(parent, 'ordinary')).mode);
  });
});
