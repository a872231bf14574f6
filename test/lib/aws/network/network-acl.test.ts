import type { AclRule, AclRules, NetworkProps, TierProps } from '../../../../lib/aws/network/props';
import { addressed, type Json, network, networkProps, resources, terraformJson } from '../../../support/terraform';

const terraform = (props: Partial<NetworkProps> = {}): Json => terraformJson((stack) => network(stack, props));

const inbound: AclRule = {
  ruleAction: 'allow',
  direction: 'ingress',
  ruleNumber: 100,
  cidr: '10.10.0.0/16',
  protocol: 'tcp',
};
const answers: AclRule = { ...inbound, direction: 'egress', ports: '1024-65535' };
const acl: AclRules = { answers, postgres: { ...inbound, ports: 5432 } };

describe('network ACL', () => {
  const data: TierProps = { access: 'isolated', slot: 1 };
  const withRules = (rules: AclRules): Partial<NetworkProps> => ({
    tiers: { ...networkProps.tiers, data: { ...data, acl: rules } },
  });

  it('rules: have their keys as ids, and exist before a subnet is associated', () => {
    const written = terraform(withRules(acl));
    expect(resources(written, 'aws_network_acl_rule')).toEqual({
      'network_acl-data_rule-answers': {
        cidr_block: '10.10.0.0/16',
        egress: true,
        from_port: 1024,
        network_acl_id: '${aws_network_acl.network_acl-data.id}',
        protocol: 'tcp',
        rule_action: 'allow',
        rule_number: 100,
        to_port: 65_535,
      },
      'network_acl-data_rule-postgres': {
        cidr_block: '10.10.0.0/16',
        egress: false,
        from_port: 5432,
        network_acl_id: '${aws_network_acl.network_acl-data.id}',
        protocol: 'tcp',
        rule_action: 'allow',
        rule_number: 100,
        to_port: 5432,
      },
    });
    expect(resources(written, 'aws_network_acl_association')['network_acl-data_subnet-b']).toEqual({
      depends_on: [
        'aws_network_acl_rule.network_acl-data_rule-answers',
        'aws_network_acl_rule.network_acl-data_rule-postgres',
      ],
      network_acl_id: '${aws_network_acl.network_acl-data.id}',
      subnet_id: '${aws_subnet.network_subnet-data-b.id}',
    });
  });

  it('rules: have no ports for all protocols, and an IPv6 range as such', () => {
    const all: AclRule = {
      ruleAction: 'deny',
      direction: 'ingress',
      ruleNumber: 90,
      cidr: '2001:db8::/32',
      protocol: 'all',
    };
    const rules = resources(terraform(withRules({ ...acl, all })), 'aws_network_acl_rule');
    expect(rules['network_acl-data_rule-all']).toMatchObject({
      from_port: 0,
      ipv6_cidr_block: '2001:db8::/32',
      protocol: '-1',
      to_port: 0,
    });
  });

  it('rules: adding one, or a zone, changes no other rule or association', () => {
    // Dependencies may be added; arguments may not change.
    const withoutDependencies = (terraform: Json) =>
      Object.fromEntries(
        Object.entries(addressed(terraform)).map(([address, block]) => [address, { ...block, depends_on: undefined }]),
      );
    const more: AclRule = { ...inbound, ruleNumber: 50, ports: 6432 };
    const region = 'us-east-1';
    const after = withoutDependencies(
      terraform({ ...withRules({ ...acl, admin: more }), region, zones: { ...networkProps.zones, d: { slot: 3 } } }),
    );
    expect(after).toMatchObject(withoutDependencies(terraform({ ...withRules(acl), region })));
  });
});
