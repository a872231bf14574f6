import { App as Workloads } from 'cdk8s';
import { App } from 'cdktf';
import { describeInfrastructure, describeWorkloads } from '../apps/platform';
import { resolve } from '../environments';
import type { Environment } from '../environments/environment';
import { Stack } from '../lib/aws/stack/stack';
import { stackFiles } from '../lib/aws/stack/render';
import { collectDiagnostics } from '../lib/core/diagnostics';
import { defined, locksFor } from './environments/definitions';
import type { Json } from './support/terraform';

// An environment without NAT reaches what is inside and AWS, and none of its rules says more.

/** The stacks of an environment that differs in its NAT, by name. Nothing is wrong with either of its halves. */
function stacksOf(nat: Environment['network']['nat']): Record<string, Json> {
  const definition = defined('one', { network: { cidr: '10.1.0.0/16', nat } });
  const locks = locksFor('one');
  const { environments, diagnostics } = resolve([definition], {
    images: JSON.stringify(locks.images),
    releases: JSON.stringify(locks.releases),
  });
  const app = new App();
  describeInfrastructure(app, environments['one']!);
  const workloads = new Workloads();
  describeWorkloads(workloads, environments['one']!);
  expect([...diagnostics, ...collectDiagnostics(app), ...collectDiagnostics(workloads)]).toEqual([]);
  const stacks = app.node.children.filter((child) => child instanceof Stack);
  return Object.fromEntries(
    stacks.map((stack) => {
      return [stack.name, JSON.parse(stackFiles(stack).get('main.tf.json') ?? '{}')];
    }),
  );
}

/** What a rule lets be asked: a range, a list or a group, and the port. */
function egress(stack: Json): string[] {
  return Object.values<Json>(stack.resource.aws_vpc_security_group_egress_rule ?? {})
    .filter(({ security_group_id }) => security_group_id === '${aws_security_group.nodes.id}')
    .map(
      ({ cidr_ipv4, from_port, prefix_list_id, referenced_security_group_id }) =>
        `${cidr_ipv4 ?? prefix_list_id ?? referenced_security_group_id} ${from_port ?? 'all'}`,
    )
    .sort();
}

const among = ['${aws_security_group.nodes.id} all', '${data.aws_security_group.database.id} 5432'];

describe('machines of an environment', () => {
  it('without NAT ask the network and the gateways of AWS by TLS, and nobody else', () => {
    const { cluster } = stacksOf('none');
    expect(egress(cluster)).toEqual([
      ...among.slice(0, 1),
      '${data.aws_ec2_managed_prefix_list.addresses-dynamodb.id} 443',
      '${data.aws_ec2_managed_prefix_list.addresses-s3.id} 443',
      ...among.slice(1),
      '10.1.0.0/16 443',
    ]);
    const names = Object.values<Json>(cluster.data.aws_ec2_managed_prefix_list).map(({ name }) => name);
    expect(names.sort()).toEqual(['com.amazonaws.eu-west-1.dynamodb', 'com.amazonaws.eu-west-1.s3']);
  });

  it('without NAT find each service that they ask in the network, or behind a gateway of all their routes', () => {
    const { network } = stacksOf('none');
    const endpoints = Object.values<Json>(network.resource.aws_vpc_endpoint);
    const gateways = endpoints.filter(({ vpc_endpoint_type }) => vpc_endpoint_type === 'Gateway');
    expect(gateways.map(({ service_name }) => service_name).sort()).toEqual([
      'com.amazonaws.eu-west-1.dynamodb',
      'com.amazonaws.eu-west-1.s3',
    ]);
    expect(endpoints.length - gateways.length).toBeGreaterThan(8);
    expect(network.resource.aws_nat_gateway).toBeUndefined();
  });

  it.each(['single', 'per-zone', 'regional'] as const)('with NAT (%s) ask everybody by TLS', (nat) => {
    expect(egress(stacksOf(nat)['cluster'])).toEqual([...among, '0.0.0.0/0 443']);
  });
});
