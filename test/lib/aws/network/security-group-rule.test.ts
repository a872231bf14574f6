import type { ISecurityGroup } from '../../../../lib/aws/network/security-group';
import { SecurityGroupRule, type SecurityGroupRuleProps } from '../../../../lib/aws/network/security-group-rule';
import type { Cidr } from '../../../../lib/core/cidr';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { comesFirst, resources, terraformJson, testStack } from '../../../support/terraform';

const web: ISecurityGroup = { groupId: 'sg-web', displayName: 'web', egressScope: 'internet' };
const store: ISecurityGroup = { groupId: 'sg-store', displayName: 'store' };
const range: Cidr = '10.10.0.0/16';
const rules = (props: Pick<SecurityGroupRuleProps, 'from' | 'to'> & Partial<SecurityGroupRuleProps>) => {
  const terraform = terraformJson(
    (stack) => new SecurityGroupRule(stack, 'c', { port: 5432, description: 'queries', ...props }),
  );
  return {
    egress: Object.values(resources(terraform, 'aws_vpc_security_group_egress_rule')),
    ingress: Object.values(resources(terraform, 'aws_vpc_security_group_ingress_rule')),
  };
};
const tcp = { ...comesFirst, from_port: 5432, ip_protocol: 'tcp', to_port: 5432 };

describe('security group rule', () => {
  it('two groups: each has a rule with the other group', () => {
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

  it('group and range: only the group has a rule', () => {
    expect(rules({ from: range, to: store })).toEqual({
      egress: [],
      ingress: [{ ...tcp, cidr_ipv4: range, description: 'queries, from 10.10.0.0/16', security_group_id: 'sg-store' }],
    });
    expect(rules({ from: web, to: range })).toEqual({
      egress: [{ ...tcp, cidr_ipv4: range, description: 'queries, to 10.10.0.0/16', security_group_id: 'sg-web' }],
      ingress: [],
    });
  });

  it('all ports: the rule has no port, which AWS would reject', () => {
    const { egress, ingress } = rules({ from: web, port: 'all', to: web });
    for (const rule of [...egress, ...ingress]) {
      expect(rule).toMatchObject({ ip_protocol: '-1' });
      expect(rule).not.toHaveProperty('from_port');
      expect(rule).not.toHaveProperty('to_port');
    }
    expect([egress.length, ingress.length]).toEqual([1, 1]);
  });

  it.each([80, 443])('internet: connects to port %i of a load balancer', (port) => {
    expect(rules({ from: 'internet', port, to: web })).toEqual({
      egress: [],
      ingress: [
        {
          ...comesFirst,
          cidr_ipv4: '0.0.0.0/0',
          description: 'queries, from 0.0.0.0/0',
          from_port: port,
          ip_protocol: 'tcp',
          security_group_id: 'sg-web',
          to_port: port,
        },
      ],
    });
  });

  it('rules of a stack: are equal if group, direction, ports and peer are, in one direction or both', () => {
    const found = (second: Partial<SecurityGroupRuleProps>, first: Partial<SecurityGroupRuleProps> = {}) => {
      const stack = testStack();
      const rule = { description: 'queries', from: web, port: 443, to: store } as const;
      new SecurityGroupRule(stack, 'first', { ...rule, ...first });
      new SecurityGroupRule(stack, 'second', { ...rule, ...second });
      // A rule of another stack is another rule.
      new SecurityGroupRule(testStack(), 'third', rule);
      return collectDiagnostics(stack).map(({ id, path }) => `${id} ${path}`);
    };
    const conflict = ['security-group-rule-conflict lab-cluster/second'];
    expect(found({})).toEqual(conflict);
    expect(found({ from: range }, { from: range })).toEqual(conflict);
    expect(found({ from: 'internet' }, { from: 'internet' })).toEqual(conflict);
    expect(found({ to: range }, { to: range })).toEqual(conflict);
    expect(found({ port: 80 })).toEqual([]);
    expect(found({ from: store, to: web })).toEqual([]);
    expect(found({ from: range })).toEqual([]);
    expect(found({ to: { displayName: 's3', prefixListId: 'pl-1' } })).toEqual([]);
  });
});
