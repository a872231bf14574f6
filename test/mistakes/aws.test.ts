import { Database } from '../../lib/aws/database/database';
import { type DatabaseProps } from '../../lib/aws/database/props';
import type { NetworkProps } from '../../lib/aws/network/props';
import { checkAddressCapacity } from '../../lib/aws/compute/address-capacity';
import { NetworkLoadBalancer } from '../../lib/aws/load-balancing/network-load-balancer';
import { InstanceRefresh } from '../../lib/aws/compute/instance-refresh';
import type { Stack } from '../../lib/aws/stack/stack';
import { formatDiagnostic, collectDiagnostics, addFindings, withSource } from '../../lib/core/diagnostics';
import { type GroupProps, loadBalancer, network, networkProps, nodeGroup, testStack } from '../support/terraform';

// What people are known to get wrong with AWS: each is told in four lines before anything is made, and what the fix says is taken.

/** What is printed for a stack, where its settings are an environment's. */
function told(describe: (stack: Stack) => void): string {
  const stack = testStack();
  withSource(stack, (setting) => `environments/lab.ts → ${setting}`);
  describe(stack);
  return collectDiagnostics(stack).map(formatDiagnostic).join('\n\n');
}

const group = (props: GroupProps) => (stack: Stack) => void nodeGroup(stack, props);

