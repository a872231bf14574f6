import type { Cidr } from '../../../lib/core/cidr';
import { Connection, type ConnectionProps, type ISecurityGroup, SecurityGroup } from '../../../lib/aws/security-group';
import { findingsOf, only, resources, terraformOf } from './support';

const web: ISecurityGroup = { groupId: 'sg-web', label: 'web' };
const store: ISecurityGroup = { groupId: 'sg-store', label: 'store' };
const range: Cidr = '10.10.0.0/16';
const rules = (props: Pick<ConnectionProps, 'from' | 'to'> & Partial<ConnectionProps>) => {
  const terraform = terraformOf((stack) => new Connection(stack, 'c', { port: 5432, purpose: 'queries', ...props }));
  return {
    egress: Object.values(resources(terraform, 'aws_vpc_security_group_egress_rule')),
    ingress: Object.values(resources(terraform, 'aws_vpc_security_group_ingress_rule')),
  };
};
const tcp = { from_port: 5432, ip_protocol: 'tcp', to_port: 5432 };

describe('a connection', () => {
  it('between two groups is a rule on each side that names the other group', () => {
    expect(rules({ from: web, to: store })).toEqual({
      egress: [
        {
          ...tcp,
          description: 'queries, to store',
          referenced_security_group_id: 'sg-store',
          security_group_id: 'sg-web',
        },
      ],
      ingress: [
        {
          ...tcp,
          description: 'queries, from web',
          referenced_security_group_id: 'sg-web',
          security_group_id: 'sg-store',
        },
      ],
    });
  });

  it('with a range is a rule on the side that is a group', () => {
    expect(rules({ from: range, to: store })).toEqual({
      egress: [],
      ingress: [{ ...tcp, cidr_ipv4: range, description: 'queries, from 10.10.0.0/16', security_group_id: 'sg-store' }],
    });
    expect(rules({ from: web, to: range })).toEqual({
      egress: [{ ...tcp, cidr_ipv4: range, description: 'queries, to 10.10.0.0/16', security_group_id: 'sg-web' }],
      ingress: [],
    });
  });

  it('on all ports names no port, which AWS would refuse', () => {
    const { egress, ingress } = rules({ from: web, port: 'all', to: web });
    for (const rule of [...egress, ...ingress]) {
      expect(rule).toMatchObject({ ip_protocol: '-1' });
      expect(rule).not.toHaveProperty('from_port');
      expect(rule).not.toHaveProperty('to_port');
    }
    expect([egress.length, ingress.length]).toEqual([1, 1]);
  });
});

describe('a security group', () => {
  const props = { label: 'nodes', name: 'lab-nodes', vpcId: 'vpc-1' };

  it('lets nothing in or out by itself', () => {
    const terraform = terraformOf((stack) => new SecurityGroup(stack, 'nodes', props));
    expect(terraform.resource).toEqual({
      aws_security_group: {
        nodes: { description: 'nodes', name: 'lab-nodes', tags: { Name: 'lab-nodes' }, vpc_id: 'vpc-1' },
      },
    });
    expect(only(terraform, 'aws_security_group')).not.toHaveProperty('ingress');
  });

  it('of another stack is found by its name in its network', () => {
    const { data, resource } = terraformOf((stack) => SecurityGroup.existing(stack, 'nodes', props));
    expect(data.aws_security_group).toEqual({ nodes: { name: 'lab-nodes', vpc_id: 'vpc-1' } });
    expect(resource).toBeUndefined();
  });

  it('may not be named like an id', () => {
    const found = findingsOf((stack) => new SecurityGroup(stack, 'nodes', { ...props, name: 'sg-nodes' }));
    expect(found.map(([setting, rule]) => [setting, rule])).toEqual([
      [
        'name',
        "a security-group name is letters, digits and ._-:/()#,@[]+=&;{}!$*, not starting with sg-, got 'sg-nodes'",
      ],
    ]);
  });
});
