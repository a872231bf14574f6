import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { contentOf, edit, projectCopy, removeTemporary, temporary } from '../support/project-copy';

afterAll(removeTemporary);

/** Runs `adamant synth` as a person would, and tells what became of an older `dist/`. */
function synth(root: string) {
  mkdirSync(path.join(root, 'dist', 'terraform', 'lab'), { recursive: true });
  writeFileSync(path.join(root, 'dist', 'terraform', 'lab', 'main.tf.json'), '{"older": true}\n');
  const before = temporary();
  cpSync(path.join(root, 'dist'), before, { recursive: true });
  const { status, stderr, stdout } = spawnSync(process.execPath, ['cli/adamant.mjs', 'synth'], {
    cwd: root,
    encoding: 'utf8',
  });
  const untouched = JSON.stringify(contentOf(path.join(root, 'dist'))) === JSON.stringify(contentOf(before));
  const leftovers = readdirSync(root).filter((name) => name.startsWith('dist') && name !== 'dist');
  return { leftovers, status, stderr, stdout, untouched };
}

const europe = 'production-europe';
const withoutRelease = (service: string, file: string) => [
  europe,
  `  service '${service}' has no pinned image, got none`,
  `  environments/${file}.ts → services.${service}`,
  `  add it to environments/container-images.lock.json → ${europe}`,
];
const withoutImage = (group: string, image: string) => [
  europe,
  `  image '${image}' has no pin in eu-west-1, got none`,
  `  environments/base.ts → nodeGroups.${group}.image`,
  `  add it to environments/machine-images.lock.json → ${europe}, or name one that is pinned`,
];

/** Every line that is printed for the mistakes below. */
const everything = [
  [
    europe,
    `  an environment name has at most 16 characters, got '${europe}' (17)`,
    '  environments/production-europe.ts → name',
    '  shorten it by 1',
  ],
  [
    'staging',
    '  10.10.128.0/17 overlaps with 10.10.0.0/16 of lab (network.cidr)',
    '  environments/staging.ts → network.cidr',
    '  give one of them a range of its own',
  ],
  [
    'staging',
    "  image 'nodes' has no pin in eu-west-1, got node, transfer-node",
    '  environments/staging.ts → nodeGroups.general.image',
    '  add it to environments/machine-images.lock.json → staging, or name one that is pinned',
  ],
  withoutImage('general', 'node'),
  withoutImage('transfer', 'transfer-node'),
  withoutRelease('api', europe),
  withoutRelease('dts-scheduler', 'base'),
  withoutRelease('dts-worker', europe),
  withoutRelease('web', europe),
  [
    europe,
    "  variant 'canary' of web has no pinned image, got none",
    `  environments/${europe}.ts → services.web.variants.canary`,
    `  add it to environments/container-images.lock.json → ${europe}.web.variants`,
  ],
  [
    'lab-network/network',
    '  slot 0 is taken by zones.a, and a slot is the address of everything in it',
    '  environments/lab.ts → network.zones.b.slot',
    '  use a free one (1, 3, 4, 5, 6, 7), and leave zones.a as it is',
  ],
  [
    'lab-cluster/node-group-general',
    '  min must be at most max (4), got 5',
    '  environments/lab.ts → nodeGroups.general.min',
    '  lower min to 4 or less, or raise max',
  ],
  ['12 problems; nothing was written', ''],
]
  .map((lines) => lines.join('\n'))
  .join('\n\n');

