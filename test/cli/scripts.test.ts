import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileContents, project, removeTemporary, temporary } from '../support/project-copy';

// Each test starts a process.
jest.setTimeout(30_000);

afterAll(removeTemporary);

/** A folder with the shell scripts, and a stack; `kubectl` and `terraform` of it record their arguments. */
function withTools() {
  const root = temporary();
  cpSync(path.join(project, 'scripts'), path.join(root, 'scripts'), { recursive: true });
  for (const folder of ['bin', 'environments', 'dist/terraform/lab/network']) {
    mkdirSync(path.join(root, folder), { recursive: true });
  }
  writeFileSync(path.join(root, 'dist/terraform/lab/network/main.tf.json'), '{"terraform": {}}');
  tool(root, 'kubectl', 'if [ "$1" = get ]; then printf "abc\\nabc\\n"; fi');
  tool(root, 'terraform', 'touch "${1#-chdir=}/.terraform.lock.hcl"');
  return root;
}

function tool(root: string, name: string, then: string): void {
  const file = path.join(root, 'bin', name);
  writeFileSync(file, `#!/usr/bin/env bash\necho "${name} $*" >>"${root}/calls"\n${then}\n`);
  chmodSync(file, 0o755);
}

function run(root: string, name: string, ...parameters: string[]) {
  writeFileSync(path.join(root, 'calls'), '');
  const { status, stderr, stdout } = spawnSync('bash', [path.join(root, 'scripts', name), ...parameters], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${root}/bin:${process.env['PATH']}` },
  });
  return { calls: readFileSync(path.join(root, 'calls'), 'utf8').split('\n').slice(0, -1), status, stderr, stdout };
}

describe('scripts/prune-config.sh', () => {
  it('deletes the ConfigMaps that no revision reads', () => {
    const { calls, status } = run(withTools(), 'prune-config.sh', 'lab');
    expect(status).toBe(0);
    expect(calls[1]).toBe(
      'kubectl delete configmaps --namespace lab --selector app.kubernetes.io/managed-by=adamant,adamant.dev/config,adamant.dev/config notin (abc)',
    );
  });

  it.each([[['lab', '--dry-run']], [['--dry-run', 'lab']]])('deletes nothing with %j', (parameters) => {
    expect(run(withTools(), 'prune-config.sh', ...parameters).calls[1]).toMatch(/^kubectl delete .* --dry-run=server$/);
  });
});

describe('scripts/lock-providers.sh', () => {
  it('passes a mirror to terraform', () => {
    const root = withTools();
    const { calls, status } = run(root, 'lock-providers.sh', '-fs-mirror=/mirror');
    expect(status).toBe(0);
    expect(calls).toEqual([expect.stringMatching(/ providers lock .* -fs-mirror=\/mirror$/)]);
    expect(Object.keys(fileContents(root))).toContain('environments/terraform.lock.hcl');
  });
});

describe('shell scripts', () => {
  it.each([
    ['prune-config.sh', ['--help']],
    ['prune-config.sh', ['lab', '--help']],
    ['prune-config.sh', ['-h']],
    ['lock-providers.sh', ['--help']],
  ])('%s %j: prints the usage and calls nothing', (name, parameters) => {
    const { calls, status, stderr, stdout } = run(withTools(), name, ...parameters);
    expect([calls, status, stderr]).toEqual([[], 0, '']);
    expect(stdout).toMatch(new RegExp(`^usage: scripts/${name}`));
  });

  it.each([
    ['prune-config.sh', []],
    ['prune-config.sh', ['']],
    ['prune-config.sh', ['Lab']],
    ['prune-config.sh', ['lab.']],
    ['prune-config.sh', ['a'.repeat(64)]],
    ['prune-config.sh', ['lab', 'staging']],
    ['prune-config.sh', ['lab', '--all-namespaces']],
    ['prune-config.sh', ['--dry-run']],
    ['lock-providers.sh', ['lab']],
    ['lock-providers.sh', ['-fs-mirror=']],
    ['lock-providers.sh', ['-platform=linux_amd64']],
    ['lock-providers.sh', ['-fs-mirror=/a', '-net-mirror=https://b.example/']],
  ])('%s %j: is rejected and calls nothing', (name, parameters) => {
    const { calls, status, stderr } = run(withTools(), name, ...parameters);
    expect([calls, status]).toEqual([[], 2]);
    expect(stderr).toMatch(new RegExp(`^${name.replace('.sh', '')}: .+\n\nusage: scripts/${name}`));
  });
});

describe('scripts of package.json', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const entry = (name: string) => /^node cli\/load\.mjs (\S+)$/.exec(scripts[name] ?? '')?.[1] ?? '';

  /** In a copy without sources to change, so that a script that acts fails instead of changing the project. */
  const start = (name: string, ...parameters: string[]) =>
    spawnSync(process.execPath, [path.join(project, 'cli/load.mjs'), entry(name), ...parameters], {
      cwd: temporary(),
      encoding: 'utf8',
    });

  it.each(['accept', 'schema', 'bench'])('%s: prints the usage', (name) => {
    const { status, stderr, stdout } = start(name, '--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: npm run ${name}`));
  });

  it.each([
    ['accept', '--all'],
    ['accept', 'lab'],
    ['schema', '--all'],
    ['schema', 'lab'],
    ['bench', '--all'],
    ['bench', 'sinth'],
    ['bench', '--runs=0'],
  ])('%s %s: is rejected', (name, parameter) => {
    const { status, stderr, stdout } = start(name, parameter);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: /);
  });
});
