import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..');
const { exports: files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, string>>;
};

/** Folders of the library, each a subpath of the package: `aws/compute`. */
const folders = ['aws', 'kubernetes', 'operators']
  .flatMap((half) => subfolders(`lib/${half}`).map((folder) => `${half}/${folder}`))
  .concat(subfolders('lib').filter((folder) => !['aws', 'kubernetes', 'operators'].includes(folder)));

function subfolders(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** The file of a subpath, as Node resolves the `exports` of package.json. */
function exportedFile(subpath: string): string | undefined {
  const [half = '', folder = ''] = subpath.split('/');
  return files[`./${subpath}`] ?? files[`./${half}/*`]?.replace('*', folder);
}

describe('package', () => {
  test.each(folders)('exports: %s has an index, a subpath and a namespace', (folder) => {
    const file = exportedFile(folder);
    expect(file).toBe(`./lib/${folder}/index.ts`);
    expect(existsSync(path.join(root, file ?? ''))).toBe(true);
    expect(readFileSync(path.join(root, 'lib/index.ts'), 'utf8')).toContain(` from './${folder}';`);
  });

  test('exports: lib/index.ts is the package itself', () => {
    expect(files['.']).toBe('./lib/index.ts');
  });
});
