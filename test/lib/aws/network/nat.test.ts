import type { NetworkProps } from '../../../../lib/aws/network/props';
import {
  addressed,
  type Json,
  type Named,
  network,
  networkProps,
  resources,
  terraformJson,
} from '../../../support/terraform';

const terraform = (props: Partial<NetworkProps> = {}): Json => terraformJson((stack) => network(stack, props));

/** All resources but NAT gateways, their addresses and routes. */
function withoutNat(terraform: Json): Named {
  return Object.fromEntries(
    Object.entries(addressed(terraform)).filter(([address]) => !/^aws_(?:nat_gateway|eip|route)\./.test(address)),
  );
}

/** The NAT gateway in the route of each private zone. */
function natGatewaysByZone(terraform: Json): Record<string, string> {
  return Object.fromEntries(
    Object.entries<Json>(resources(terraform, 'aws_route'))
      .filter(([name]) => name.startsWith('network_route-private-'))
      .map(([name, { nat_gateway_id }]) => [name.slice(-1), nat_gateway_id]),
  );
}

describe('zonal NAT gateways', () => {
  it.each<[NetworkProps['nat'], string[]]>([
    ['none', []],
    ['single', ['network_nat-a']],
    ['per-zone', ['network_nat-a', 'network_nat-b', 'network_nat-c']],
  ])('nat %s: the gateways are %j, each with an address in a public subnet', (nat, gateways) => {
    const written = terraform({ nat });
    expect(Object.keys(resources(written, 'aws_nat_gateway'))).toEqual(gateways);
    expect(Object.keys(resources(written, 'aws_eip'))).toHaveLength(gateways.length);
    for (const [name, gateway] of Object.entries<Json>(resources(written, 'aws_nat_gateway'))) {
      expect(gateway.subnet_id).toBe(`\${aws_subnet.network_subnet-public-${name.slice(-1)}.id}`);
      expect(gateway.depends_on).toEqual(['aws_internet_gateway.network_internet-gateway']);
    }
  });

  it('routes: all zones use a single gateway, or each zone its own', () => {
    const gateway = (zone: string) => `\${aws_nat_gateway.network_nat-${zone}.id}`;
    expect(natGatewaysByZone(terraform({ nat: 'none' }))).toEqual({});
    expect(natGatewaysByZone(terraform({ nat: 'single' }))).toEqual({
      a: gateway('a'),
      b: gateway('a'),
      c: gateway('a'),
    });
    expect(natGatewaysByZone(terraform({ nat: 'per-zone' }))).toEqual({
      a: gateway('a'),
      b: gateway('b'),
      c: gateway('c'),
    });
  });

  it('placement: a single gateway is in the zone with the lowest slot', () => {
    const zones = { a: { slot: 3 }, b: { slot: 1 }, c: { slot: 2 } };
    expect(Object.keys(resources(terraform({ zones }), 'aws_nat_gateway'))).toEqual(['network_nat-b']);
  });

  it('mode: a change affects gateways and routes only', () => {
    const none = withoutNat(terraform({ nat: 'none' }));
    expect(withoutNat(terraform({ nat: 'single' }))).toEqual(none);
    expect(withoutNat(terraform({ nat: 'per-zone' }))).toEqual(none);
  });

  it('mode: the gateway of the first zone stays when each zone gets one', () => {
    const [single, each] = [terraform({ nat: 'single' }), terraform({ nat: 'per-zone' })];
    expect(addressed(each)).toMatchObject({
      'aws_eip.network_nat-address-a': addressed(single)['aws_eip.network_nat-address-a'],
      'aws_nat_gateway.network_nat-a': addressed(single)['aws_nat_gateway.network_nat-a'],
    });
  });

  it('placement: is a public tier and a zone of the network', () => {
    const tiers = { ...networkProps.tiers, edge: { access: 'public' as const, slot: 2 } };
    const placed = terraform({ natPlacement: { tier: 'edge', zone: 'c' }, tiers });
    expect(resources(placed, 'aws_nat_gateway')).toMatchObject({
      'network_nat-c': { subnet_id: '${aws_subnet.network_subnet-edge-c.id}' },
    });
  });
});

describe('regional NAT gateway', () => {
  it('gateway: is in no subnet, has no configured address, and serves every zone', () => {
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
});
