import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { contentOf, edit, projectCopy, removeTemporary } from './temporary';

afterAll(removeTemporary);

/** Runs `adamant synth` as a person would: what it wrote, or what it said. */
function synth(root: string): Record<string, string> {
  const { status, stderr } = spawnSync(process.execPath, ['cli/adamant.mjs', 'synth'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return contentOf(path.join(root, 'dist'));
}

const cleanup = readFileSync('apps/services/dts-cleanup.ts', 'utf8');
const web = readFileSync('apps/services/web.ts', 'utf8');
const base = readFileSync('environments/base.ts', 'utf8');

/** Gives a service a size and, in every environment, the release of another one. */
function sizeAndRelease(root: string, name: string): void {
  edit(
    root,
    'environments/base.ts',
    "    'web': {",
    `    '${name}': { min: 2, max: 4, cpu: '250m', memory: '512Mi' },\n    'web': {`,
  );
  const file = path.join(root, 'environments/releases.lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, unknown>>;
  for (const released of Object.values(lock).filter((entry) => typeof entry === 'object')) {
    released[name] = released['web'];
  }
  writeFileSync(file, JSON.stringify(lock, undefined, 2));
}

function addToList(root: string, constant: string, name: string): void {
  edit(root, 'apps/services/index.ts', 'import { web }', `import { ${constant} } from './${name}';\nimport { web }`);
  edit(root, 'apps/services/index.ts', ', web]', `, ${constant}, web]`);
}

/** Kinds and names of what a change added, in one environment. */
function added(before: object, after: object, environment: string): string[] {
  return Object.keys(after)
    .filter((file) => file.startsWith(`kubernetes/${environment}/`) && !(file in before))
    .map((file) => path.basename(file, '.yaml').replace(/-[0-9a-f]{10}$/, '-#'))
    .sort();
}

describe('a person who changes services', () => {
  const root = projectCopy();
  const before = synth(root);

  it('adds a task with one file and one line', () => {
    const copy = projectCopy();
    writeFileSync(
      path.join(copy, 'apps/services/shop-report.ts'),
      cleanup.replaceAll('dts-cleanup', 'shop-report').replace('dtsCleanup', 'shopReport'),
    );
    addToList(copy, 'shopReport', 'shop-report');
    const after = synth(copy);
    const expected = [
      'ConfigMap.shop-report-#',
      'CronJob.shop-report',
      'NetworkPolicy.shop-report',
      'ServiceAccount.shop-report',
    ];
    for (const environment of ['lab', 'production']) expect(added(before, after, environment)).toEqual(expected);
  });

  it('adds a service with one file and one line, its size and its release, and changes nothing of the others', () => {
    const copy = projectCopy();
    const own = web
      .replace("name: 'web'", "name: 'shop'")
      .replace('export const web', 'export const shop')
      .replace(/ {2}publicAddress: \{[\s\S]*?\},\n(?= {2}\w)/, '')
      .replaceAll("secret: 'web'", "secret: 'shop'");
    writeFileSync(path.join(copy, 'apps/services/shop.ts'), own);
    addToList(copy, 'shop', 'shop');
    sizeAndRelease(copy, 'shop');
    const after = synth(copy);
    expect(added(before, after, 'lab')).toEqual([
      'ConfigMap.shop-#',
      'Deployment.shop',
      'ExternalSecret.shop',
      'HorizontalPodAutoscaler.shop',
      'NetworkPolicy.shop',
      'PodDisruptionBudget.shop',
      'Service.shop',
      'ServiceAccount.shop',
    ]);
    const changed = Object.keys(before).filter(
      (file) => file.startsWith('kubernetes/lab/') && before[file] !== after[file],
    );
    // The one that it talks to lets it in, and the namespace has room for it.
    expect(changed.map((file) => path.basename(file))).toEqual([
      'ResourceQuota.everything-at-most.yaml',
      'NetworkPolicy.api.yaml',
    ]);
  });

  it('renames one without a change of what stands, in the cluster and in AWS', () => {
    const copy = projectCopy();
    edit(copy, 'apps/services/web.ts', "name: 'web',", "name: 'front',\n  renamedFrom: 'web',");
    // What is keyed by the service's name follows it.
    for (const file of ['base', 'lab', 'staging', 'production']) {
      const text = readFileSync(path.join(copy, `environments/${file}.ts`), 'utf8');
      writeFileSync(path.join(copy, `environments/${file}.ts`), text.replace("'web': {", "'front': {"));
    }
    const lock = path.join(copy, 'environments/releases.lock.json');
    writeFileSync(lock, readFileSync(lock, 'utf8').replaceAll('"web": {', '"front": {'));
    expect(base).toContain("'web': {");
    expect(synth(copy)).toEqual(before);
  });
});
