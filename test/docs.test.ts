import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const pages = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'README.md',
  ...['decisions', 'docs', 'docs/runbooks'].flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`)),
].filter((file) => file.endsWith('.md'));

const textOf = (file: string): string => readFileSync(file, 'utf8');

/** Returns the anchors of a page's headings, as GitHub derives them. */
function headingAnchors(file: string): string[] {
  return [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('links', () => {
  const links = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(([, target = '', anchor]) => ({
      anchor,
      page,
      target: target === '' ? page : path.join(path.dirname(page), target),
    })),
  );

  test('lead to files and headings that exist', () => {
    expect(links.length).toBeGreaterThan(20);
    const broken = links.filter(
      ({ anchor, target }) => !existsSync(target) || (anchor !== undefined && !headingAnchors(target).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });
});

describe('paths and commands', () => {
  // The changelog names what was, too.
  const current = pages.filter((page) => page !== 'CHANGELOG.md' && !page.startsWith('decisions/'));
  /** Examples, and the file that needs the Terraform registry. */
  const absent = ['apps/services/reports.ts', 'environments/sandbox.ts', 'environments/terraform.lock.hcl'];

  test.each(current)('%s: names paths that exist', (page) => {
    const pattern = /`((?:apps|bench|cli|decisions|docs|environments|lib|scripts|test)\/[\w./-]*)`/g;
    const named = [...textOf(page).matchAll(pattern)].map(([, file = '']) => file);
    expect(named.filter((file) => !existsSync(file) && !absent.includes(file))).toEqual([]);
  });

  test.each(current)('%s: names scripts that exist', (page) => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = [...textOf(page).matchAll(/npm run (?:-\S+ )*([\w:]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

describe('apply loops', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'adamant-docs-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const loops = [...textOf('docs/operations.md').matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)]
    .map(([, block = '']) => block)
    .filter((block) => block.includes('set -eu'));

  /** Runs a loop with programs that record their arguments and fail on one that contains a word. */
  function run(loop: string, failing: string): { readonly status: number | null; readonly calls: string[] } {
    const log = path.join(folder, 'log');
    writeFileSync(log, '');
    const file = path.join(folder, 'terraform');
    writeFileSync(file, `#!/bin/sh\necho "$*" >>'${log}'\ncase "$*" in *"${failing}"*) exit 1;; esac\n`);
    chmodSync(file, 0o755);
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
    const { status } = spawnSync('sh', ['-c', loop], { cwd: folder, env });
    return { calls: textOf(log).split('\n').slice(0, -1), status };
  }

  test.each([
    ['apply of a stack', 0, 'network apply'],
    ['destroy of a stack', 1, 'data destroy'],
  ])('%s: its failure ends the loop with a non-zero status', (_, index, failing) => {
    const loop = loops[index] ?? '';
    const [whole, failed] = [run(loop, 'nothing fails'), run(loop, failing)];
    expect(whole.status).toBe(0);
    expect(failed.status).not.toBe(0);
    expect(failed.calls.at(-1)).toContain(failing);
    expect(failed.calls.length).toBeLessThan(whole.calls.length);
  });
});
