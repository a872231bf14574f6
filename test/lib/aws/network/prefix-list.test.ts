import { serviceAddresses } from '../../../../lib/aws/network/prefix-list';
import { SecurityGroupRule } from '../../../../lib/aws/network/security-group-rule';
import { comesFirst, terraformJson } from '../../../support/terraform';

describe('prefix list', () => {
  it('service addresses: a rule names the prefix list that AWS manages', () => {
    const terraform = terraformJson((stack) => {
      const to = serviceAddresses(stack, 'addresses', { region: 'eu-west-1', service: 's3' });
      new SecurityGroupRule(stack, 'c', {
        from: { displayName: 'store', groupId: 'sg-store' },
        port: 443,
        description: 'images',
        to,
      });
    });
    expect(terraform.data.aws_ec2_managed_prefix_list).toEqual({ addresses: { name: 'com.amazonaws.eu-west-1.s3' } });
    expect(terraform.resource).toEqual({
      aws_vpc_security_group_egress_rule: {
        c_egress: {
          ...comesFirst,
          description: 'images, to s3',
          from_port: 443,
          ip_protocol: 'tcp',
          prefix_list_id: '${data.aws_ec2_managed_prefix_list.addresses.id}',
          security_group_id: 'sg-store',
          to_port: 443,
        },
      },
    });
  });
});
