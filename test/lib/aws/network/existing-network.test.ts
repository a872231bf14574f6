import { Network } from '../../../../lib/aws/network/network';
import { type Json, type Named, network, networkProps, resources, terraformJson } from '../../../support/terraform';

describe('existing network', () => {
  it('subnets: only those of used tiers are looked up, and no resource is created', () => {
    const found = terraformJson((stack) =>
      Network.existing(stack, 'network', { ...networkProps, tiersInUse: ['data'] }),
    );
    expect(found.resource).toBeUndefined();
    expect(found.data.aws_vpc).toEqual({ network_vpc: { tags: { Name: 'lab' } } });
    expect(Object.values<Json>(found.data.aws_subnet).map(({ tags }) => tags.Name)).toEqual([
      'lab-data-a',
      'lab-data-b',
      'lab-data-c',
    ]);
  });

  it('names: are those that the owner of the network writes', () => {
    const owned = terraformJson((stack) => network(stack));
    const found = terraformJson((stack) =>
      Network.existing(stack, 'network', { ...networkProps, tiersInUse: ['public', 'private', 'data'] }),
    );
    const names = (blocks: Named) => Object.values<Json>(blocks).map(({ tags }) => tags.Name);
    expect(names(found.data.aws_subnet)).toEqual(names(resources(owned, 'aws_subnet')));
    expect(names(found.data.aws_vpc)).toEqual(names(resources(owned, 'aws_vpc')));
  });
});