const database = (props: Partial<DatabaseProps>) => (stack: Stack) =>
  void new Database(stack, 'database', {
    backupRetention: '7d',
    engineVersion: '17.6',
    instanceClass: 'db.m6g.large',
    key: { keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/here' },
    multiAz: true,
    name: 'lab',
    network: network(stack),
    deletionProtection: true,
    storage: '100Gi',
    tier: 'data',
    zone: { name: 'lab.internal', zoneId: 'Z1' },
    ...props,
  });

const networkBalancer = (guards: readonly string[]) => (stack: Stack) =>
  void new NetworkLoadBalancer(stack, 'load-balancer', {
    deletionProtection: true,
    scheme: 'internal',
    listeners: {},
    name: 'lab-api',
    network: network(stack),
    securityGroups: guards.map((groupId) => ({ groupId, displayName: groupId })),
    tier: 'private',
  });

const planned = (props: Partial<NetworkProps>) => (stack: Stack) => void network(stack, props);
const dual: NetworkProps['tiers'] = {
  ...networkProps.tiers,
  private: { access: 'private', ipv6: true, slot: 4, width: 4 },
};

/** Groups of the largest size that a network of this range has to hold. */
const room = (cidr: NetworkProps['cidr']) => (stack: Stack) =>
  addFindings(
    network(stack, { cidr }),
    checkAddressCapacity(
      { ...networkProps, cidr },
      { groups: { general: { maxNodes: 40, podsPerNode: 110 } }, setting: 'nodeGroups', tier: 'private' },
    ),
  );

const performance = (rootVolumePerformance: GroupProps['rootVolumePerformance']) =>
  group({ ...(rootVolumePerformance && { rootVolumePerformance }) });

interface Example {
  readonly what: string;
  readonly wrong: (stack: Stack) => void;
  readonly right: (stack: Stack) => void;
  readonly lines: readonly string[];
}

const examples: readonly Example[] = [
  {
    what: 'a network load balancer without a security group',
    wrong: networkBalancer([]),
    right: networkBalancer(['sg-1']),
    lines: [
      'lab-cluster/load-balancer',
      '  a network load balancer has at least one security group, got none',
      '  environments/lab.ts → securityGroups',
      '  give it one now: the first one added later replaces it, and its address with it',
    ],
  },
  {
    what: 'replicas of a database whose password RDS manages',
    wrong: database({ replicas: { reports: {} } }),
    right: database({ passwordVersion: 1, replicas: { reports: {} } }),
    lines: [
      'lab-cluster/database',
      '  RDS does not replicate an instance whose password it manages, got 1 replica',
      '  environments/lab.ts → passwordVersion',
      '  set passwordVersion to 1: Terraform then passes a password on without keeping it',
    ],
  },
  {
    what: 'a blue/green update with replicas',
    wrong: database({ blueGreen: true, passwordVersion: 1, replicas: { reports: {} } }),
    right: database({ blueGreen: true }),
    lines: [
      'lab-cluster/database',
      '  a blue/green update leaves read replicas with the old instance, got blueGreen with replicas',
      '  environments/lab.ts → blueGreen',
      '  set blueGreen to false, or take the replicas out before the upgrade',
    ],
  },
  {
    what: 'fewer operations than gp3 always does',
    wrong: performance({ iops: 100 }),
    right: performance({ iops: 3000 }),
    lines: [
      'lab-cluster/node-group-general',
      '  gp3 does 3000 to 16000 operations a second, got 100',
      '  environments/lab.ts → rootVolumePerformance.iops',
      '  write 3000, or leave it out',
    ],
  },
  {
    what: 'more operations than the volume is large enough for',
    wrong: group({ rootVolume: '10Gi', rootVolumePerformance: { iops: 6000 } }),
    right: group({ rootVolume: '12Gi', rootVolumePerformance: { iops: 6000 } }),
    lines: [
      'lab-cluster/node-group-general',
      '  gp3 does at most 500 operations a second for each GiB, got 6000 for 10Gi',
      '  environments/lab.ts → rootVolumePerformance.iops',
      '  lower it to 5000, or make the volume 12Gi',
    ],
  },
  {
    what: 'more throughput than the operations carry',
    wrong: performance({ throughput: '800Mi/s' }),
    right: performance({ iops: 3200, throughput: '800Mi/s' }),
    lines: [
      'lab-cluster/node-group-general',
      '  gp3 moves at most 0.25 MiB with each operation, got 800Mi/s at 3000 operations a second',
      '  environments/lab.ts → rootVolumePerformance.throughput',
      '  lower it to 750Mi/s, or raise iops to 3200',
    ],
  },
  {
    what: 'more throughput of a database than its operations carry',
    wrong: database({ storage: '400Gi', throughput: '3200Mi/s' }),
    right: database({ iops: 12_800, storage: '400Gi', throughput: '3200Mi/s' }),
    lines: [
      'lab-cluster/database',
      '  throughput is at most a quarter of iops (12000), got 3200Mi/s',
      '  environments/lab.ts → throughput',
      "  raise iops to 12800 or more, or lower throughput to '3000Mi/s'",
    ],
  },
  {
    what: 'more machines at least than at most',
    wrong: group({ maxSize: 3, minSize: 5 }),
    right: group({ maxSize: 5, minSize: 5 }),
    lines: [
      'lab-cluster/node-group-general',
      '  min must be at most max (3), got 5',
      '  environments/lab.ts → min',
      '  lower min to 3 or less, or raise max',
    ],
  },
  {
    what: 'a roll that can replace no machine',
    wrong: group({ instanceRefresh: InstanceRefresh.between({ max: 100, min: 90 }) }),
    right: group({ instanceRefresh: InstanceRefresh.between({ max: 110, min: 90 }) }),
    lines: [
      'lab-cluster/node-group-general',
      '  at 3 machines, 90 % is all of them and 100 % lets none be added, so none can be replaced',
      '  environments/lab.ts → rollout',
      '  use Rollout.launchFirst(), or keep at most 66 %',
    ],
  },
  {
    what: 'a roll of one machine that keeps it',
    wrong: group({ maxSize: 1, minSize: 1 }),
    right: group({ maxSize: 1, minSize: 1, instanceRefresh: InstanceRefresh.terminateBeforeLaunching() }),
    lines: [
      'lab-cluster/node-group-general',
      '  a group of exactly one machine can keep none while it is replaced, got 100 % to 110 %',
      '  environments/lab.ts → rollout',
      '  use Rollout.terminateFirst(), or raise max to 2 if two may run at once',
    ],
  },
  {
    what: 'percentages that are none',
    wrong: group({ instanceRefresh: InstanceRefresh.between({ max: 210, min: 100 }) }),
    right: group({ instanceRefresh: InstanceRefresh.between({ max: 200, min: 100 }) }),
    lines: [
      'lab-cluster/node-group-general',
      '  a roll keeps 0 to 100 % and makes 100 to 200 %, at most 100 apart, got 100 % to 210 %',
      '  environments/lab.ts → rollout',
      '  use Rollout.launchFirst(), which is 100 % to 110 %',
    ],
  },
  {
    what: 'a roll that rolls itself back',
    wrong: group({ instanceRefresh: InstanceRefresh.launchBeforeTerminating({ autoRollback: true }) }),
    right: group({ instanceRefresh: InstanceRefresh.launchBeforeTerminating({ autoRollback: false }) }),
    lines: [
      'lab-cluster/node-group-general',
      '  a roll that fails would be rolled back to the new template, which the group has by then, got autoRollback',
      '  environments/lab.ts → rollout',
      '  leave it out: alarms stop a bad roll, and the way back is the old pin',
    ],
  },
  {
    what: 'a name that AWS cuts off',
    wrong: (stack) => void loadBalancer(stack, { name: 'production-europe-public-customers' }),
    right: (stack) => void loadBalancer(stack, { name: 'production-europe-public' }),
    lines: [
      'lab-cluster/load-balancer',
      "  a load-balancer name has at most 32 characters, got 'production-europe-public-customers' (34)",
      '  environments/lab.ts → name',
      '  shorten it by 2',
    ],
  },
  {
    what: 'IPv6 without a block to give it from',
    wrong: planned({ tiers: dual }),
    right: planned({ ipv6: 'amazon-provided', tiers: dual }),
    lines: [
      'lab-cluster/network',
      "  tier 'private' asks for IPv6, and the network has no block to give it from",
      '  environments/lab.ts → tiers.private.ipv6',
      "  set the network's ipv6 to 'amazon-provided', or leave it out of the tier",
    ],
  },
  {
    what: 'a drain that outlasts what EC2 waits for',
    wrong: group({ drainTimeout: '2h' }),
    right: group({ drainTimeout: '115m' }),
    lines: [
      'lab-cluster/node-group-general',
      '  EC2 waits 2h at most for a machine that goes, 5m of it beside the drain, got 2h',
      '  environments/lab.ts → drain',
      '  shorten the drain of what runs on it to 115m or less: longer work must survive a restart',
    ],
  },
  {
    what: 'an instance type that nobody knows',
    wrong: group({ instanceType: 'm99.large' }),
    right: group({ instanceType: 'm6i.large' }),
    lines: [
      'lab-cluster/node-group-general',
      "  an instance type must be one whose size is known, got 'm99.large'",
      '  environments/lab.ts → instanceType',
      '  use a family of c5, c5a, c6a, c6g, c6i, c7a, c7g, c7i, m5, m5a, m6a, m6g, m6i, m7a, m7g, m7i, r5, r5a, r6a, r6g, r6i, r7g, r7i, t3, t4g, or add it to lib/aws/compute/instance-types.ts',
    ],
  },
  {
    what: 'too few addresses for machines and pods',
    wrong: room('10.10.0.0/20'),
    right: room('10.10.0.0/16'),
    lines: [
      'lab-cluster/network',
      "  general need 198 blocks of 16 addresses in each zone of tier 'private', got 14 (/24)",
      '  environments/lab.ts → nodeGroups',
      '  lower max or the pods of a machine, or plan a wider tier or network before anything stands in it',
    ],
  },
];

test.each(examples)('$what is told in four lines, and not when it is mended', ({ lines, right, wrong }) => {
  expect(told(wrong)).toBe(lines.join('\n'));
  expect(lines).toHaveLength(4);
  expect(told(right)).toBe('');
});
