import type { AclRule, AclRules, NetworkProps, TierProps } from '../../../../lib/aws/network/props';
import { type Json, network, networkProps, only, resources, terraformJson } from '../../../support/terraform';

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

/** The tiers of the test network, each with the rules. */
const tiersWithAcl = Object.fromEntries(
  Object.entries(networkProps.tiers).map(([tier, props]): [string, TierProps] => [tier, { ...props, acl }]),
);

describe('defaults of a VPC', () => {
  const written = terraform();

  it('security group and route table: are empty', () => {
    expect(only(written, 'aws_default_security_group')).toMatchObject({ egress: [], ingress: [] });
    expect(only(written, 'aws_default_route_table')).toMatchObject({
      default_route_table_id: '${aws_vpc.network_vpc.default_route_table_id}',
      route: [],
    });
  });

  it('network ACL: is open for tiers without an own one', () => {
    const everything = {
      action: 'allow',
      cidr_block: '0.0.0.0/0',
      from_port: 0,
      protocol: '-1',
      rule_no: 100,
      to_port: 0,
    };
    expect(only(written, 'aws_default_network_acl')).toMatchObject({
      egress: [everything],
      ingress: [everything],
      lifecycle: { ignore_changes: ['subnet_ids'] },
    });
    const dual = only(terraform({ ipv6: 'amazon-provided' }), 'aws_default_network_acl');
    expect(dual.ingress[1]).toMatchObject({ ipv6_cidr_block: '::/0', rule_no: 101 });
  });

  it('network ACL: is emptied after every subnet has left it', () => {
    const emptied = only(terraform({ tiers: tiersWithAcl }), 'aws_default_network_acl');
    expect([emptied.egress ?? [], emptied.ingress ?? []]).toEqual([[], []]);
    const associations = Object.keys(resources(terraform({ tiers: tiersWithAcl }), 'aws_network_acl_association'));
    expect(associations).toHaveLength(9);
    expect([...emptied.depends_on].sort()).toEqual(
      associations.map((name) => `aws_network_acl_association.${name}`).sort(),
    );
  });

  it('network ACL: is opened again for a tier without an own one', () => {
    const tiers = { ...tiersWithAcl, data: { access: 'isolated' as const, slot: 1 } };
    expect(only(terraform({ tiers }), 'aws_default_network_acl').ingress).toHaveLength(1);
  });
});
