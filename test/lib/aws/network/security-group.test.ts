import { SecurityGroup } from '../../../../lib/aws/network/security-group';
import { only, terraformJson } from '../../../support/terraform';

describe('security group', () => {
  const props = { displayName: 'nodes', name: 'lab-nodes', vpcId: 'vpc-1' };

  it('rules: there are none by default', () => {
    const terraform = terraformJson((stack) => new SecurityGroup(stack, 'nodes', props));
    expect(Object.keys(terraform.resource)).toEqual(['aws_security_group']);
    const group = only(terraform, 'aws_security_group');
    expect(group).toMatchObject({
      description: 'nodes',
      name: 'lab-nodes',
      tags: { Name: 'lab-nodes' },
      vpc_id: 'vpc-1',
    });
    expect(group).not.toHaveProperty('ingress');
    expect(group).not.toHaveProperty('egress');
  });

  it('replacement: the new group exists before the old one is removed, and the description is kept', () => {
    const { lifecycle } = only(
      terraformJson((stack) => new SecurityGroup(stack, 'nodes', props)),
      'aws_security_group',
    );
    expect(lifecycle).toEqual({ create_before_destroy: true, ignore_changes: ['description'] });
  });

  it('existing group: is looked up by its name in its VPC', () => {
    const { data, resource } = terraformJson((stack) => SecurityGroup.existing(stack, 'nodes', props));
    expect(data.aws_security_group).toEqual({ nodes: { name: 'lab-nodes', vpc_id: 'vpc-1' } });
    expect(resource).toBeUndefined();
  });
});
