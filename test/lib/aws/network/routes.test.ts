import type { NetworkProps } from '../../../../lib/aws/network/props';
import { type Json, network, resources, terraformJson } from '../../../support/terraform';

const terraform = (props: Partial<NetworkProps> = {}): Json => terraformJson((stack) => network(stack, props));

describe('routes', () => {
  const subnets = resources(terraform(), 'aws_subnet');

  it('routes: without NAT, only the public tier has a route to the internet', () => {
    const routes = resources(terraform({ nat: 'none' }), 'aws_route');
    expect(routes).toEqual({
      'network_route-public': {
        destination_cidr_block: '0.0.0.0/0',
        gateway_id: '${aws_internet_gateway.network_internet-gateway.id}',
        route_table_id: '${aws_route_table.network_routes-public.id}',
      },
    });
  });

  it('route tables: each subnet has one association', () => {
    const associations = Object.values<Json>(resources(terraform(), 'aws_route_table_association'));
    expect(new Set(associations.map(({ subnet_id }) => subnet_id)).size).toBe(Object.keys(subnets).length);
    expect(associations).toHaveLength(Object.keys(subnets).length);
  });

  it('IPv6 routes: outbound from private tiers, in both directions for public ones, none for isolated ones', () => {
    const tiers = {
      data: { access: 'isolated', ipv6: true, slot: 1 },
      private: { access: 'private', ipv6: true, slot: 4, width: 4 },
      public: { access: 'public', ipv6: true, slot: 0 },
    } as const;
    const routes = Object.entries<Json>(resources(terraform({ ipv6: 'amazon-provided', tiers }), 'aws_route'))
      .filter(([, route]) => route.destination_ipv6_cidr_block === '::/0')
      .map(([name, route]) => [name, route.gateway_id ?? route.egress_only_gateway_id]);
    const outbound = '${aws_egress_only_internet_gateway.network_egress-only-gateway.id}';
    expect(routes).toEqual([
      ['network_route-ipv6-private-a', outbound],
      ['network_route-ipv6-private-b', outbound],
      ['network_route-ipv6-private-c', outbound],
      ['network_route-ipv6-public', '${aws_internet_gateway.network_internet-gateway.id}'],
    ]);
  });
});
