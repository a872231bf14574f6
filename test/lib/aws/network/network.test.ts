import type { NetworkProps } from '../../../../lib/aws/network/props';
import { inStack } from '../../../support/mistakes';
import { type Json, network, resources, terraformJson } from '../../../support/terraform';

const terraform = (props: Partial<NetworkProps> = {}): Json => terraformJson((stack) => network(stack, props));

describe('network', () => {
  const subnets = resources(terraform(), 'aws_subnet');

  it('subnets: one for each tier and zone, with the range of its slots', () => {
    const places = Object.entries<Json>(subnets).map(([name, { availability_zone, cidr_block }]) => [
      name,
      availability_zone,
      cidr_block,
    ]);
    expect(places).toEqual([
      ['network_subnet-data-a', 'eu-west-1a', '10.10.32.0/22'],
      ['network_subnet-data-b', 'eu-west-1b', '10.10.36.0/22'],
      ['network_subnet-data-c', 'eu-west-1c', '10.10.40.0/22'],
      ['network_subnet-private-a', 'eu-west-1a', '10.10.128.0/20'],
      ['network_subnet-private-b', 'eu-west-1b', '10.10.144.0/20'],
      ['network_subnet-private-c', 'eu-west-1c', '10.10.160.0/20'],
      ['network_subnet-public-a', 'eu-west-1a', '10.10.0.0/22'],
      ['network_subnet-public-b', 'eu-west-1b', '10.10.4.0/22'],
      ['network_subnet-public-c', 'eu-west-1c', '10.10.8.0/22'],
    ]);
  });

  it('subnets: have the tags that load balancer controllers discover, except for isolated ones', () => {
    expect(subnets['network_subnet-public-a'].tags).toEqual({
      'Name': 'lab-public-a',
      'kubernetes.io/cluster/lab': 'shared',
      'kubernetes.io/role/elb': '1',
    });
    expect(subnets['network_subnet-private-b'].tags).toEqual({
      'Name': 'lab-private-b',
      'kubernetes.io/cluster/lab': 'shared',
      'kubernetes.io/role/internal-elb': '1',
    });
    expect(subnets['network_subnet-data-c'].tags).toEqual({ Name: 'lab-data-c' });
  });

  it('subnets: assign no public address, and the VPC has DNS', () => {
    const assigned = Object.values<Json>(subnets).map(({ map_public_ip_on_launch }) => map_public_ip_on_launch);
    expect(new Set(assigned)).toEqual(new Set([false]));
    expect(resources(terraform(), 'aws_vpc')['network_vpc']).toMatchObject({
      cidr_block: '10.10.0.0/16',
      enable_dns_hostnames: true,
      enable_dns_support: true,
    });
  });

  it('checks: accept a valid network, and one without tiers', () => {
    const diagnostics = (props: Partial<NetworkProps>) => inStack((stack) => network(stack, props))();
    expect(diagnostics({})).toEqual([]);
    expect(diagnostics({ nat: 'none', tiers: {} })).toEqual([]);
  });

  it('checks: report every mistake of an invalid plan, and create no subnet', () => {
    const invalid: Partial<NetworkProps> = { name: 'my network', zones: { a: { slot: 0 }, b: { slot: 0 } } };
    expect(inStack((stack) => network(stack, invalid))().map(({ source }) => source)).toEqual([
      'Network: name',
      'Network: zones.b.slot',
    ]);
    expect(resources(terraform(invalid), 'aws_subnet')).toEqual({});
  });
});
