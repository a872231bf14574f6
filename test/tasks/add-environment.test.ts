import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { committed } from '../../environments';
import { contentOf, edit, projectCopy, removeTemporary } from '../support/project-copy';

afterAll(removeTemporary);

const file = 'environments/sandbox.ts';

/** Two zones, no read replica, no spot instances: less than `base.ts` in each way that removes something. */
const sandbox = `import { defineEnvironment } from './define-environment';

/** Experiments of a day. */
export const sandbox = defineEnvironment('sandbox', {
  account: '444444444444',
  region: 'eu-west-1',
  domain: 'sandbox.imp.example',
  state: { bucket: 'imp-sandbox-terraform-state' },
  network: { cidr: '10.40.0.0/16', nat: 'single', awsApiAccess: 'nat', zones: { c: null } },
  nodeGroups: { general: { minSize: 2, maxSize: 4 }, transfer: { mixedInstances: null, minSize: 2, maxSize: 4 } },
  rabbitmq: { replicas: 1, storage: '10Gi' },
  database: { instanceClass: 'db.t4g.medium', multiAz: false, replicas: { readers: null } },
  protection: { stateful: false },
  waivers: [
    {
      rule: 'rabbitmq-quorum',
      construct: 'sandbox-40-data/dts-master-rabbitmq-ha',
      reason: 'messages in the sandbox may be lost',
      owner: 'platform',
    },
  ],
});
`;

/** Pins for the sandbox what the last environment of the list has pinned, without its variants. */
function pin(root: string, lockFile: string): void {
  const target = path.join(root, lockFile);
  const lock = JSON.parse(readFileSync(target, 'utf8')) as Record<string, Record<string, object>>;
  const like = Object.entries(lock[committed.names.at(-1) ?? ''] ?? {});
  lock['sandbox'] = Object.fromEntries(like.map(([name, entry]) => [name, { ...entry, variants: undefined }]));
  writeFileSync(target, `${JSON.stringify(lock, undefined, 2)}\n`);
}

function synth(root: string) {
  return spawnSync(process.execPath, ['cli/adamant.mjs', 'synth'], { cwd: root, encoding: 'utf8' });
}

describe('new environment', () => {
  const root = projectCopy();
  const before = (() => {
    expect(synth(root).stderr).toBe('');
    return contentOf(path.join(root, 'dist'));
  })();

  writeFileSync(path.join(root, file), sandbox);
  edit(root, 'environments/index.ts', 'import { staging }', "import { sandbox } from './sandbox';\nimport { staging }");
  edit(root, 'environments/index.ts', '= [lab,', '= [lab, sandbox,');

  it('without pins: one error for each lock file', () => {
    const { status, stderr } = synth(root);
    expect(status).toBe(1);
    expect(stderr.match(/\[[a-z-]+\]$/gm)).toEqual(['[environment-pins]', '[environment-pins]']);
  });

  it('with its own file, the list and two lock files: is synthesized without zone c and without replica', () => {
    pin(root, 'environments/machine-images.lock.json');
    pin(root, 'environments/container-images.lock.json');
    const { status, stderr } = synth(root);
    expect([status, stderr]).toEqual([0, '']);
    const after = contentOf(path.join(root, 'dist'));
    const network = after['terraform/sandbox/network/main.tf.json'] ?? '';
    expect(network).toContain('"availability_zone": "eu-west-1b"');
    expect(network).not.toContain('"availability_zone": "eu-west-1c"');
    expect(after['terraform/sandbox/data/main.tf.json']).not.toContain('replicate_source_db');
    expect(after['terraform/sandbox/cluster/main.tf.json']).not.toContain('mixed_instances_policy');
    expect(after['kubernetes/sandbox/50-workloads/sandbox/Deployment.api.yaml']).toBeDefined();
  });

  it('changes the other environments in nothing but the accounts that pull images', () => {
    const after = contentOf(path.join(root, 'dist'));
    const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
    expect(changed.filter((name) => !/^terraform\/\w+\/data\//.test(name))).toEqual([]);
  });
});
