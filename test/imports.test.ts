import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '..');

/** Allowed imports: the arrows of the architecture. An arrow that is not listed is rejected. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'apps': [
    'apps',
    'environments',
    'lib/addons',
    'lib/aws',
    'lib/core',
    'lib/kubernetes',
    'lib/operators',
    'lib/platform',
    'lib/rules',
    'lib/review',
  ],
  'cli': [
    'apps',
    'cli',
    'environments',
    'lib/addons',
    'lib/core',
    'lib/cost',
    'lib/kubernetes',
    'lib/platform',
    'lib/review',
    'lib/rules',
  ],
  'environments': ['environments', 'lib/core', 'lib/platform', 'lib/rules'],
  'lib/addons': ['lib/addons', 'lib/core', 'lib/kubernetes'],
  'lib/aws': ['lib/aws', 'lib/core'],
  'lib/core': ['lib/core'],
  'lib/cost': ['lib/aws', 'lib/core', 'lib/cost', 'lib/review'],
  'lib/kubernetes': ['lib/core', 'lib/kubernetes'],
  'lib/operators': ['lib/addons', 'lib/core', 'lib/kubernetes', 'lib/operators'],
  'lib/platform': ['lib/aws', 'lib/core', 'lib/kubernetes', 'lib/operators', 'lib/platform', 'lib/rules'],
  'lib/review': ['lib/core', 'lib/review'],
  'lib/rules': ['lib/aws', 'lib/core', 'lib/kubernetes', 'lib/operators', 'lib/platform', 'lib/rules'],
};

/** Packages that belong to one half. */
const packages: Readonly<Record<string, readonly string[]>> = {
  '@cdktf/provider-aws': ['lib/aws'],
  'cdk8s': ['apps', 'lib/addons', 'lib/kubernetes', 'lib/operators', 'lib/platform'],
  'cdk8s-plus-27': ['apps', 'lib/kubernetes', 'lib/operators', 'lib/platform'],
  'cdktf': ['apps', 'lib/aws', 'lib/platform'],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

function imports(): Import[] {
  return ['apps', 'cli', 'environments', 'lib', 'test'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const full = path.join(root, folder, file);
        return ts.preProcessFile(readFileSync(full, 'utf8')).importedFiles.map(({ fileName }) => ({
          file: path.relative(root, full),
          target: fileName.startsWith('.') ? path.relative(root, path.resolve(path.dirname(full), fileName)) : fileName,
        }));
      }),
  );
}

function topFolder(file: string): string {
  const [top = '', second = ''] = file.split(path.sep);
  return top === 'lib' ? `${top}/${second}` : top;
}

function isOwnFile(target: string): boolean {
  return /^(apps|bench|cli|environments|lib|test)(\/|$)/.test(target);
}

/** lib/index.ts joins all folders, and lib/rules/explain.ts the explanations of their checks, which import nothing. */
function isException(file: string, target: string): boolean {
  if (file === path.join('lib', 'index.ts')) return target.startsWith('lib');
  return file === path.join('lib', 'rules', 'explain.ts') && target.endsWith('explanations');
}

/** Circular chains of imports, type imports included; each chain starts at the file where a depth-first walk met it. */
function cycles(all: readonly Import[]): string[] {
  const files = new Set(all.map(({ file }) => file));
  const targets = new Map<string, string[]>();
  for (const { file, target } of all) {
    const resolved = [`${target}.ts`, path.join(target, 'index.ts'), target].find((candidate) => files.has(candidate));
    if (resolved !== undefined) targets.set(file, [...(targets.get(file) ?? []), resolved]);
  }
  const [finished, found] = [new Set<string>(), [] as string[]];
  const visit = (file: string, chain: readonly string[]) => {
    if (chain.includes(file)) {
      found.push([...chain.slice(chain.indexOf(file)), file].join(' → '));
      return;
    }
    if (finished.has(file)) return;
    for (const next of targets.get(file) ?? []) visit(next, [...chain, file]);
    finished.add(file);
  };
  for (const file of [...files].sort()) visit(file, []);
  return found;
}

