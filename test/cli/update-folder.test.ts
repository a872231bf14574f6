import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn, updateFolder } from '../../cli/update-folder';
import { fileContents, removeTemporary, temporary } from '../support/project-copy';

afterAll(removeTemporary);

/** A folder with a file that an update wrote, and one that somebody else did. */
function dist(): { readonly parent: string; readonly folder: string } {
  const parent = temporary();
  const folder = path.join(parent, 'dist');
  mkdirSync(path.join(folder, 'lab'), { recursive: true });
  writeFileSync(path.join(folder, 'lab/old.txt'), 'old');
  writeFileSync(path.join(folder, 'note.txt'), 'kept');
  return { folder, parent };
}

describe('updated folder', () => {
  it('folder that does not exist: is created, with the usual permissions', () => {
    const parent = temporary();
    mkdirSync(path.join(parent, 'ordinary'));
    updateFolder(path.join(parent, 'dist'), new Map([['a/b/c.txt', 'new']]), []);
    expect(fileContents(parent)).toEqual({ 'dist/a/b/c.txt': 'new' });
    expect(statSync(path.join(parent, 'dist')).mode).toBe(statSync(path.join(parent, 'ordinary')).mode);
  });

  it('earlier files: are removed with their empty folders, and nothing else is', () => {
    const { folder, parent } = dist();
    updateFolder(folder, new Map([['new.txt', 'new']]), ['lab/old.txt', 'lab/gone.txt']);
    expect(fileContents(parent)).toEqual({ 'dist/new.txt': 'new', 'dist/note.txt': 'kept' });
    expect(readdirSync(folder).sort()).toEqual(['new.txt', 'note.txt']);
  });

  it('earlier file in the place of a folder: is replaced by it', () => {
    const { folder } = dist();
    updateFolder(folder, new Map([['lab/old.txt/new.txt', 'new']]), ['lab/old.txt']);
    expect(fileContents(folder)).toEqual({ 'lab/old.txt/new.txt': 'new', 'note.txt': 'kept' });
  });

  it.each([
    ['new files that exclude each other', ['lab/new', 'lab/new/below.txt'], /EISDIR|ENOTDIR|EEXIST/],
    ['a foreign file in the place of a folder', ['ok.txt', 'note.txt/below.txt'], /note\.txt must be a folder/],
    ['a folder in the place of a file', ['ok.txt', 'lab'], /lab must be a file/],
  ])('%s: fails before anything is changed', (_, files, error) => {
    const { folder, parent } = dist();
    const before = fileContents(parent);
    expect(() => updateFolder(folder, new Map(files.map((file) => [file, 'new'])), ['lab/old.txt'].slice(1))).toThrow(
      error,
    );
    expect(fileContents(parent)).toEqual(before);
    expect(readdirSync(parent)).toEqual(['dist']);
  });

  it('same content: is not written again', () => {
    const { folder } = dist();
    const files = new Map([['lab/new.txt', 'ä\n']]);
    updateFolder(folder, files, []);
    const { ino } = statSync(path.join(folder, 'lab/new.txt'));
    updateFolder(folder, files, ['lab/new.txt']);
    expect(statSync(path.join(folder, 'lab/new.txt')).ino).toBe(ino);
    expect(filesIn(folder).sort()).toEqual(['lab/new.txt', 'lab/old.txt', 'note.txt']);
  });
});
