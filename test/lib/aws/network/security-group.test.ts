import type { Cidr } from '../../../../lib/core/cidr';
import { serviceAddresses } from '../../../../lib/aws/network/prefix-list';
import { type ISecurityGroup, SecurityGroup } from '../../../../lib/aws/network/security-group';
import { SecurityGroupRule } from '../../../../lib/aws/network/security-group-rule';
import { type SecurityGroupRuleProps } from '../../../../lib/aws/network/security-group-rule';
import { comesFirst, findingsOf, only, resources, terraformOf } from '../../../support/terraform';

const web: ISecurityGroup = { groupId: 'sg-web', displayName: 'web', egressScope: 'internet' };
const store: ISecurityGroup = { groupId: 'sg-store', displayName: 'store' };
const range: Cidr = '10.10.0.0/16';
const rules = (props: Pick<SecurityGroupRuleProps, 'from' | 'to'> & Partial<SecurityGroupRuleProps>) => {
  const terraform = terraformOf(
    (stack) => new SecurityGroupRule(stack, 'c', { port: 5432, description: 'queries', ...props }),
  );
  return {
    egress: Object.values(resources(terraform, 'aws_vpc_security_group_egress_rule')),
    ingress: Object.values(resources(terraform, 'aws_vpc_security_group_ingress_rule')),
  };
};
const tcp = { ...comesFirst, from_port: 5432, ip_protocol: 'tcp', to_port: 5432 };

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

  it('with a service behind a gateway is a rule that follows the addresses of AWS', () => {
    const terraform = terraformOf((stack) => {
      const to = serviceAddresses(stack, 'addresses', { region: 'eu-west-1', service: 's3' });
      new SecurityGroupRule(stack, 'c', { from: store, port: 443, description: 'images', to });
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
  const props = { displayName: 'nodes', name: 'lab-nodes', vpcId: 'vpc-1' };

  it('lets nothing in or out by itself', () => {
    const terraform = terraformOf((stack) => new SecurityGroup(stack, 'nodes', props));
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

  it('stands under its new name before the old one goes, and keeps its description', () => {
    const { lifecycle } = only(
      terraformOf((stack) => new SecurityGroup(stack, 'nodes', props)),
      'aws_security_group',
    );
    expect(lifecycle).toEqual({ create_before_destroy: true, ignore_changes: ['description'] });
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

describe('the internet', () => {
  it.each([80, 443])('comes in on %i, where a load balancer faces it', (port) => {
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
});

describe('a connection with a mistake', () => {
  const found = (props: Partial<SecurityGroupRuleProps>) =>
    findingsOf(
      (stack) =>
        new SecurityGroupRule(stack, 'c', { from: web, port: 443, description: 'queries', to: store, ...props }),
    );
  const ranges = `name a group or a range; the load balancer that faces the internet says from: 'internet'`;
  const nearer = `name the network's range and the addresses of services, or put it in a tier with NAT and say reach: 'internet'`;
  const withNat = 'a range wider than /8 may be asked from tiers with NAT only, got ';
  const nothing = 'nothing is open to a range wider than /8, got ';

  it.each<[string, Partial<SecurityGroupRuleProps>, Partial<SecurityGroupRuleProps>, [string, string, string]]>([
    [
      'the internet on a port of its own',
      { from: 'internet', port: 5432 },
      { from: 'internet', port: 443 },
      [
        'port',
        'the internet may come in on 80 and 443 only, got 5432',
        'put a load balancer in front, or name the groups and ranges that may come in',
      ],
    ],
    ['everybody', { from: '0.0.0.0/0', port: 22 }, { from: range, port: 22 }, ['from', `${nothing}0.0.0.0/0`, ranges]],
    ['everybody, on all ports', { from: '0.0.0.0/0', port: 'all' }, {}, ['from', `${nothing}0.0.0.0/0`, ranges]],
    ['half of everybody', { from: '128.0.0.0/1' }, { from: '10.0.0.0/8' }, ['from', `${nothing}128.0.0.0/1`, ranges]],
    [
      'going out to everybody without TLS',
      { port: 80, to: '0.0.0.0/0' },
      { port: 443, to: '0.0.0.0/0' },
      [
        'port',
        'a range wider than /8 may be asked on 443 only, got 0.0.0.0/0 on 80',
        'name the groups and ranges that are meant, or use 443',
      ],
    ],
    [
      'going out to everybody on everything',
      { port: 'all', to: '0.0.0.0/0' },
      { port: 'all', to: range },
      [
        'port',
        'a range wider than /8 may be asked on 443 only, got 0.0.0.0/0 on all',
        'name the groups and ranges that are meant, or use 443',
      ],
    ],
    [
      'going out to everybody where there is no NAT',
      { from: store, to: '0.0.0.0/0' },
      { from: web, to: '0.0.0.0/0' },
      ['to', `${withNat}0.0.0.0/0 from store`, nearer],
    ],
    [
      'going out to half of everybody, from a tier that reaches the network',
      { from: { ...web, egressScope: 'network' }, to: '128.0.0.0/1' },
      { from: { ...web, egressScope: 'network' }, to: range },
      ['to', `${withNat}128.0.0.0/1 from web`, nearer],
    ],
    [
      'going out to everybody by IPv6, from wherever',
      { to: '::/0' as Cidr },
      { to: '0.0.0.0/0' },
      ['to', 'connections are of IPv4, got ::/0', 'name the IPv4 ranges and groups that are meant'],
    ],
    [
      'a port that is none',
      { port: 65_536 },
      { port: 65_535 },
      ['port', 'a TCP port is from 1 to 65535, got 65536', 'write the port that is listened on'],
    ],
    [
      'a purpose that AWS refuses',
      { description: `the team's queries` },
      { description: 'queries of the team' },
      [
        'purpose',
        `a purpose is up to 243 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, got 'the team's queries'`,
        'say it in a few plain words',
      ],
    ],
  ])('such as %s says so', (_, wrong, mended, finding) => {
    expect(found(wrong)).toEqual([finding]);
    expect(found(mended)).toEqual([]);
  });
});
