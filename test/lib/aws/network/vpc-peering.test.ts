import { Network } from '../../../../lib/aws/network/network';
import { VpcPeering } from '../../../../lib/aws/network/vpc-peering';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { type Json, network, networkProps, only, resources, terraformJson } from '../../../support/terraform';

describe('VPC peering', () => {
  const describePeering = (stack: Stack) => {
    const from = network(stack);
    const tools = {
      ...networkProps,
      cidr: '10.90.0.0/16',
      name: 'tools',
      nat: 'none',
      tiersInUse: ['private'],
    } as const;
    new VpcPeering(stack, 'peering', {
      requester: { network: from, routeTables: from.routeTables },
      name: 'lab-tools',
      accepter: {
        network: Network.existing(stack, 'tools', tools),
        routeTables: Network.existingRouteTables(stack, 'tables-of-tools', tools),
      },
    });
  };

  it('peering: is accepted automatically, resolves private addresses, and has routes on both sides', () => {
    const written = terraformJson(describePeering);
    expect(only(written, 'aws_vpc_peering_connection')).toMatchObject({
      accepter: { allow_remote_vpc_dns_resolution: true },
      auto_accept: true,
      peer_vpc_id: '${data.aws_vpc.tools_vpc.id}',
      requester: { allow_remote_vpc_dns_resolution: true },
      vpc_id: '${aws_vpc.network_vpc.id}',
    });
    const routes = Object.entries<Json>(resources(written, 'aws_route'))
      .filter(([, route]) => route.vpc_peering_connection_id !== undefined)
      .map(([name, route]) => [name, route.destination_cidr_block]);
    expect(routes).toEqual([
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
});
