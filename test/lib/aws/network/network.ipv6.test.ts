import type { NetworkProps } from '../../../../lib/aws/network/props';
import { addressed, type Json, network, resources, terraformJson } from '../../../support/terraform';

const terraform = (props: Partial<NetworkProps> = {}): Json => terraformJson((stack) => network(stack, props));

/** Three tiers, two of them with IPv6. */
const dualStack: Partial<NetworkProps> = {
  ipv6: 'amazon-provided',
  tiers: {
    data: { access: 'isolated', ipv6: true, slot: 1 },
    private: { access: 'private', ipv6: true, slot: 4, width: 4 },
    public: { access: 'public', slot: 0 },
  },
};

describe('network with IPv6', () => {
  it('subnets: the tiers with IPv6 have a /64 by their slots, from one block', () => {
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

  it('resources: only the VPC, subnets and the default network ACL change when IPv6 is added', () => {
    const tiers = Object.fromEntries(
      Object.entries(dualStack.tiers ?? {}).map(([key, { access, slot, width = 1 }]) => [key, { access, slot, width }]),
    );
    const [before, after] = [addressed(terraform({ tiers })), addressed(terraform(dualStack))];
    delete before['aws_default_network_acl.network_default-network-acl'];
    expect(after).toMatchObject(before);
  });
});
