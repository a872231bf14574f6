import { synthesize } from '../../apps/synthesize';
import { resolve } from '../../environments';
import { definitions, locks, services } from '../fixtures/project';
import { defineEnvironment } from '../fixtures/project/environments/define-environment';

/** Two zones, no read replica and no spot instances: a removal of each kind of entry that `base.ts` has. */
const sandbox = defineEnvironment('sandbox', {
  account: '444444444444',
  region: 'eu-west-1',
  domain: 'sandbox.imp.example',
  state: { bucket: 'imp-sandbox-terraform-state' },
  network: { cidr: '10.40.0.0/16', nat: 'single', awsApiAccess: 'nat', zones: { c: null } },
  nodeGroups: {
    general: { maxSizePerZone: 2 },
    transfer: { mixedInstances: null, maxSizePerZone: 2 },
  },
  // Room for four nodes.
  services: { 'dts-worker': { maxReplicas: 20 } },
  rabbitmq: { replicas: 1, storage: '10Gi' },
  database: { instanceClass: 'db.t4g.medium', multiAz: false, replicas: { readers: null } },
  deletionProtection: false,
  waivers: [
    {
      check: 'elasticsearch-zone-quorum',
      construct: 'sandbox-40-data/elasticsearch',
      reason: 'logs wait on the nodes while a zone is lost',
      owner: 'platform',
    },
    {
      check: 'rabbitmq-quorum',
      construct: 'sandbox-40-data/dts-master-rabbitmq-ha',
      reason: 'messages in the sandbox may be lost',
      owner: 'platform',
    },
  ],
});

/** Returns a lock file in which the sandbox has the pins of staging, with AMIs of its own account. */
function withSandbox(lock: string): string {
  const pins = JSON.parse(lock) as Readonly<Record<string, unknown>>;
  const sandbox: unknown = JSON.parse(JSON.stringify(pins['staging']).replaceAll('ami-0', 'ami-1'));
  return JSON.stringify({ ...pins, sandbox });
}

const pinned = { machineImages: withSandbox(locks.machineImages), containerImages: withSandbox(locks.containerImages) };

function output(...[defined, lockFiles]: Parameters<typeof resolve>) {
  const { diagnostics, environments } = resolve(defined, lockFiles);
  return synthesize(Object.values(environments), { diagnostics, services });
}

describe('new environment', () => {
  it('lock files: one error each without pins', () => {
    expect(resolve({ ...definitions, sandbox }, locks).diagnostics.map(({ id }) => id)).toEqual([
      'environment-pins',
      'environment-pins',
    ]);
  });

  it('removals: no zone, replica or mixed instances that base.ts has', () => {
    const files = output({ ...definitions, sandbox }, pinned);
    const network = files.get('terraform/sandbox/network/main.tf.json');
    expect(network).toContain('"availability_zone": "eu-west-1b"');
    expect(network).not.toContain('"availability_zone": "eu-west-1c"');
    expect(files.get('terraform/sandbox/data/main.tf.json')).not.toContain('replicate_source_db');
    expect(files.get('terraform/sandbox/cluster/main.tf.json')).not.toContain('mixed_instances_policy');
    expect(files.has('kubernetes/sandbox/50-workloads/sandbox/Deployment.api.yaml')).toBe(true);
  });

  it('other environments: keep all files but those with the accounts that pull images', () => {
    const before = output(definitions, locks);
    const after = output({ ...definitions, sandbox }, pinned);
    const changed = [...before].filter(([file, text]) => after.get(file) !== text).map(([file]) => file);
    expect(changed).toEqual(['terraform/production/data/main.tf.json']);
  });
});
