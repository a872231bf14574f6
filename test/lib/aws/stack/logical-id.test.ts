import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { App, TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { Stack } from '../../../../lib/aws/stack/stack';
import { resources, terraformJson, testStack } from '../../../support/terraform';

describe('logical id', () => {
  it('id: is the construct path without Resource', () => {
    const terraform = terraformJson((stack) => {
      const parent = new Construct(stack, 'network');
      new Vpc(parent, 'vpc', { cidrBlock: '10.0.0.0/16' });
      new Vpc(parent, 'Resource', { cidrBlock: '10.1.0.0/16' });
    });
    expect(Object.keys(resources(terraform, 'aws_vpc'))).toEqual(['network', 'network_vpc']);
  });

  it('id: is the same in every environment', () => {
    const names = ['lab', 'production'].map((environment) => {
      const stack = new Stack(new App(), {
        account: '111111111111',
        environment,
        name: 'network',
        region: 'eu-west-1',
        stateBucket: 'state',
      });
      return new Vpc(new Construct(stack, 'network'), 'vpc', { cidrBlock: '10.0.0.0/16' }).friendlyUniqueId;
    });
    expect(new Set(names).size).toBe(1);
  });

  it('underscore: gets a hash below the top level', () => {
    const stack = testStack();
    const joined = new TerraformOutput(new Construct(stack, 'x_a'), 'b', { value: 1 });
    const nested = new TerraformOutput(new Construct(new Construct(stack, 'x'), 'a'), 'b', { value: 2 });
    expect(nested.friendlyUniqueId).toBe('x_a_b');
    expect(joined.friendlyUniqueId).toMatch(/^x_a_b_[0-9A-F]{8}$/);
  });

  it('underscore: a_b and a/b at the top level have different ids', () => {
    const stack = testStack();
    const joined = new TerraformOutput(stack, 'a_b', { value: 1 });
    const nested = new TerraformOutput(new Construct(stack, 'a'), 'b', { value: 2 });
    expect(joined.friendlyUniqueId).not.toBe(nested.friendlyUniqueId);
  });
});
