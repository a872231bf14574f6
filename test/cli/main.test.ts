import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { main } from '../../cli/main';
import { contentOf, removeTemporary, temporary } from '../support/project-copy';

/** What the command printed, and its exit code. */
async function run(root: string, ...argv: readonly string[]) {
  const printed = { stderr: '', stdout: '' };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((printed.stdout += String(text)), true)),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((printed.stderr += String(text)), true)),
    jest.spyOn(console, 'log').mockImplementation((text) => void (printed.stdout += `${text}\n`)),
    jest.spyOn(console, 'error').mockImplementation((text) => void (printed.stderr += `${text}\n`)),
  ];
  try {
    const code = await main(root, argv);
    return { code, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** A project's folder with an older `dist/`: something stale of the lab, and something of production. */
function withDist(): string {
  const root = temporary();
  for (const file of ['terraform/lab/stale.txt', 'kubernetes/lab/stale.txt', 'terraform/production/kept.txt']) {
    mkdirSync(path.dirname(path.join(root, 'dist', file)), { recursive: true });
    writeFileSync(path.join(root, 'dist', file), file);
  }
  return root;
}

afterAll(removeTemporary);

describe('adamant synth', () => {
  it('writes the environment that is named, and leaves the others as they are', async () => {
    const root = withDist();
    const { code, stderr, stdout } = await run(root, 'synth', 'lab');
    expect([code, stderr]).toEqual([0, '']);
    const files = Object.keys(contentOf(path.join(root, 'dist')));
    expect(files).toContain('terraform/lab/network/main.tf.json');
    expect(files).toContain('terraform/production/kept.txt');
    expect(files.filter((file) => file.endsWith('stale.txt'))).toEqual([]);
    expect(new Set(files.map((file) => file.split('/').slice(0, 2).join('/')))).toEqual(
      new Set([
        'terraform/lab',
        'terraform/production',
        'kubernetes/lab',
        'review/lab',
        'examples/talk',
        'examples/two-regions',
      ]),
    );
    expect(readdirSync(root)).toEqual(['dist']);
    expect(stdout).toMatch(
      /^lab {2}terraform: bootstrap \d+, network \d+, data \d+, cluster \d+ resources {3}kubernetes: \d+ objects in \d waves {3}\$[\d,]+ to \$[\d,]+ a month\n/,
    );
    expect(stdout).toMatch(/\ndist\/: \d+ files, \d+ of them examples, in \d+\.\d\d s\n$/);
  });

  it('writes what each environment costs beside what is applied, and says the same amount', async () => {
    const root = temporary();
    const { stdout } = await run(root, 'synth', 'lab');
    const amount = / {3}(\$\S+ to \$\S+ a month)\n/.exec(stdout)?.[1];
    expect(contentOf(path.join(root, 'dist'))['review/lab/COST']?.split('\n')[0]).toBe(`lab: ${amount}`);
  });

  it('writes all environments when none is named, and nothing else is left', async () => {
    const root = withDist();
    expect((await run(root, 'synth')).code).toBe(0);
    const files = Object.keys(contentOf(path.join(root, 'dist')));
    expect(files.filter((file) => /stale|kept/.test(file))).toEqual([]);
    expect(readdirSync(path.join(root, 'dist', 'terraform')).sort()).toEqual(['lab', 'production', 'staging']);
  });

  it('writes the same for an environment whether it is named or not', async () => {
    const [one, all] = [temporary(), temporary()];
    await run(one, 'synth', 'staging');
    await run(all, 'synth');
    expect(contentOf(path.join(all, 'dist'))).toMatchObject(contentOf(path.join(one, 'dist')));
  });

  it('of an environment that is none says which there are, and writes nothing', async () => {
    const root = withDist();
    const before = contentOf(root);
    expect(await run(root, 'synth', 'lab', 'prod', 'prod')).toEqual({
      code: 1,
      stderr: [
        'adamant synth',
        "  an environment is one of lab, staging, production, got 'prod'",
        '  the command line',
        '  correct the name, or add environments/prod.ts to environments/index.ts',
        '',
        '1 problem; nothing was written',
        '',
      ].join('\n'),
      stdout: '',
    });
    expect(contentOf(root)).toEqual(before);
    expect(readdirSync(root)).toEqual(['dist']);
  });

  it('counts the problems when there are several', async () => {
    const { code, stderr } = await run(temporary(), 'synth', 'one', 'two');
    expect(code).toBe(1);
    expect(stderr).toMatch(/\n\n2 problems; nothing was written\n$/);
  });

  it('knows no environment called constructor', async () => {
    expect((await run(temporary(), 'synth', 'constructor')).code).toBe(1);
  });
});

describe('the adamant command', () => {
  it.each([[['sync']], [['synth', '--fast']], [[]]])(
    '%j is a mistake in the command: 2, and nothing written',
    async (argv) => {
      const root = withDist();
      const before = contentOf(root);
      const { code, stderr } = await run(root, ...argv);
      expect(code).toBe(2);
      expect(stderr).toMatch(/error: |Usage: adamant/);
      expect(contentOf(root)).toEqual(before);
    },
  );

  it('says how to get help where it was not understood', async () => {
    expect((await run(temporary(), 'sync')).stderr).toContain('(adamant --help shows what there is)');
  });

  it('shows what there is, and examples of each', async () => {
    const general = await run(temporary(), '--help');
    expect([general.code, general.stderr]).toEqual([0, '']);
    expect(general.stdout).toMatch(/synth \[environment\.\.\.\] +write dist\//);
    const synth = await run(temporary(), 'synth', '--help');
    expect(synth.code).toBe(0);
    expect(synth.stdout).toContain(
      'Examples:\n  adamant synth\n  adamant synth lab\n  adamant synth staging production',
    );
  });
});
