import { type NetworkProps } from '../../../../lib/aws/network/props';
import { addressed, type Json, type Named, network, resources, terraformOf } from '../../../support/terraform';

const terraform = (props: Partial<NetworkProps> = {}): Json => terraformOf((stack) => network(stack, props));

/** Everything in which a subnet lives and which Terraform could move: all but gateways, their addresses and routes. */
function lasting(of: Json): Named {
  return Object.fromEntries(
    Object.entries(addressed(of)).filter(([address]) => !/^aws_(?:nat_gateway|eip|route)\./.test(address)),
  );
}

/** The gateway that each private zone reaches the internet through. */
function ways(of: Json): Record<string, string> {
  return Object.fromEntries(
    Object.entries<Json>(resources(of, 'aws_route'))
      .filter(([name]) => name.startsWith('network_route-private-'))
      .map(([name, { nat_gateway_id }]) => [name.slice(-1), nat_gateway_id]),
  );
}

describe('a network', () => {
  const subnets = resources(terraform(), 'aws_subnet');

  it('has a subnet for each tier and zone, in the zone and the range of its slots', () => {
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

  it('tells load balancer controllers which subnets are theirs, and none of the isolated ones', () => {
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

  it('gives nothing a public address by itself, and resolves names', () => {
    const given = Object.values<Json>(subnets).map(({ map_public_ip_on_launch }) => map_public_ip_on_launch);
    expect(new Set(given)).toEqual(new Set([false]));
    expect(resources(terraform(), 'aws_vpc')['network_vpc']).toMatchObject({
      cidr_block: '10.10.0.0/16',
      enable_dns_hostnames: true,
      enable_dns_support: true,
    });
  });

  it('brings only the public tier to the internet gateway, and leaves the isolated tier without a way out', () => {
    const routes = resources(terraform({ nat: 'none' }), 'aws_route');
    expect(routes).toEqual({
      'network_route-public': {
        destination_cidr_block: '0.0.0.0/0',
        gateway_id: '${aws_internet_gateway.network_internet-gateway.id}',
        route_table_id: '${aws_route_table.network_routes-public.id}',
      },
    });
  });

  it('ties every subnet to one route table', () => {
    const ties = Object.values<Json>(resources(terraform(), 'aws_route_table_association'));
    expect(new Set(ties.map(({ subnet_id }) => subnet_id)).size).toBe(Object.keys(subnets).length);
    expect(ties).toHaveLength(Object.keys(subnets).length);
  });
});

describe('NAT', () => {
  it.each<[NetworkProps['nat'], string[]]>([
    ['none', []],
    ['single', ['network_nat-a']],
    ['per-zone', ['network_nat-a', 'network_nat-b', 'network_nat-c']],
  ])('%s has the gateways %j, each with an address, in a public subnet', (nat, gateways) => {
    const written = terraform({ nat });
    expect(Object.keys(resources(written, 'aws_nat_gateway'))).toEqual(gateways);
    expect(Object.keys(resources(written, 'aws_eip'))).toHaveLength(gateways.length);
    for (const [name, gateway] of Object.entries<Json>(resources(written, 'aws_nat_gateway'))) {
      expect(gateway.subnet_id).toBe(`\${aws_subnet.network_subnet-public-${name.slice(-1)}.id}`);
      expect(gateway.depends_on).toEqual(['aws_internet_gateway.network_internet-gateway']);
    }
  });

  it('of one gateway is the way of all zones, and of one in each zone the way of its own', () => {
    const gateway = (zone: string) => `\${aws_nat_gateway.network_nat-${zone}.id}`;
    expect(ways(terraform({ nat: 'none' }))).toEqual({});
    expect(ways(terraform({ nat: 'single' }))).toEqual({ a: gateway('a'), b: gateway('a'), c: gateway('a') });
    expect(ways(terraform({ nat: 'per-zone' }))).toEqual({ a: gateway('a'), b: gateway('b'), c: gateway('c') });
  });

  it('stands in the zone with the lowest slot when it is one, whatever that zone is called', () => {
    const zones = { a: { slot: 3 }, b: { slot: 1 }, c: { slot: 2 } };
    expect(Object.keys(resources(terraform({ zones }), 'aws_nat_gateway'))).toEqual(['network_nat-b']);
  });

  it('changes gateways and routes only: subnets, tables and their ties stay to the letter', () => {
    const none = lasting(terraform({ nat: 'none' }));
    expect(lasting(terraform({ nat: 'single' }))).toEqual(none);
    expect(lasting(terraform({ nat: 'per-zone' }))).toEqual(none);
  });

  it('keeps the gateway of the first zone when it goes from one to one in each zone', () => {
    const [single, each] = [terraform({ nat: 'single' }), terraform({ nat: 'per-zone' })];
    expect(addressed(each)).toMatchObject({
      'aws_eip.network_nat-address-a': addressed(single)['aws_eip.network_nat-address-a'],
      'aws_nat_gateway.network_nat-a': addressed(single)['aws_nat_gateway.network_nat-a'],
    });
  });
});
