import { examples } from '../../../../apps/examples';
import { twoRegionsExample } from '../../../../apps/examples/two-regions/two-regions';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import type { Json } from '../../../support/terraform';

const terraform: Json = JSON.parse(examples().get('examples/two-regions/main.tf.json') ?? '{}');
const named = (type: string): [string, Json][] => Object.entries(terraform.resource[type] ?? {});
const resource = (type: string, name: string): Json => terraform.resource[type][name];

test('diagnostics: none', () => {
  expect(collectDiagnostics(twoRegionsExample())).toEqual([]);
});

test('provider: the other region has its own, for the same account and with the same tags', () => {
  const [here, there] = terraform.provider.aws;
  expect(there).toEqual({ ...here, alias: 'eu-central-1', region: 'eu-central-1' });
});

test('resource: uses the provider of the other region if it is there, and only then', () => {
  const all = Object.values<Json>(terraform.resource).flatMap((blocks) => Object.entries<Json>(blocks));
  const there = all.filter(([, { provider }]) => provider === 'aws.eu-central-1').map(([name]) => name);
  const meant = all.map(([name]) => name).filter((name) => /^(?:away|database_replica-rescue)(?:$|[-_])/.test(name));
  expect(there.sort()).toEqual(meant.sort());
  expect(there.length).toBeGreaterThan(20);
  expect(all.filter(([, { provider }]) => provider !== undefined).length).toBe(there.length);
});

test('database: has a replica in the other region, with a network and key of that region', () => {
  expect(resource('aws_db_instance', 'database_replica-rescue')).toMatchObject({
    kms_key_id: '${aws_kms_key.away-key.arn}',
    provider: 'aws.eu-central-1',
    replicate_source_db: '${aws_db_instance.database_primary.arn}',
  });
});

test('network: has IPv6, one NAT gateway for all zones, and routes to and from the peered network', () => {
  expect(resource('aws_vpc', 'home_vpc').assign_generated_ipv6_cidr_block).toBe(true);
  expect(named('aws_nat_gateway').map(([, { availability_mode }]) => availability_mode)).toEqual(['regional']);
  const routes = named('aws_route').filter(([, { vpc_peering_connection_id }]) => vpc_peering_connection_id);
  expect(new Set(routes.map(([, { destination_cidr_block }]) => destination_cidr_block))).toEqual(
    new Set(['10.40.0.0/16', '10.41.0.0/16']),
  );
});

test('node group: replaces its only instance by terminating it first; the other group is scaled by AWS', () => {
  const refresh = (name: string) =>
    resource('aws_autoscaling_group', `node-group-${name}_auto-scaling-group-a`).instance_refresh;
  expect(refresh('broker').preferences).toMatchObject({ max_healthy_percentage: 100, min_healthy_percentage: 0 });
  expect(refresh('site').preferences).toMatchObject({ max_healthy_percentage: 110, min_healthy_percentage: 100 });
  expect(named('aws_autoscaling_policy').map(([name]) => name)).toEqual([
    'node-group-site_target-cpu-a',
    'node-group-site_target-cpu-b',
  ]);
  expect(named('aws_autoscaling_schedule').map(([name, { recurrence }]) => [name, recurrence])).toEqual([
    ['node-group-site_schedule-evening-a', '0 20 * * *'],
    ['node-group-site_schedule-evening-b', '0 20 * * *'],
    ['node-group-site_schedule-morning-a', '0 7 * * MON-FRI'],
    ['node-group-site_schedule-morning-b', '0 7 * * MON-FRI'],
  ]);
});

test('network load balancer: is internal and has a security group', () => {
  const balancer = resource('aws_lb', 'queue-balancer');
  expect(balancer).toMatchObject({ internal: true, load_balancer_type: 'network' });
  expect(balancer.security_groups).toEqual(['${aws_security_group.queue.id}']);
});

test('listener rule: forwards a tenth of the requests to the next variant', () => {
  const [{ forward }] = resource('aws_lb_listener_rule', 'service-site_listener-rule').action;
  expect(forward.target_group.map(({ weight }: Json) => weight)).toEqual([90, 10]);
});
