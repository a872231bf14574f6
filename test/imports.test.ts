import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '..');

/** Who may import whom: the arrows of the architecture. What is not listed is refused. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'apps': [
    'apps',
    'environments',
    'lib/aws',
    'lib/core',
    'lib/kubernetes',
    'lib/operators',
    'lib/policy',
    'lib/review',
  ],
  'cli': ['apps', 'cli', 'environments', 'lib/core', 'lib/policy', 'lib/review'],
  // An environment states waivers, which are a type of policy; everything else it says in the words of core.
  'environments': ['environments', 'lib/core', 'lib/policy'],
  'lib/aws': ['lib/aws', 'lib/core'],
  'lib/core': ['lib/core'],
  'lib/kubernetes': ['lib/core', 'lib/kubernetes'],
  'lib/operators': ['lib/core', 'lib/kubernetes', 'lib/operators'],
  'lib/policy': ['lib/core', 'lib/policy'],
  'lib/review': ['lib/core', 'lib/review'],
};

/** Packages that belong to one half. */
const packages: Readonly<Record<string, readonly string[]>> = {
  '@cdktf/provider-aws': ['lib/aws'],
  'cdk8s': ['apps', 'lib/kubernetes', 'lib/operators'],
  'cdk8s-plus-27': ['apps', 'lib/kubernetes', 'lib/operators'],
  'cdktf': ['apps', 'lib/aws'],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

function imports(): Import[] {
  return ['apps', 'cli', 'environments', 'lib'].flatMap((folder) =>
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

function roomOf(file: string): string {
  const [top = '', second = ''] = file.split(path.sep);
  return top === 'lib' ? `${top}/${second}` : top;
}

function isOurs(target: string): boolean {
  return /^(apps|bench|cli|environments|lib|test)(\/|$)/.test(target);
}

describe('imports', () => {
  const all = imports();

  test('are found at all', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all).toContainEqual({ file: 'apps/platform.ts', target: 'lib/core/errors' });
  });

  test('follow the arrows of the architecture', () => {
    const wrong = all.filter(
      ({ file, target }) => isOurs(target) && !(arrows[roomOf(file)] ?? []).includes(roomOf(target)),
    );
    expect(wrong).toEqual([]);
  });

  test('bring each half only its own packages', () => {
    const wrong = all.filter(({ file, target }) => {
      const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] ?? '');
      const rooms = packages[name];
      return rooms !== undefined && !rooms.includes(roomOf(file));
    });
    expect(wrong).toEqual([]);
  });

  test('load provider resources one by one', () => {
    const provider = all.filter(({ target }) => target.startsWith('@cdktf/provider-aws'));
    expect(provider.length).toBeGreaterThan(20);
    expect(provider.filter(({ target }) => !/^@cdktf\/provider-aws\/lib\/[a-z0-9-]+$/.test(target))).toEqual([]);
  });
});

test('lib knows no environment by its name', () => {
  const named = readdirSync(path.join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /'(lab|staging|production)'/.test(readFileSync(path.join(root, 'lib', file), 'utf8')));
  expect(named).toEqual([]);
});
