import fc from 'fast-check';
import { InterfaceEndpoints, requiredAwsApis } from '../../../../lib/aws/network/vpc-endpoints';
import { Network } from '../../../../lib/aws/network/network';
import { type NetworkProps } from '../../../../lib/aws/network/props';
import { egressScope } from '../../../../lib/aws/network/address-plan';
import { VpcPeering } from '../../../../lib/aws/network/vpc-peering';
import type { Cidr } from '../../../../lib/core/cidr';
import {
  addressed,
  findingsOf,
  type Json,
  network,
  networkProps,
  only,
  resources,
  terraformOf,
} from '../../../support/terraform';

const terraform = (props: Partial<NetworkProps> = {}): Json => terraformOf((stack) => network(stack, props));

/** Three tiers, two of them with IPv6. */
const dualStack: Partial<NetworkProps> = {
  ipv6: 'amazon-provided',
  tiers: {
    data: { access: 'isolated', ipv6: true, slot: 1 },
    private: { access: 'private', ipv6: true, slot: 4, width: 4 },
    public: { access: 'public', slot: 0 },
  },
};

describe('regional NAT', () => {
  it('is one gateway of the network, in no subnet and with no address of ours, and the way of every zone', () => {
    const regional = terraform({ nat: 'regional' });
    expect(resources(regional, 'aws_nat_gateway')).toEqual({
      'network_nat-regional': {
        availability_mode: 'regional',
        connectivity_type: 'public',
        depends_on: ['aws_internet_gateway.network_internet-gateway'],
        tags: { Name: 'lab-nat' },
        vpc_id: '${aws_vpc.network_vpc.id}',
      },
    });
    expect(resources(regional, 'aws_eip')).toEqual({});
    for (const zone of ['a', 'b', 'c']) {
      expect(resources(regional, 'aws_route')[`network_route-private-${zone}`].nat_gateway_id).toBe(
        '${aws_nat_gateway.network_nat-regional.id}',
      );
    }
  });

  it('needs no public tier', () => {
    const tiers = { private: { access: 'private' as const, slot: 0 } };
    expect(findingsOf((stack) => network(stack, { nat: 'regional', tiers }))).toEqual([]);
  });
});

describe('where NAT stands', () => {
  it('may be said, and is then a public tier and a zone of the network', () => {
    const tiers = { ...networkProps.tiers, edge: { access: 'public' as const, slot: 2 } };
    const placed = terraform({ natPlacement: { tier: 'edge', zone: 'c' }, tiers });
    expect(resources(placed, 'aws_nat_gateway')).toMatchObject({
      'network_nat-c': { subnet_id: '${aws_subnet.network_subnet-edge-c.id}' },
    });
    expect(findingsOf((stack) => network(stack, { natPlacement: { tier: 'data', zone: 'f' } }))).toEqual([
      ['natPlacement.tier', "a NAT gateway stands in a public tier, got 'data'", 'choose one of public'],
      ['natPlacement.zone', "a NAT gateway stands in a zone of the network, got 'f'", 'choose one of a, b, c'],
    ]);
  });
});

describe('how far a tier reaches', () => {
  it('is to the internet where one of its tables has a way there, and nowhere else', () => {
    for (const nat of ['none', 'single', 'per-zone', 'regional'] as const) {
      const routes = Object.entries<Json>(resources(terraform({ nat }), 'aws_route'));
      for (const tier of ['public', 'private', 'data']) {
        const out = routes.filter(
          ([name, { destination_cidr_block }]) =>
            name.startsWith(`network_route-${tier}`) && destination_cidr_block === '0.0.0.0/0',
        );
        expect([nat, tier, egressScope({ ...networkProps, nat }, tier)]).toEqual([
          nat,
          tier,
          out.length > 0 ? 'internet' : 'network',
        ]);
      }
    }
    expect(egressScope(networkProps, 'nowhere')).toBe('network');
  });
});

describe('S3 and DynamoDB', () => {
  it('are reached without NAT from every route table of every mode', () => {
    fc.assert(
      fc.property(fc.constantFrom<NetworkProps['nat']>('none', 'single', 'per-zone', 'regional'), (nat) => {
        const written = terraform({ nat });
        const tables = Object.keys(resources(written, 'aws_route_table')).map(
          (name) => `\${aws_route_table.${name}.id}`,
        );
        const ties = Object.values<Json>(resources(written, 'aws_vpc_endpoint_route_table_association'));
        for (const service of ['s3', 'dynamodb']) {
          const endpoint = resources(written, 'aws_vpc_endpoint')[`network_endpoint-${service}`];
          expect([endpoint.service_name, endpoint.vpc_endpoint_type]).toEqual([
            `com.amazonaws.eu-west-1.${service}`,
            'Gateway',
          ]);
          const own = ties.filter((tie) => tie.vpc_endpoint_id.includes(`endpoint-${service}.`));
          expect(own.map((tie) => tie.route_table_id).sort()).toEqual([...tables].sort());
        }
      }),
    );
  });
});

