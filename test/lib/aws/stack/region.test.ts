import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { resources, terraformJson } from '../../../support/terraform';

describe('region', () => {
  it('assigned construct: its resources use the provider of the region, with the account guard', () => {
    const terraform = terraformJson((stack) => {
      const frankfurt = stack.otherRegion('eu-central-1');
      new Vpc(frankfurt.assign(new Construct(stack, 'network')), 'vpc', { cidrBlock: '10.0.0.0/16' });
      new Vpc(stack, 'vpc', { cidrBlock: '10.1.0.0/16' });
    });
    const vpcs = resources(terraform, 'aws_vpc');
    expect([vpcs['network_vpc'].provider, vpcs['vpc'].provider]).toEqual(['aws.eu-central-1', undefined]);
    expect(terraform.provider.aws[1]).toMatchObject({
      alias: 'eu-central-1',
      allowed_account_ids: ['111111111111'],
      region: 'eu-central-1',
    });
  });
});
