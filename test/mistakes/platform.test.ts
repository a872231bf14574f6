import { synthesize } from '../../apps/synthesize';
import { resolve } from '../../environments';
import { defineEnvironment } from '../../environments/define-environment';
import imagesLock from '../../environments/machine-images.lock.json';
import releasesLock from '../../environments/container-images.lock.json';
import type { Cidr } from '../../lib/core/cidr';
import { ValidationError } from '../../lib/core/diagnostics';

// Mistakes that a construct cannot go on with: each must be told, and none may end in an error of ours.

type Own = Parameters<typeof defineEnvironment>[1];

function told(own: Partial<Own>): string[] {
  const defined = defineEnvironment('lab', {
    account: '111111111111',
    alarms: { topic: 'alarms' },
    domain: 'lab.imp.example',
    network: { cidr: '10.10.0.0/16' },
    region: 'eu-west-1',
    state: { bucket: 'imp-lab-terraform-state' },
    ...own,
  });
  const { environments, diagnostics } = resolve([defined], { images: imagesLock, releases: releasesLock });
  try {
    synthesize(Object.values(environments), { diagnostics });
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.diagnostics.map(({ message, source }) => `${source}: ${message}`);
  }
}

test.each(['10.30.0.0/33', '10.30.0.0', 'abc', '', '300.1.0.0/16', '10.30.0.0/31', '2001:db8::/48'])(
  "a network of '%s' is told once",
  (cidr) => {
    const found = told({ network: { cidr: cidr as Cidr } });
    expect(found.filter((problem) => problem.startsWith('environments/lab.ts → network.cidr: '))).toHaveLength(1);
  },
);

test('a slot that is no whole number is told', () => {
  expect(told({ network: { cidr: '10.10.0.0/16', tiers: { public: { slot: 1.5 } } } })).toContain(
    'environments/lab.ts → network.tiers.public.slot: slot must be one of 0, 1, 2, 3, 4, 5, 6, 7, got 1.5',
  );
});

test('a slot that two zones want is told once, and endpoints find no fault of their own', () => {
  const found = told({
    network: { awsApiAccess: 'interface-endpoints', cidr: '10.10.0.0/16', zones: { b: { slot: 0 } } },
  });
  expect(found).toHaveLength(1);
  expect(found[0]).toContain('network.zones.');
});

test('a network without room for machines, pods and the internal load balancer is told', () => {
  const groups = (maxSize: number) => ({ nodeGroups: { general: { maxSize }, transfer: { maxSize: 12 } } });
  const network = { cidr: '10.10.0.0/17' as Cidr };
  // The machines alone would fill it to the last block.
  expect(told({ network, ...groups(12) })).toEqual([
    "environments/lab.ts → nodeGroups: general, transfer and what else stands there need 134 blocks of 16 addresses in each zone of tier 'private', got 126 (/21)",
  ]);
  expect(told({ network, ...groups(10) })).toEqual([]);
});

test('a fraction of a machine is told', () => {
  expect(told({ nodeGroups: { general: { maxSize: 9.5 } } })).toContain(
    'environments/lab.ts → nodeGroups.general.max: max must be a whole number, got 9.5',
  );
});

test('a label that Kubernetes refuses is told', () => {
  const labels = { 'bad label/x/y': 'gen eral' };
  expect(told({ nodeGroups: { general: { labels } } }).join('\n')).toContain(
    "each of letters, digits and inner -_. up to 63, got 'bad label/x/y: gen eral'",
  );
});

test('a cluster domain that is none is told', () => {
  expect(told({ cluster: { domain: 'Bad_..x' } })).toContain(
    "environments/lab.ts → cluster.domain: a domain is lower-case labels with dots between, got 'Bad_..x'",
  );
});

test('a zone that no region has is told', () => {
  expect(told({ network: { cidr: '10.10.0.0/16', zones: { q: { slot: 5 } } } }).join('\n')).toContain("got 'q'");
});

test('machines that reach AWS through a NAT that is not there are told', () => {
  const network = { awsApiAccess: 'nat', cidr: '10.10.0.0/16', nat: 'none' } as const;
  // The one service that asks the internet is told as well: see below.
  expect(told({ network })).toContain(
    "environments/lab.ts → network.awsApiAccess: machines reach AWS at private addresses or through NAT, and there is no NAT, got 'nat'",
  );
});

test('a service that asks the internet where there is no NAT is told, and nothing else of such an environment is wrong', () => {
  expect(told({ network: { cidr: '10.10.0.0/16', nat: 'none' } })).toEqual([
    "apps/services/dts-worker.ts → connectsTo: without NAT nobody reaches the internet, got 'internet', and network.nat of lab is 'none'",
  ]);
  expect(told({ network: { cidr: '10.10.0.0/16', nat: 'single' } })).toEqual([]);
});

test('a share of failed requests that is none is told', () => {
  expect(told({ loadBalancer: { maxErrorRatePercent: 0 } })).toContain(
    'environments/lab.ts → loadBalancer.maxErrorRatePercent: failures are 1 to 100 % of requests, got 0',
  );
});