describe('interface endpoints', () => {
  const endpoints = (services: Readonly<Record<string, string>>, tier = 'private') =>
    terraformOf((stack) => {
      const owner = network(stack);
      new InterfaceEndpoints(stack, 'endpoints', { name: 'lab', network: owner, region: 'eu-west-1', services, tier });
    });

  it('have addresses in each zone, the usual names, and a group that lets the network in on 443 and nothing else', () => {
    const written = endpoints({ 'ecr-api': 'ecr.api' });
    expect(resources(written, 'aws_vpc_endpoint')['endpoints_ecr-api']).toEqual({
      private_dns_enabled: true,
      security_group_ids: ['${aws_security_group.endpoints_security-group.id}'],
      service_name: 'com.amazonaws.eu-west-1.ecr.api',
      subnet_ids: ['a', 'b', 'c'].map((zone) => `\${aws_subnet.network_subnet-private-${zone}.id}`),
      tags: { Name: 'lab-ecr-api' },
      vpc_endpoint_type: 'Interface',
      vpc_id: '${aws_vpc.network_vpc.id}',
    });
    expect(only(written, 'aws_vpc_security_group_ingress_rule')).toMatchObject({
      cidr_ipv4: '10.10.0.0/16',
      from_port: 443,
      ip_protocol: 'tcp',
      to_port: 443,
    });
    expect(resources(written, 'aws_vpc_security_group_egress_rule')).toEqual({});
  });

  it('of private operation are the twelve services without which a machine cannot start, pull or be reached', () => {
    const names = Object.values<Json>(resources(endpoints(requiredAwsApis), 'aws_vpc_endpoint'))
      .filter((endpoint) => endpoint.vpc_endpoint_type === 'Interface')
      .map((endpoint) => endpoint.service_name.replace('com.amazonaws.eu-west-1.', ''));
    expect(names.sort()).toEqual([
      ...['autoscaling', 'ec2', 'ec2messages', 'ecr.api', 'ecr.dkr', 'elasticloadbalancing', 'kms', 'logs'],
      ...['secretsmanager', 'ssm', 'ssmmessages', 'sts'],
    ]);
  });

  it('change no other one when one is added', () => {
    const before = addressed(endpoints({ kms: 'kms', sts: 'sts' }));
    expect(addressed(endpoints({ ec2: 'ec2', kms: 'kms', sts: 'sts' }))).toMatchObject(before);
  });

  it.each<[string, Record<string, string>, string, [string, string, string]]>([
    [
      'of a gateway service are refused',
      { storage: 's3' },
      'private',
      ['services.storage', "'s3' is reached by its gateway endpoint, which is free", 'leave it out'],
    ],
    [
      'are named without the region',
      { kms: 'com.amazonaws.eu-west-1.kms' },
      'private',
      [
        'services.kms',
        "a service is what follows the region in its endpoint's name, got 'com.amazonaws.eu-west-1.kms'",
        "write it as 'ecr.api'",
      ],
    ],
    [
      'of one service are one',
      { keys: 'kms', kms: 'kms' },
      'private',
      [
        'services.kms',
        "'kms' has an endpoint in services.keys, and its name can mean one only",
        'leave one of them out',
      ],
    ],
    [
      'stand in a tier',
      { kms: 'kms' },
      'nodes',
      ['tier', "endpoints need a tier with subnets, got 'nodes'", 'name a tier of the network that is in use'],
    ],
  ])('%s', (_, services, tier, finding) => {
    const found = (asked: typeof services, source: string) =>
      findingsOf((stack) => {
        const props = { name: 'lab', network: network(stack), region: 'eu-west-1', services: asked, tier: source };
        new InterfaceEndpoints(stack, 'endpoints', props);
      });
    expect(found(services, tier)).toEqual([finding]);
    expect(found({ kms: 'kms' }, 'private')).toEqual([]);
  });
});

