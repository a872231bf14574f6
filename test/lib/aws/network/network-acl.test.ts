import { FlowLogDestination, FlowLogs, type FlowLogsProps } from '../../../../lib/aws/network/flow-logs';
import type { NetworkProps } from '../../../../lib/aws/network/props';
import type { TierProps } from '../../../../lib/aws/network/props';
import type { AclRules } from '../../../../lib/aws/network/props';
import type { AclRule } from '../../../../lib/aws/network/props';
import {
  addressed,
  findingsOf,
  type Json,
  network,
  networkProps,
  only,
  resources,
  terraformOf,
} from '../../../support/terraform';

const terraform = (props: Partial<NetworkProps> = {}): Json => terraformOf((stack) => network(stack, props));

const inwards: AclRule = { action: 'allow', direction: 'in', number: 100, peer: '10.10.0.0/16', protocol: 'tcp' };
const answers: AclRule = { ...inwards, direction: 'out', ports: '1024-65535' };
const acl: AclRules = { answers, postgres: { ...inwards, ports: 5432 } };

/** The tiers of every test, each with the rules. */
const guarded = Object.fromEntries(
  Object.entries(networkProps.tiers).map(([tier, props]): [string, TierProps] => [tier, { ...props, acl }]),
);

describe('what AWS makes with a network', () => {
  const written = terraform();

  it('lets nothing through: a security group without rules and a route table without routes', () => {
    expect(only(written, 'aws_default_security_group')).toMatchObject({ egress: [], ingress: [] });
    expect(only(written, 'aws_default_route_table')).toMatchObject({
      default_route_table_id: '${aws_vpc.network_vpc.default_route_table_id}',
      route: [],
    });
  });

  it('leaves subnets without rules of their own on an open acl', () => {
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

  it('is emptied, acl and all, when every subnet has left it', () => {
    const emptied = only(terraform({ tiers: guarded }), 'aws_default_network_acl');
    expect([emptied.egress ?? [], emptied.ingress ?? []]).toEqual([[], []]);
    const left = Object.keys(resources(terraform({ tiers: guarded }), 'aws_network_acl_association'));
    expect(left).toHaveLength(9);
    expect([...emptied.depends_on].sort()).toEqual(left.map((name) => `aws_network_acl_association.${name}`).sort());
  });

  it('is opened again for a tier that comes without rules, unless it is said to be empty: then the tier is refused', () => {
    const tiers = { ...guarded, data: { access: 'isolated' as const, slot: 1 } };
    expect(only(terraform({ tiers }), 'aws_default_network_acl').ingress).toHaveLength(1);
    expect(findingsOf((stack) => network(stack, { defaultAcl: 'empty', tiers }))).toEqual([
      [
        'defaultAcl',
        "tier 'data' has no network acl of its own, and the default one is empty: nothing would reach its subnets",
        "give the tier rules in tiers.data.acl, or set defaultAcl to 'open'",
      ],
    ]);
    expect(findingsOf((stack) => network(stack, { defaultAcl: 'empty', tiers: guarded }))).toEqual([]);
  });
});

describe("a tier's network acl", () => {
  const data: TierProps = { access: 'isolated', slot: 1 };
  const withRules = (rules: AclRules): Partial<NetworkProps> => ({
    tiers: { ...networkProps.tiers, data: { ...data, acl: rules } },
  });

  it('has its rules under their keys, and takes subnets when the rules are there', () => {
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

  it('writes a rule about all protocols without ports, and one about IPv6 as such', () => {
    const all: AclRule = { action: 'deny', direction: 'in', number: 90, peer: '2001:db8::/32', protocol: 'all' };
    const rules = resources(terraform(withRules({ ...acl, all })), 'aws_network_acl_rule');
    expect(rules['network_acl-data_rule-all']).toMatchObject({
      from_port: 0,
      ipv6_cidr_block: '2001:db8::/32',
      protocol: '-1',
      to_port: 0,
    });
  });

  it('changes no other rule and no subnet of it when a rule or a zone is added', () => {
    // What waits for what may grow; what is may not.
    const drop = (of: Json) =>
      Object.fromEntries(
        Object.entries(addressed(of)).map(([address, block]) => [address, { ...block, depends_on: undefined }]),
      );
    const more: AclRule = { ...inwards, number: 50, ports: 6432 };
    const after = drop(
      terraform({ ...withRules({ ...acl, admin: more }), zones: { ...networkProps.zones, d: { slot: 3 } } }),
    );
    expect(after).toMatchObject(drop(terraform(withRules(acl))));
  });

  it.each<[string, AclRules, [string, string, string]]>([
    [
      'two rules on one number',
      { ...acl, ssh: { ...inwards, ports: 22 } },
      [
        'tiers.data.acl.ssh.number',
        'number 100 is taken by postgres in the same direction, and the number decides which rule counts',
        'choose another, and leave postgres as it is',
      ],
    ],
    [
      'a number out of range',
      { ...acl, ssh: { ...inwards, number: 40_000 } },
      [
        'tiers.data.acl.ssh.number',
        "a rule's number is 1 to 32766, got 40000",
        'choose one with room on both sides, such as 100',
      ],
    ],
    [
      'ports of all protocols',
      { ...acl, ssh: { ...inwards, number: 90, ports: 22, protocol: 'all' } },
      [
        'tiers.data.acl.ssh.ports',
        'a rule about all protocols has no ports, got 22',
        'leave ports out, or name tcp or udp',
      ],
    ],
    [
      'ports in the wrong order',
      { ...acl, ssh: { ...inwards, number: 90, ports: '65535-1024' } },
      [
        'tiers.data.acl.ssh.ports',
        'ports are 0 to 65535, the lower one first, got 65535-1024',
        "write it as 443 or '1024-65535'",
      ],
    ],
    [
      'a peer that is no range',
      { ...acl, ssh: { ...inwards, number: 90, peer: '10.10.1.0/16' } },
      [
        'tiers.data.acl.ssh.peer',
        "a rule's peer is the first address of a range and its prefix, got '10.10.1.0/16'",
        'write it as 10.20.0.0/16 or ::/0',
      ],
    ],
    [
      'a way in without a way back',
      { postgres: inwards },
      [
        'tiers.data.acl',
        "rules let connections 'in' and no answer 'out': a network acl keeps no state",
        "allow tcp 1024-65535 'out', where the answers go",
      ],
    ],
    [
      'more rules than AWS takes',
      {
        ...Object.fromEntries(
          Array.from({ length: 19 }, (_, index) => [`rule-${index}`, { ...inwards, number: index + 1 }]),
        ),
        answers,
      },
      [
        'tiers.data.acl',
        "a network acl has at most 18 rules of ours in a direction, got 19 'in'",
        'join ranges or ports, or leave it to security groups',
      ],
    ],
  ])('with %s is refused', (_, rules, finding) => {
    expect(findingsOf((stack) => network(stack, withRules(rules)))).toEqual([finding]);
  });

  it('with sound rules is not', () => {
    expect(findingsOf((stack) => network(stack, withRules(acl)))).toEqual([]);
  });
});

describe('flow logs', () => {
  const logs = (props: Partial<FlowLogsProps>) =>
    terraformOf((stack) => {
      new FlowLogs(stack, 'flow-logs', {
        account: '111111111111',
        destination: FlowLogDestination.logGroup({ key: { keyArn: 'arn:key' }, retention: '30d' }),
        interval: '60s',
        name: 'lab',
        network: network(stack),
        region: 'eu-west-1',
        ...props,
      });
    });

  it('record every connection, refused ones too, in an encrypted log group that forgets', () => {
    const written = logs({});
    expect(only(written, 'aws_flow_log')).toMatchObject({
      iam_role_arn: '${aws_iam_role.flow-logs_role.arn}',
      log_destination: '${aws_cloudwatch_log_group.flow-logs_log-group.arn}',
      log_destination_type: 'cloud-watch-logs',
      max_aggregation_interval: 60,
      traffic_type: 'ALL',
      vpc_id: '${aws_vpc.network_vpc.id}',
    });
    expect(only(written, 'aws_cloudwatch_log_group')).toMatchObject({
      kms_key_id: 'arn:key',
      name: '/adamant/lab/flow-logs',
      retention_in_days: 30,
    });
  });

  it('use a role that only flow logs of this account may take, and that may write to this group and make none', () => {
    const written = logs({});
    const [trust] = JSON.parse(only(written, 'aws_iam_role').assume_role_policy).Statement;
    expect(trust).toMatchObject({
      Condition: {
        ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:eu-west-1:111111111111:vpc-flow-log/*' },
        StringEquals: { 'aws:SourceAccount': '111111111111' },
      },
      Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
    });
    const { policy } = only(written, 'aws_iam_role_policy');
    const find = JSON.parse(policy).Statement.find(({ Sid }: Json) => Sid === 'FindGroup');
    expect(find).toMatchObject({
      Action: ['logs:DescribeLogGroups'],
      Effect: 'Allow',
      Resource: ['arn:aws:logs:eu-west-1:111111111111:log-group:*'],
    });
    expect(policy).not.toContain('CreateLogGroup');
    expect(policy).not.toContain('"*"');
  });

  it('go to a bucket without a role, where the bucket lets them in', () => {
    const written = logs({
      destination: FlowLogDestination.bucket({ bucketName: 'lab-logs' }),
      interval: '600s',
    });
    expect(only(written, 'aws_flow_log')).toEqual({
      destination_options: { file_format: 'parquet', hive_compatible_partitions: false, per_hour_partition: true },
      log_destination: 'arn:aws:s3:::lab-logs/flow-logs',
      log_destination_type: 's3',
      max_aggregation_interval: 600,
      tags: { Name: 'lab' },
      traffic_type: 'ALL',
      vpc_id: '${aws_vpc.network_vpc.id}',
    });
    expect(written.resource.aws_iam_role).toBeUndefined();
  });
});

describe('what machines are told', () => {
  it('is left to AWS unless something else is said', () => {
    expect(resources(terraform(), 'aws_vpc_dhcp_options')).toEqual({});
    const told = terraform({ dhcp: { nameServers: ['10.10.0.2', '10.90.0.2'] } });
    expect(only(told, 'aws_vpc_dhcp_options')).toEqual({
      domain_name_servers: ['10.10.0.2', '10.90.0.2'],
      ntp_servers: ['169.254.169.123'],
      tags: { Name: 'lab' },
    });
    expect(only(told, 'aws_vpc_dhcp_options_association')).toEqual({
      dhcp_options_id: '${aws_vpc_dhcp_options.network_dhcp-options.id}',
      vpc_id: '${aws_vpc.network_vpc.id}',
    });
  });

  it('names servers by their addresses, four at most', () => {
    const found = (nameServers: string[]) => findingsOf((stack) => network(stack, { dhcp: { nameServers } }));
    expect(found(['dns.example'])).toEqual([
      [
        'dhcp.nameServers',
        "nameServers are IPv4 addresses or AmazonProvidedDNS, got 'dns.example'",
        'write it as 10.20.0.2',
      ],
    ]);
    expect(found(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'])).toEqual([
      ['dhcp.nameServers', 'nameServers are at most 4, got 5', 'leave some out'],
    ]);
    expect(found(['AmazonProvidedDNS'])).toEqual([]);
  });
});

describe('a network that must keep apart', () => {
  it('overlaps with none of the ranges named, and says with which', () => {
    const found = (services: NetworkProps['cidr']) =>
      findingsOf((stack) => network(stack, { reservedCidrs: { services } }));
    expect(found('10.0.0.0/12')).toEqual([
      [
        'cidr',
        '10.10.0.0/16 overlaps with 10.0.0.0/12 (reservedCidrs.services), and an address can mean one machine only',
        'give one of them a range of its own',
      ],
    ]);
    expect(found('172.20.0.0/16')).toEqual([]);
  });
});
