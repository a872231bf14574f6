import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { contentOf, edit, projectCopy, removeTemporary } from '../support/project-copy';

afterAll(removeTemporary);

/** Runs `adamant synth` as a person would: what it said. */
function said(root: string): string {
  const run = spawnSync(process.execPath, ['cli/adamant.mjs', 'synth'], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}

/** What it wrote. */
function synth(root: string): Record<string, string> {
  said(root);
  return contentOf(path.join(root, 'dist'));
}

const cleanup = readFileSync('apps/services/dts-cleanup.ts', 'utf8');
const web = readFileSync('apps/services/web.ts', 'utf8');
const base = readFileSync('environments/base.ts', 'utf8');

/** Pins the image of another service for one, in an environment. */
function release(root: string, name: string, environment: string): void {
  const file = path.join(root, 'environments/container-images.lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, unknown>>;
  lock[environment] = { ...lock[environment], [name]: lock[environment]?.['web'] };
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

  it('adds a service with one file and one line, which waits for its release in each environment', () => {
    const copy = projectCopy();
    const own = web
      .replace("name: 'web'", "name: 'shop'")
      .replace('export const web', 'export const shop')
      .replace(/ {2}variants: .*\n/, "  size: { min: 2, max: 4, cpu: '250m', memory: '512Mi' },\n")
      .replace("subdomain: 'app'", "subdomain: 'shop'")
      .replace('priority: 10', 'priority: 11')
      .replace('nodePort: 30080', 'nodePort: 30099')
      .replaceAll("secret: 'web'", "secret: 'shop'");
    writeFileSync(path.join(copy, 'apps/services/shop.ts'), own);
    addToList(copy, 'shop', 'shop');
    expect(said(copy)).toContain(
      'lab         not released: shop\nstaging     not released: shop\nproduction  not released: shop\n',
    );
    expect(synth(copy)).toEqual(before);

    release(copy, 'shop', 'lab');
    expect(said(copy)).not.toContain('lab         not released');
    const after = synth(copy);
    expect(added(before, after, 'production')).toEqual([]);
    expect(after['terraform/lab/cluster/main.tf.json']).toContain('"shop.lab.imp.example"');
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
      'ResourceQuota.namespace-quota.yaml',
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
    const lock = path.join(copy, 'environments/container-images.lock.json');
    writeFileSync(lock, readFileSync(lock, 'utf8').replaceAll('"web": {', '"front": {'));
    expect(base).toContain("'web': {");
    expect(synth(copy)).toEqual(before);
  });
});