describe('IPv6', () => {
  it('is asked of AWS once, and given to the tiers that ask, a /64 by slots', () => {
    const written = terraform(dualStack);
    expect(resources(written, 'aws_vpc')['network_vpc'].assign_generated_ipv6_cidr_block).toBe(true);
    const ranges = Object.entries<Json>(resources(written, 'aws_subnet'))
      .filter(([, subnet]) => subnet.ipv6_cidr_block !== undefined)
      .map(([name, subnet]) => [name, subnet.ipv6_cidr_block, subnet.assign_ipv6_address_on_creation]);
    const range = (slot: number) => `\${cidrsubnet(aws_vpc.network_vpc.ipv6_cidr_block, 8, ${slot})}`;
    expect(ranges).toEqual([
      ['network_subnet-data-a', range(8), false],
      ['network_subnet-data-b', range(9), false],
      ['network_subnet-data-c', range(10), false],
      ['network_subnet-private-a', range(32), false],
      ['network_subnet-private-b', range(33), false],
      ['network_subnet-private-c', range(34), false],
    ]);
  });

  it('leads out of private tiers one way, out of public ones both, and out of isolated ones not at all', () => {
    const tiers = { ...dualStack.tiers, public: { access: 'public' as const, ipv6: true, slot: 0 } };
    const ways = Object.entries<Json>(resources(terraform({ ...dualStack, tiers }), 'aws_route'))
      .filter(([, route]) => route.destination_ipv6_cidr_block === '::/0')
      .map(([name, route]) => [name, route.gateway_id ?? route.egress_only_gateway_id]);
    const outwards = '${aws_egress_only_internet_gateway.network_egress-only-gateway.id}';
    expect(ways).toEqual([
      ['network_route-ipv6-private-a', outwards],
      ['network_route-ipv6-private-b', outwards],
      ['network_route-ipv6-private-c', outwards],
      ['network_route-ipv6-public', '${aws_internet_gateway.network_internet-gateway.id}'],
    ]);
  });

  it('changes no other resource when it comes, but adds to network, subnets and the default acl', () => {
    const tiers = Object.fromEntries(
      Object.entries(dualStack.tiers ?? {}).map(([key, { access, slot, width = 1 }]) => [key, { access, slot, width }]),
    );
    const [before, after] = [addressed(terraform({ tiers })), addressed(terraform(dualStack))];
    delete before['aws_default_network_acl.network_default-network-acl'];
    expect(after).toMatchObject(before);
  });

  it('without a block to give it from is refused', () => {
    const { tiers = {} } = dualStack;
    expect(findingsOf((stack) => network(stack, { tiers }))).toEqual(
      ['data', 'private'].map((tier) => [
        `tiers.${tier}.ipv6`,
        `tier '${tier}' asks for IPv6, and the network has no block to give it from`,
        "set the network's ipv6 to 'amazon-provided', or leave it out of the tier",
      ]),
    );
    expect(findingsOf((stack) => network(stack, dualStack))).toEqual([]);
  });
});

describe('a peering', () => {
  const tools = (cidr: Cidr): NetworkProps => ({ ...networkProps, cidr, name: 'tools', nat: 'none' });
  const peering =
    (cidr: Cidr, tables = true) =>
    (stack: Parameters<Parameters<typeof terraformOf>[0]>[0]) => {
      const from = network(stack);
      const props = { ...tools(cidr), use: ['private'] };
      const to = Network.existing(stack, 'tools', props);
      const found = tables ? Network.existingRouteTables(stack, 'tables-of-tools', props) : {};
      new VpcPeering(stack, 'peering', {
        from: { network: from, routeTables: from.routeTables },
        name: 'lab-tools',
        to: { network: to, routeTables: found },
      });
    };

  it('is agreed at once, answers with private addresses, and is known to the tables of both sides', () => {
    const written = terraformOf(peering('10.90.0.0/16'));
    expect(only(written, 'aws_vpc_peering_connection')).toMatchObject({
      accepter: { allow_remote_vpc_dns_resolution: true },
      auto_accept: true,
      peer_vpc_id: '${data.aws_vpc.tools_vpc.id}',
      requester: { allow_remote_vpc_dns_resolution: true },
      vpc_id: '${aws_vpc.network_vpc.id}',
    });
    const ways = Object.entries<Json>(resources(written, 'aws_route'))
      .filter(([, route]) => route.vpc_peering_connection_id !== undefined)
      .map(([name, route]) => [name, route.destination_cidr_block]);
    expect(ways).toEqual([
      ['peering_route-from-data', '10.90.0.0/16'],
      ['peering_route-from-private-a', '10.90.0.0/16'],
      ['peering_route-from-private-b', '10.90.0.0/16'],
      ['peering_route-from-private-c', '10.90.0.0/16'],
      ['peering_route-from-public', '10.90.0.0/16'],
      ['peering_route-to-private-a', '10.10.0.0/16'],
      ['peering_route-to-private-b', '10.10.0.0/16'],
      ['peering_route-to-private-c', '10.10.0.0/16'],
    ]);
    const names = Object.values<Json>(written.data.aws_route_table).map(({ tags }) => tags.Name);
    expect(names).toEqual(['tools-private-a', 'tools-private-b', 'tools-private-c']);
  });

  it('of networks that share addresses is refused', () => {
    expect(findingsOf(peering('10.10.128.0/17'))).toContainEqual([
      'to.network.cidr',
      '10.10.128.0/17 overlaps with 10.10.0.0/16 (from.network.cidr), and an address can mean one machine only',
      'give one of them a range of its own',
    ]);
    expect(findingsOf(peering('10.90.0.0/16'))).toEqual([]);
  });

  it('that one side has no way to is refused', () => {
    expect(findingsOf(peering('10.90.0.0/16', false))).toEqual([
      [
        'to.routeTables',
        'both sides need a route table, or no answer finds its way, got none',
        'give it the tables of the tiers that take part',
      ],
    ]);
  });
});
