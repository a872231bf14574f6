import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { explanations } from '../../cli/explain';
import { main } from '../../cli/main';
import { writeOutput } from '../../cli/written-files';
import { environments } from '../../environments';
import { fileContents, removeTemporary, temporary } from '../support/project-copy';

/** Runs the command, and returns what it prints and its exit code. */
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

/** Creates a project's folder with an older `dist/`: files of a synthesis, and one of a person. */
function withDist(): string {
  const root = temporary();
  const files = ['terraform/lab/stale.txt', 'kubernetes/lab/stale.txt', 'terraform/production/kept.txt'];
  writeOutput(path.join(root, 'dist'), new Map(files.map((file) => [file, file])));
  writeFileSync(path.join(root, 'dist/terraform/lab/errored.tfstate'), '');
  return root;
}

afterAll(removeTemporary);

describe('adamant synth', () => {
  it('writes the named environment, and leaves the others as they are', async () => {
    const root = withDist();
    const { code, stderr, stdout } = await run(root, 'synth', 'lab');
    expect([code, stderr]).toEqual([0, '']);
    const files = Object.keys(fileContents(path.join(root, 'dist')));
    expect(files).toContain('terraform/lab/network/main.tf.json');
    expect(files).toContain('terraform/production/kept.txt');
    expect(files).toContain('terraform/lab/errored.tfstate');
    expect(files.filter((file) => file.endsWith('stale.txt'))).toEqual([]);
    expect(new Set(files.map((file) => file.split('/').slice(0, 2).join('/')))).toEqual(
      new Set(['.adamant.json', 'terraform/lab', 'terraform/production', 'kubernetes/lab', 'review/lab']),
    );
    expect(readdirSync(root)).toEqual(['dist']);
    expect(stdout).toMatch(
      /^lab {2}terraform: bootstrap \d+, network \d+, data \d+, cluster \d+ resources {3}kubernetes: \d+ objects in \d waves {3}\$[\d,]+ to \$[\d,]+ a month\n/,
    );
    // The summary counts the files that were written: all but the list, the one of production, and that of the person.
    expect(stdout).toMatch(new RegExp(`\ndist/: ${files.length - 3} files in \\d+\\.\\d\\d s\n$`));
  });

  it('writes the cost of each environment, and prints the same amount', async () => {
    const root = temporary();
    const { stdout } = await run(root, 'synth', 'lab');
    const amount = / {3}(\$\S+ to \$\S+ a month)\n/.exec(stdout)?.[1];
    expect(fileContents(path.join(root, 'dist'))['review/lab/COST']?.split('\n')[0]).toBe(`lab: ${amount}`);
  });

  it('writes all environments if none is named, and removes what an earlier synthesis wrote', async () => {
    const root = withDist();
    const { code, stdout } = await run(root, 'synth');
    expect(code).toBe(0);
    const files = Object.keys(fileContents(path.join(root, 'dist')));
    expect(files.filter((file) => /stale|kept/.test(file))).toEqual([]);
    expect(files).toContain('terraform/lab/errored.tfstate');
    expect(readdirSync(path.join(root, 'dist', 'terraform')).sort()).toEqual(Object.keys(environments).sort());
    const examples = files.filter((file) => file.startsWith('examples/')).length;
    expect(stdout).toContain(`\ndist/: ${files.length - 2} files, ${examples} of them examples, in `);
  });

  it('writes the same files for an environment whether it is named or not', async () => {
    const [one, all] = [temporary(), temporary()];
    await run(one, 'synth', 'staging');
    await run(all, 'synth');
    // The list names the files of all environments.
    const files = Object.entries(fileContents(path.join(one, 'dist'))).filter(([file]) => file !== '.adamant.json');
    expect(fileContents(path.join(all, 'dist'))).toMatchObject(Object.fromEntries(files));
  });

  it('rejects the name of an unknown environment, and writes nothing', async () => {
    const root = withDist();
    const before = fileContents(root);
    const { code, stderr, stdout } = await run(root, 'synth', 'lab', 'prod', 'prod');
    expect([code, stdout]).toEqual([1, '']);
    const [title, , , , , ...footer] = stderr.split('\n');
    expect(title).toBe('adamant synth  [unknown-environment]');
    expect(footer).toEqual(['1 error; nothing was written', 'adamant explain <id> explains a check', '']);
    expect(fileContents(root)).toEqual(before);
    expect(readdirSync(root)).toEqual(['dist']);
  });

  it('footer: counts several errors', async () => {
    const { code, stderr } = await run(temporary(), 'synth', 'one', 'two');
    expect(code).toBe(1);
    expect(stderr).toContain('\n\n2 errors; nothing was written\n');
  });

  it('has no environment named constructor', async () => {
    expect((await run(temporary(), 'synth', 'constructor')).code).toBe(1);
  });
});

describe('adamant explain', () => {
  it('prints reason, example and fix of a check', async () => {
    const { code, stdout } = await run(temporary(), 'explain', 'unused-waiver');
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.trim().split(' ')[0])).toEqual([
      'unused-waiver',
      'reason',
      'example',
      'fix',
      '',
    ]);
  });

  it('lists all checks', async () => {
    const { code, stdout } = await run(temporary(), 'explain');
    expect(code).toBe(0);
    const ids = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(ids).toEqual(Object.keys(explanations).sort());
  });

  it('rejects an unknown id, and suggests a similar one', async () => {
    const { code, stderr } = await run(temporary(), 'explain', 'unused-waivers');
    expect(code).toBe(2);
    expect(stderr).toContain('unused-waiver?');
  });
});

describe('adamant', () => {
  it.each([[['sync']], [['synth', '--fast']], [[]]])('%j: exit code 2, and nothing is written', async (argv) => {
    const root = withDist();
    const before = fileContents(root);
    const { code, stderr } = await run(root, ...argv);
    expect(code).toBe(2);
    expect(stderr).toMatch(/error: |Usage: adamant/);
    expect(fileContents(root)).toEqual(before);
  });

  it('names its help after a mistake', async () => {
    expect((await run(temporary(), 'sync')).stderr).toContain('(adamant --help lists the commands)');
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await run(temporary(), '--version')).toEqual({ code: 0, stderr: '', stdout: `${version}\n` });
  });

  it('prints its commands, and examples of each', async () => {
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
