import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..');

/** Tests that are about several files. */
const exceptions: Readonly<Record<string, string>> = {
  'test/cli/scripts.test.ts': 'the shell scripts and the scripts of package.json',
  'test/environments/schemas.test.ts': 'the generated schemas, all JSON',
};

const tests = ['apps', 'cli', 'environments', 'lib'].flatMap((folder) =>
  readdirSync(path.join(root, 'test', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.posix.join('test', folder, file)),
);

/** The file under test: `lib/aws/network/network` of `test/lib/aws/network/network.ipv6.test.ts`. */
function testedFile(test: string): string {
  const [name = ''] = path.basename(test).split('.');
  return path.posix.join(path.dirname(test).replace(/^test\//, ''), name);
}

const isFile = (file: string) => ['.ts', '.mjs'].some((extension) => existsSync(path.join(root, file + extension)));

describe('unit tests', () => {
  test.each(tests.filter((file) => !(file in exceptions)))('%s: has the name of the file under test', (file) => {
    expect(isFile(testedFile(file)) ? '' : `${testedFile(file)}.ts does not exist`).toBe('');
  });

  test('exceptions: exist, and are about no single file', () => {
    expect(Object.keys(exceptions).filter((file) => !tests.includes(file) || isFile(testedFile(file)))).toEqual([]);
  });
});