describe('a person who makes mistakes', () => {
  it('is told all of them at once, in full, and nothing is written', () => {
    const root = projectCopy();
    edit(root, 'environments/lab.ts', "nat: 'single',", "nat: 'single',\n    zones: { b: { slot: 0 } },");
    edit(root, 'environments/lab.ts', 'general: { max: 4 }', 'general: { min: 5, max: 4 }');
    edit(root, 'environments/staging.ts', "'10.20.0.0/16' },", "'10.10.128.0/17' },");
    edit(root, 'environments/staging.ts', 'services: {', "nodeGroups: { general: { image: 'nodes' } },\n  services: {");
    edit(root, 'environments/production.ts', "environment('production'", "environment('production-europe'");
    const { stderr, ...rest } = synth(root);
    expect(stderr).toBe(everything);
    expect(stderr).not.toContain('    at ');
    expect(stderr).not.toContain(root);
    expect(rest).toEqual({ leftovers: [], status: 1, stdout: '', untouched: true });
  });

  it('in a lock file is shown the place, and not everything that follows from it', () => {
    const root = projectCopy();
    edit(
      root,
      'environments/machine-images.lock.json',
      '"kubernetesVersion": "1.34.2",',
      '"kubernetesVersion": "1.34.2"',
    );
    expect(synth(root)).toEqual({
      leftovers: [],
      status: 1,
      stderr: [
        'environments/machine-images.lock.json',
        '  must be JSON, got a mistake at line 10, column 9',
        '  environments/machine-images.lock.json:10:9',
        '  look for a missing comma, quote or brace there, or take the file from the last commit',
        '',
        '1 problem; nothing was written',
        '',
      ].join('\n'),
      stdout: '',
      untouched: true,
    });
  });

  it('of spelling is told what was meant, before anything is made of it', () => {
    const root = projectCopy();
    edit(root, 'environments/base.ts', 'nodeGroups: {', 'nodeGroup: {');
    edit(root, 'environments/lab.ts', "nat: 'single'", "nta: 'single'");
    edit(root, 'environments/staging.ts', 'max: 8', "max: '8'");
    edit(root, 'environments/production.ts', "interval: '60s'", "interval: '6s'");
    expect(synth(root)).toEqual({
      leftovers: [],
      status: 1,
      stderr: [
        'base',
        "  a setting here is one of name, account, region, domain, state, accessLogs, loadBalancer, alarms, network, cluster, nodeGroups, services, broker, database, secrets, protection, waivers, got 'nodeGroup'",
        '  environments/base.ts → nodeGroup',
        '  did you mean nodeGroups?',
        '',
        'lab',
        "  a setting here is one of cidr, tiers, zones, nat, awsApiAccess, flowLogs, got 'nta'",
        '  environments/lab.ts → network.nta',
        '  did you mean nat?',
        '',
        'staging',
        "  must be a number, got '8'",
        '  environments/staging.ts → services.dts-worker.max',
        '  write a number, without quotes (Pods at most)',
        '',
        'production',
        "  must be one of 60s, 600s, got '6s'",
        '  environments/production.ts → network.flowLogs.maxAggregationInterval',
        '  did you mean 60s?',
        '',
        '4 problems; nothing was written',
        '',
      ].join('\n'),
      stdout: '',
      untouched: true,
    });
  });

  it('in the file of a service is told once, however many environments it is made in', () => {
    const root = projectCopy();
    edit(root, 'apps/services/api.ts', "readinessPath: '/health/ready'", "readinessPath: 'health/ready'");
    const { stderr } = synth(root);
    const source = stderr.split('\n').filter((line) => line.startsWith('  apps/services/'));
    expect([...new Set(source)]).toEqual(['  apps/services/api.ts → readinessPath']);
    expect(source.length).toBeLessThan(3);
    expect(stderr).not.toContain('production-');
  });

  it('in a chart of their own is told about objects that would reach no cluster', () => {
    const root = projectCopy();
    const object = (chart: string, namespace: string) =>
      `new ApiObject(${chart}, 'raw', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'raw', namespace: '${namespace}' } });`;
    edit(
      root,
      'apps/platform.ts',
      "import { App as Workloads } from 'cdk8s';",
      "import { ApiObject, App as Workloads, Chart } from 'cdk8s';",
    );
    edit(
      root,
      'apps/platform.ts',
      '  groundCharts(app, environment);',
      `  groundCharts(app, environment);
  ${object("new Chart(app, 'mine')", 'default')}
  ${object('app.node.children[0]!', 'nowhere')}`,
    );
    const { status, stderr, untouched } = synth(root);
    expect({ status, untouched }).toEqual({ status: 1, untouched: true });
    expect(stderr).toContain('  an object is applied with a wave, got one in a chart that has none\n  mine\n');
    expect(stderr).toContain("got 'nowhere'\n  ConfigMap raw → metadata.namespace\n");
  });
});