/** Folder of a file or target of `lib`, with two levels where a folder contains others: `lib/kubernetes/pod`. */
function libraryFolder(file: string): string {
  const [, half = '', folder = ''] = file.split('/');
  const isNested = ['aws', 'kubernetes', 'operators'].includes(half);
  return isNested ? `lib/${half}/${folder}` : `lib/${half}`;
}

/** Imports between different folders of `lib`. */
function folderImports(all: readonly Import[]): Import[] {
  const between = all
    .filter(({ file, target }) => file.startsWith('lib/') && target.startsWith('lib/') && !isException(file, target))
    .map(({ file, target }) => ({ file: libraryFolder(file), target: libraryFolder(target) }))
    .filter(({ file, target }) => file !== target);
  return [...new Map(between.map((pair) => [`${pair.file} ${pair.target}`, pair])).values()];
}

describe('imports', () => {
  const all = imports();
  const program = all.filter(({ file }) => !file.startsWith('test'));

  test('imports: are found', () => {
    expect(program.length).toBeGreaterThan(100);
    expect(all).toContainEqual({ file: 'apps/platform.ts', target: 'lib/core/diagnostics' });
  });

  test('imports: follow the arrows of the architecture', () => {
    const wrong = program.filter(
      ({ file, target }) =>
        isOwnFile(target) && !isException(file, target) && !(arrows[topFolder(file)] ?? []).includes(topFolder(target)),
    );
    expect(wrong).toEqual([]);
  });

  test('imports: contain no cycle, type imports included', () => {
    expect(cycles(all)).toEqual([]);
    const circle = [
      { file: 'a.ts', target: 'b' },
      { file: 'b.ts', target: 'a' },
    ];
    expect(cycles(circle)).toEqual(['a.ts → b.ts → a.ts']);
  });

  test('folders of lib: import each other in one direction', () => {
    expect(cycles(folderImports(program))).toEqual([]);
    const circle = [
      { file: 'lib/kubernetes/pod/a.ts', target: 'lib/kubernetes/checks/b' },
      { file: 'lib/kubernetes/checks/c.ts', target: 'lib/kubernetes/pod/d' },
    ];
    expect(cycles(folderImports(circle))).toEqual([
      'lib/kubernetes/checks → lib/kubernetes/pod → lib/kubernetes/checks',
    ]);
  });

  test('packages: each half imports only its own', () => {
    const wrong = program.filter(({ file, target }) => {
      const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] ?? '');
      const folders = packages[name];
      return folders !== undefined && !folders.includes(topFolder(file));
    });
    expect(wrong).toEqual([]);
  });

  test('provider: classes are imported by submodule', () => {
    const provider = program.filter(({ target }) => target.startsWith('@cdktf/provider-aws'));
    expect(provider.length).toBeGreaterThan(20);
    expect(provider.filter(({ target }) => !/^@cdktf\/provider-aws\/lib\/[a-z0-9-]+$/.test(target))).toEqual([]);
  });
});

/** Tests and helpers that use the team's environments and services: the accepted output, and tests of the lists themselves. */
const usersOfTeam = [
  'test/accept.ts',
  'test/apps/services/index.test.ts',
  'test/cli/main.test.ts',
  'test/environments/index.test.ts',
  'test/golden.test.ts',
  'test/golden.ts',
  'test/support/exposure-guard.ts',
  'test/support/platforms.ts',
  'test/support/readme.ts',
];

test('tests: import the frozen platform instead of the environments and services of the team', () => {
  const team =
    /import \{[^}]*\b(?:committedEnvironments|environments|services)\b[^}]*\} from '(?:\.\.\/)+(?:environments|apps\/services)(?:\/\w+)?'/;
  const users = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((file) => path.join('test', file))
    .filter((file) => file.endsWith('.ts') && !file.startsWith('test/integration/'))
    .filter((file) => team.test(readFileSync(path.join(root, file), 'utf8')));
  expect(users.sort()).toEqual(usersOfTeam);
});

/** A file without comments, whose examples may name an environment. */
function withoutComments(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

test('lib: names no environment', () => {
  const named = readdirSync(path.join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('explanations.ts'))
    .filter((file) => /'(lab|staging|production)'/.test(withoutComments(path.join(root, 'lib', file))));
  expect(named).toEqual([]);
});
