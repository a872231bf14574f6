import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { project as projectRoot, removeTemporary, temporary } from '../support/project-copy';

// Each test starts several processes.
jest.setTimeout(30_000);

afterAll(removeTemporary);

const source = `import { dump } from 'js-yaml';\nimport { word } from './part';\nconsole.log(dump({ word }).trim(), process.argv[2] ?? '');\n`;

/** A project of two modules and one package, with the loader of this one. */
function project(): string {
  const root = temporary();
  cpSync(path.join(projectRoot, 'cli'), path.join(root, 'cli'), { recursive: true });
  for (const name of ['cdktf', 'constructs', 'esbuild', '@esbuild']) link(root, name);
  cpSync(path.join(projectRoot, 'node_modules/js-yaml'), path.join(root, 'node_modules/js-yaml'), { recursive: true });
  write(root, 'package.json', '{"dependencies": {"js-yaml": "*"}}');
  write(root, 'tsconfig.json', '{}');
  write(root, 'node_modules/.package-lock.json', '{}');
  write(root, 'src/entry.ts', source);
  write(root, 'src/part.ts', "export const word: string = 'first';\n");
  return root;
}

function link(root: string, name: string): void {
  mkdirSync(path.join(root, 'node_modules'), { recursive: true });
  symlinkSync(path.join(projectRoot, 'node_modules', name), path.join(root, 'node_modules', name));
}

function write(root: string, file: string, content: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
}

interface Run {
  readonly code: number | null;
  readonly stderr: string;
  readonly stdout: string;
}

/** Runs the entry, and kills it after some milliseconds if they are set. */
function run(root: string, killAfter?: number): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['cli/load.mjs', 'src/entry.ts'], { cwd: root });
    const printed = { stderr: '', stdout: '' };
    child.stderr.on('data', (text) => (printed.stderr += String(text)));
    child.stdout.on('data', (text) => (printed.stdout += String(text)));
    if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
    child.on('close', (code) => resolve({ code, ...printed }));
  });
}

const prints = (word: string): Run => ({ code: 0, stderr: '', stdout: `word: ${word} \n` });
const caches = ['.cache/program', 'node_modules/.cache/adamant'] as const;

/** The files of both caches with their content. */
function cached(root: string): Map<string, string> {
  return new Map(
    caches.flatMap((folder) =>
      readdirSync(path.join(root, folder)).map((file): [string, string] => [
        `${folder}/${file}`,
        readFileSync(path.join(root, folder, file), 'latin1'),
      ]),
    ),
  );
}

/** A manifest, a bundle, its source map and its compiled code, in each of both folders. */
const complete = expect.arrayContaining(
  caches.flatMap((folder) =>
    ['.json', '.cjs', '.map', '.code'].map((end) => expect.stringMatching(`^${folder}/.*\\${end}$`)),
  ),
);

describe('loader', () => {
  it('keeps a bundle, and does not load esbuild while it is fresh', async () => {
    const root = project();
    expect(await run(root)).toEqual(prints('first'));
    const before = cached(root);
    expect([...before.keys()]).toEqual(complete);
    expect(before.size).toBe(8);
    cpSync(path.join(projectRoot, 'node_modules/esbuild/package.json'), path.join(root, 'esbuild/package.json'));
    write(root, 'esbuild/lib/main.js', "throw new Error('loaded');");
    rmSync(path.join(root, 'node_modules/esbuild'));
    symlinkSync(path.join(root, 'esbuild'), path.join(root, 'node_modules/esbuild'));
    expect(await run(root)).toEqual(prints('first'));
    expect(cached(root)).toEqual(before);
  });

  it.each([
    ['a source changes', 'src/part.ts', "export const word: string = 'other';\n"],
    ['a new file takes the place of an imported one', 'src/part.tsx', "export const word: string = 'other';\n"],
  ])('rebuilds when %s, and removes the older bundle', async (_, file, content) => {
    const root = project();
    if (file === 'src/part.tsx') {
      write(root, 'src/part/index.ts', readFileSync(path.join(root, 'src/part.ts'), 'utf8'));
      rmSync(path.join(root, 'src/part.ts'));
    }
    await run(root);
    write(root, file, content);
    expect(await run(root)).toEqual(prints('other'));
    expect(cached(root).size).toBe(8);
  });

  it('rebuilds when a file of a package changes', async () => {
    const root = project();
    await run(root);
    const file = path.join(root, 'node_modules/js-yaml/dist/js-yaml.cjs.js');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('exports.dump = dump;', "exports.dump = () => 'word: patched';"),
    );
    expect(await run(root)).toEqual(prints('patched'));
  });

  it('rebuilds when a setting of the compiler changes', async () => {
    const root = project();
    await run(root);
    const before = [...cached(root)];
    write(root, 'tsconfig.json', '{"compilerOptions": {"verbatimModuleSyntax": false}}');
    expect(await run(root)).toEqual(prints('first'));
    expect([...cached(root)]).not.toEqual(before);
  });

  it('concurrent runs: print the same result', async () => {
    const root = project();
    expect(await Promise.all([run(root), run(root), run(root)])).toEqual([1, 2, 3].map(() => prints('first')));
    expect(await run(root)).toEqual(prints('first'));
    expect(cached(root).size).toBe(8);
  });

  it('killed run: does not break the next one', async () => {
    const root = project();
    for (const milliseconds of [60, 90, 120, 150, 180, 210]) await run(root, milliseconds);
    expect(await run(root)).toEqual(prints('first'));
  });

  it.each([
    ['truncated', (file: string) => truncateSync(file, 100)],
    ['changed', (file: string) => writeFileSync(file, flipped(readFileSync(file)))],
    ['removed', (file: string) => rmSync(file)],
  ])('replaces cache files that were %s', async (_, damage) => {
    const root = project();
    await run(root);
    const before = [...cached(root).keys()];
    for (const end of ['.json', '.cjs', '.code']) {
      for (const file of before) if (file.endsWith(end)) damage(path.join(root, file));
      expect(await run(root)).toEqual(prints('first'));
      expect([...cached(root).keys()]).toEqual(before);
    }
  });

  it('cache folder that cannot be written: is not needed', async () => {
    const root = project();
    write(root, '.cache', '');
    write(root, 'node_modules/.cache', '');
    expect(await run(root)).toEqual(prints('first'));
  });

  it('uncaught error: is printed with its place in the source', async () => {
    const root = project();
    write(root, 'src/part.ts', 'interface Unused {\n  a: string;\n}\nexport const word = brokenWord;\n');
    const expected = {
      code: 1,
      stderr: 'ReferenceError: brokenWord is not defined\n    at src/part.ts:4:21\n',
      stdout: '',
    };
    expect(await run(root)).toEqual(expected);
    expect(await run(root)).toEqual(expected);
  });
});

function flipped(content: Buffer): Buffer {
  const at = content.length - 10;
  content[at] = (content[at] ?? 0) ^ 1;
  return content;
}
