import { synthesize } from '../apps/synthesize';
import { serviceList } from '../lib/platform/definitions/service-list';
import { environments, services } from './fixtures/platform';
import { requiredAwsApis } from '../lib/aws/network/vpc-endpoints';
import type { Environment } from '../environments/environment';
import type { Json } from './support/terraform';

// Egress of nodes without NAT, and with each kind of NAT.

/** Services of the fixture without egress to the internet, which needs NAT. */
const internalServices = serviceList(
  'apps/services',
  Object.fromEntries(
    services.map(({ definition, key }) => [
      key,
      { ...definition, connectsTo: definition.connectsTo.filter((target) => target !== 'internet') },
    ]),
  ),
);

/** Terraform JSON of a stack in the fixture's production with another NAT setting. */
function stack(name: string, nat: Environment['network']['nat']): Json {
  const { production } = environments;
  const files = synthesize([{ ...production, network: { ...production.network, nat } }], {
    services: internalServices,
  });
  return JSON.parse(files.get(`terraform/production/${name}/main.tf.json`) ?? '{}');
}

/** Egress rules of the nodes: the peer and the port. */
function nodeEgress(nat: Environment['network']['nat']): string[] {
  return Object.values<Json>(stack('cluster', nat).resource.aws_vpc_security_group_egress_rule)
    .filter(({ security_group_id }) => security_group_id === '${aws_security_group.nodes.id}')
    .map(
      ({ cidr_ipv4, from_port, prefix_list_id, referenced_security_group_id }) =>
        `${cidr_ipv4 ?? prefix_list_id ?? referenced_security_group_id} ${from_port ?? 'all'}`,
    )
    .sort();
}

const internal = ['${aws_security_group.nodes.id} all', '${data.aws_security_group.database.id} 5432'];

describe('without NAT', () => {
  it('node egress: allows TLS to the VPC and to the gateway endpoints', () => {
    expect(nodeEgress('none')).toEqual(
      [
        ...internal,
        '${data.aws_ec2_managed_prefix_list.addresses-dynamodb.id} 443',
        '${data.aws_ec2_managed_prefix_list.addresses-s3.id} 443',
        '10.30.0.0/16 443',
      ].sort(),
    );
    const lists = Object.values<Json>(stack('cluster', 'none').data.aws_ec2_managed_prefix_list);
    expect(lists.map(({ name }) => name).sort()).toEqual([
      'com.amazonaws.eu-west-1.dynamodb',
      'com.amazonaws.eu-west-1.s3',
    ]);
  });

  it('VPC endpoints: cover every AWS API that nodes use', () => {
    const { resource } = stack('network', 'none');
    const endpoints = Object.values<Json>(resource.aws_vpc_endpoint);
    const gateways = endpoints.filter(({ vpc_endpoint_type }) => vpc_endpoint_type === 'Gateway');
    expect(gateways.map(({ service_name }) => service_name).sort()).toEqual([
      'com.amazonaws.eu-west-1.dynamodb',
      'com.amazonaws.eu-west-1.s3',
    ]);
    expect(endpoints.length - gateways.length).toBe(Object.keys(requiredAwsApis).length);
    expect(resource.aws_nat_gateway).toBeUndefined();
  });
});

it.each(['single', 'per-zone', 'regional'] as const)('node egress: allows TLS to the internet with NAT %s', (nat) => {
  expect(nodeEgress(nat)).toEqual([...internal, '0.0.0.0/0 443']);
});
