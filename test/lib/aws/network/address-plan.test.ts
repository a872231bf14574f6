import { egressScope } from '../../../../lib/aws/network/address-plan';
import type { NetworkProps } from '../../../../lib/aws/network/props';
import { type Json, network, networkProps, resources, terraformJson } from '../../../support/terraform';

const terraform = (props: Partial<NetworkProps> = {}): Json => terraformJson((stack) => network(stack, props));

describe('egress scope', () => {
  it('tier: is internet exactly if one of its route tables has a route to it', () => {
    for (const nat of ['none', 'single', 'per-zone', 'regional'] as const) {
      const routes = Object.entries<Json>(resources(terraform({ nat }), 'aws_route'));
      for (const tier of ['public', 'private', 'data']) {
        const internetRoutes = routes.filter(
          ([name, { destination_cidr_block }]) =>
            name.startsWith(`network_route-${tier}`) && destination_cidr_block === '0.0.0.0/0',
        );
        expect([nat, tier, egressScope({ ...networkProps, nat }, tier)]).toEqual([
          nat,
          tier,
          internetRoutes.length > 0 ? 'internet' : 'network',
        ]);
      }
    }
    expect(egressScope(networkProps, 'other')).toBe('network');
  });
});
