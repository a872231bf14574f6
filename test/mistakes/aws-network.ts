import { Construct } from 'constructs';
import { FlowLogDestination, FlowLogs } from '../../lib/aws/network/flow-logs';
import { Network } from '../../lib/aws/network/network';
import { NetworkAcl } from '../../lib/aws/network/network-acl';
import type { AclRule, AclRules, NetworkProps } from '../../lib/aws/network/props';
import { type ISecurityGroup, SecurityGroup } from '../../lib/aws/network/security-group';
import { SecurityGroupRule, type SecurityGroupRuleProps } from '../../lib/aws/network/security-group-rule';
import { InterfaceEndpoints, type InterfaceEndpointsProps } from '../../lib/aws/network/vpc-endpoints';
import type { Stack } from '../../lib/aws/stack/stack';
import { VpcPeering } from '../../lib/aws/network/vpc-peering';
import type { Cidr } from '../../lib/core/cidr';
import { type Mistake, mistakesIn } from '../support/mistakes';
import { network, networkProps } from '../support/terraform';

const { tiers } = networkProps;
const inbound: AclRule = {
  ruleAction: 'allow',
  direction: 'ingress',
  ruleNumber: 100,
  cidr: '10.10.0.0/16',
  protocol: 'tcp',
};
const answers: AclRule = { ...inbound, direction: 'egress', ports: '1024-65535' };
const acl: AclRules = { answers, postgres: { ...inbound, ports: 5432 } };
const tiersWithAcl = Object.fromEntries(Object.entries(tiers).map(([tier, props]) => [tier, { ...props, acl }]));

const networks = mistakesIn<Partial<NetworkProps>>('Network', network, [
  {
    title: 'network: name with a space',
    id: 'resource-name',
    prop: 'name',
    mistaken: { name: 'my network' },
    corrected: { name: 'my-network' },
  },
  {
    title: 'network: range smaller than /20',
    id: 'cidr-size',
    prop: 'cidr',
    mistaken: { cidr: '10.0.0.0/24' },
    corrected: { cidr: '10.0.0.0/20' },
  },
  {
    title: 'network: range that begins in its middle',
    id: 'cidr',
    prop: 'cidr',
    mistaken: { cidr: '10.20.1.0/16' },
    corrected: { cidr: '10.20.0.0/16' },
  },
  {
    title: 'network: two zones in one slot',
    id: 'subnet-slot-conflict',
    prop: 'zones.b.slot',
    mistaken: { zones: { a: { slot: 0 }, b: { slot: 0 } } },
    corrected: { zones: { a: { slot: 0 }, b: { slot: 1 } } },
  },
  {
    title: 'network: slot of a wide tier that is not aligned',
    id: 'subnet-slot',
    prop: 'tiers.private.slot',
    mistaken: { tiers: { ...tiers, private: { access: 'private', slot: 3, width: 2 } } },
    corrected: { tiers: { ...tiers, private: { access: 'private', slot: 4, width: 2 } } },
  },
  {
    title: 'network: zone with the name of its region',
    id: 'zone-letter',
    prop: `zones['eu-west-1a']`,
    mistaken: { zones: { 'eu-west-1a': { slot: 0 } } },
    corrected: { zones: { a: { slot: 0 } } },
  },
  ...(
    [
      ['cidr-special-use', '169.254.0.0/16', 'link-local addresses'],
      ['cidr-special-use', '127.16.0.0/16', 'loopback addresses'],
      ['cidr-special-use', '239.1.0.0/16', 'multicast addresses'],
      ['cidr-special-use', '250.1.0.0/16', 'reserved addresses'],
      ['cidr-special-use', '172.17.128.0/17', 'addresses of the bridge of Docker'],
      ['cidr-public', '52.10.0.0/16', 'addresses of somebody else'],
      ['cidr-public', '198.19.0.0/16', 'addresses for benchmarks'],
      ['cidr-public', '172.32.0.0/16', 'addresses after the last private one'],
      ['cidr-public', '100.128.0.0/16', 'addresses after the last shared one'],
    ] as const
  ).map(([id, cidr, title]) => ({
    title: `network: range of ${title}`,
    id,
    prop: 'cidr',
    mistaken: { cidr },
    corrected: { cidr: cidr.startsWith('1') ? ('172.31.0.0/16' as const) : ('100.127.0.0/16' as const) },
  })),
  {
    title: 'network: zone that the region does not have',
    id: 'region-zone',
    prop: 'zones.d',
    mistaken: { zones: { a: { slot: 0 }, d: { slot: 3 } } },
    corrected: { region: 'us-west-2', zones: { a: { slot: 0 }, d: { slot: 3 } } },
  },
  {
    title: 'network: zone that only old accounts have',
    id: 'region-zone',
    prop: 'zones.b',
    mistaken: { region: 'ap-northeast-1', zones: { a: { slot: 0 }, b: { slot: 1 } } },
    corrected: { region: 'ap-northeast-1', zones: { a: { slot: 0 }, c: { slot: 1 } } },
  },
  {
    title: 'network: zonal NAT without a public tier',
    id: 'nat-public-tier',
    prop: 'nat',
    mistaken: { nat: 'per-zone', tiers: { private: { access: 'private', slot: 0 } } },
    corrected: { nat: 'regional', tiers: { private: { access: 'private', slot: 0 } } },
  },
  {
    title: 'network: NAT placement in a tier that is not public',
    id: 'nat-placement',
    prop: 'natPlacement.tier',
    mistaken: { natPlacement: { tier: 'data' } },
    corrected: { natPlacement: { tier: 'public' } },
  },
  {
    title: 'network: NAT placement in a zone that the network does not have',
    id: 'nat-placement',
    prop: 'natPlacement.zone',
    mistaken: { natPlacement: { zone: 'f' } },
    corrected: { natPlacement: { zone: 'b' } },
  },
  {
    title: 'network: IPv6 tier without an IPv6 block',
    id: 'network-ipv6',
    prop: 'tiers.private.ipv6',
    mistaken: { tiers: { ...tiers, private: { access: 'private', ipv6: true, slot: 4, width: 4 } } },
    corrected: {
      ipv6: 'amazon-provided',
      tiers: { ...tiers, private: { access: 'private', ipv6: true, slot: 4, width: 4 } },
    },
  },
  {
    title: 'network: range that overlaps with a reserved one',
    id: 'cidr-overlap',
    prop: 'cidr',
    mistaken: { reservedCidrs: { services: '10.0.0.0/12' } },
    corrected: { reservedCidrs: { services: '172.20.0.0/16' } },
  },
  {
    title: 'network: reserved range without a prefix',
    id: 'cidr',
    prop: 'reservedCidrs.services',
    mistaken: { reservedCidrs: { services: '172.20.0.0' as Cidr } },
    corrected: { reservedCidrs: { services: '172.20.0.0/16' } },
  },
  {
    title: 'network: empty default network ACL, and two tiers without an own one',
    id: 'default-network-acl',
    prop: 'defaultAcl',
    mistaken: { defaultAcl: 'empty', tiers: { ...tiers, public: { access: 'public', acl, slot: 0 } } },
    corrected: { defaultAcl: 'empty', tiers: tiersWithAcl },
  },
  {
    title: 'network: network ACL without return traffic, reported for its tier',
    id: 'network-acl-return-traffic',
    prop: 'tiers.data.acl',
    mistaken: { tiers: { ...tiers, data: { access: 'isolated', acl: { postgres: inbound }, slot: 1 } } },
    corrected: { tiers: { ...tiers, data: { access: 'isolated', acl, slot: 1 } } },
  },
  {
    title: 'network: DNS server by name',
    id: 'dhcp-server-address',
    prop: 'dhcp.domainNameServers',
    mistaken: { dhcp: { domainNameServers: ['dns.example'] } },
    corrected: { dhcp: { domainNameServers: ['AmazonProvidedDNS'] } },
  },
  {
    title: 'network: time server with a prefix',
    id: 'dhcp-server-address',
    prop: 'dhcp.ntpServers',
    mistaken: { dhcp: { ntpServers: ['10.10.0.3/32'] } },
    corrected: { dhcp: { ntpServers: ['10.10.0.3'] } },
  },
  {
    title: 'network: five DNS servers',
    id: 'dhcp-server-count',
    prop: 'dhcp.domainNameServers',
    mistaken: { dhcp: { domainNameServers: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'] } },
    corrected: { dhcp: { domainNameServers: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] } },
  },
]);

const acls = mistakesIn<AclRules>(
  'NetworkAcl',
  (stack, rules) => new NetworkAcl(stack, 'acl', { name: 'lab-data', rules, subnets: {}, vpcId: 'vpc-1' }),
  [
    {
      title: 'network ACL: two rules with one number',
      id: 'network-acl-rule-conflict',
      prop: 'rules.ssh.ruleNumber',
      mistaken: { ...acl, ssh: { ...inbound, ports: 22 } },
      corrected: { ...acl, ssh: { ...inbound, ruleNumber: 110, ports: 22 } },
    },
    {
      title: 'network ACL: rule number above the maximum',
      id: 'network-acl-rule-number',
      prop: 'rules.ssh.ruleNumber',
      mistaken: { ...acl, ssh: { ...inbound, ruleNumber: 40_000, ports: 22 } },
      corrected: { ...acl, ssh: { ...inbound, ruleNumber: 32_766, ports: 22 } },
    },
    {
      title: 'network ACL: ports of all protocols',
      id: 'network-acl-ports',
      prop: 'rules.ssh.ports',
      mistaken: { ...acl, ssh: { ...inbound, ruleNumber: 90, ports: 22, protocol: 'all' } },
      corrected: { ...acl, ssh: { ...inbound, ruleNumber: 90, protocol: 'all' } },
    },
    {
      title: 'network ACL: ports in descending order',
      id: 'network-acl-ports',
      prop: 'rules.ssh.ports',
      mistaken: { ...acl, ssh: { ...inbound, ruleNumber: 90, ports: '65535-1024' } },
      corrected: { ...acl, ssh: { ...inbound, ruleNumber: 90, ports: '1024-65535' } },
    },
    {
      title: 'network ACL: cidr that begins in the middle of its range',
      id: 'network-acl-cidr',
      prop: 'rules.ssh.cidr',
      mistaken: { ...acl, ssh: { ...inbound, ruleNumber: 90, cidr: '10.10.1.0/16' } },
      corrected: { ...acl, ssh: { ...inbound, ruleNumber: 90, cidr: '::/0' } },
    },
    {
      title: 'network ACL: inbound rules without return traffic',
      id: 'network-acl-return-traffic',
      prop: 'rules',
      mistaken: { postgres: inbound },
      corrected: { answers, postgres: inbound },
    },
    {
      title: 'network ACL: 19 rules in a direction',
      id: 'network-acl-size',
      prop: 'rules',
      mistaken: { ...inboundRules(19), answers },
      corrected: { ...inboundRules(18), answers },
    },
  ],
);

function inboundRules(count: number): AclRules {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`rule-${index}`, { ...inbound, ruleNumber: index + 1 }]),
  );
}

const web: ISecurityGroup = { displayName: 'web', egressScope: 'internet', groupId: 'sg-web' };
const store: ISecurityGroup = { displayName: 'store', groupId: 'sg-store' };
const range: Cidr = '10.10.0.0/16';
const anyone: Cidr = '0.0.0.0/0';

/** A group of the network `lab` that another stack owns, looked up by one of several parts of a program. */
const lookedUp = (stack: Stack, id: string, name: string) =>
  SecurityGroup.existing(stack, id, { displayName: name, name, vpcId: 'vpc-lab' });

const equalRules = mistakesIn<(stack: Stack) => Partial<SecurityGroupRuleProps>>(
  'SecurityGroupRule',
  (stack, second) => {
    const [from, to] = [lookedUp(stack, 'nodes', 'nodes'), lookedUp(stack, 'database', 'database')];
    const rule = { from, port: 5432, to };
    new SecurityGroupRule(new Construct(stack, 'queries'), 'rule', { ...rule, description: 'queries' });
    new SecurityGroupRule(new Construct(stack, 'reports'), 'rule', {
      ...rule,
      description: 'reports',
      ...second(stack),
    });
  },
  [
    {
      title: 'security group rule: the rule of another construct',
      id: 'security-group-rule-conflict',
      prop: 'port',
      mistaken: () => ({}),
      corrected: () => ({ port: 'all' }),
    },
    {
      title: 'security group rule: the rule of another construct, between the same groups looked up again',
      id: 'security-group-rule-conflict',
      prop: 'port',
      mistaken: (stack) => ({
        from: lookedUp(stack, 'nodes-again', 'nodes'),
        to: lookedUp(stack, 'again', 'database'),
      }),
      corrected: (stack) => ({ from: lookedUp(stack, 'nodes-again', 'nodes'), to: lookedUp(stack, 'again', 'cache') }),
    },
  ],
);

const securityGroupRules = mistakesIn<Partial<SecurityGroupRuleProps>>(
  'SecurityGroupRule',
  (stack, props) =>
    new SecurityGroupRule(stack, 'rule', { description: 'queries', from: web, port: 443, to: store, ...props }),
  [
    {
      title: 'security group rule: ingress from the internet on another port',
      id: 'public-ingress-port',
      prop: 'port',
      mistaken: { from: 'internet', port: 5432 },
      corrected: { from: 'internet', port: 443 },
    },
    {
      title: 'security group rule: ingress from every address',
      id: 'wide-ingress',
      prop: 'from',
      mistaken: { from: anyone, port: 22 },
      corrected: { from: range, port: 22 },
    },
    {
      title: 'security group rule: ingress from every address on all ports',
      id: 'wide-ingress',
      prop: 'from',
      mistaken: { from: anyone, port: 'all' },
      corrected: { from: range, port: 'all' },
    },
    {
      title: 'security group rule: ingress from half of all addresses',
      id: 'wide-ingress',
      prop: 'from',
      mistaken: { from: '128.0.0.0/1' },
      corrected: { from: '10.0.0.0/8' },
    },
    {
      title: 'security group rule: egress to every address without TLS',
      id: 'wide-egress-port',
      prop: 'port',
      mistaken: { port: 80, to: anyone },
      corrected: { port: 443, to: anyone },
    },
    {
      title: 'security group rule: egress to every address on all ports',
      id: 'wide-egress-port',
      prop: 'port',
      mistaken: { port: 'all', to: anyone },
      corrected: { port: 'all', to: range },
    },
    {
      title: 'security group rule: egress to every address from a group of unknown scope',
      id: 'egress-without-nat',
      prop: 'to',
      mistaken: { from: store, to: anyone },
      corrected: { from: web, to: anyone },
    },
    {
      title: 'security group rule: egress to half of all addresses without NAT',
      id: 'egress-without-nat',
      prop: 'to',
      mistaken: { from: { ...web, egressScope: 'network' }, to: '128.0.0.0/1' },
      corrected: { from: { ...web, egressScope: 'network' }, to: range },
    },
    {
      title: 'security group rule: egress to every IPv6 address',
      id: 'egress-ipv6',
      prop: 'to',
      mistaken: { to: '::/0' as Cidr },
      corrected: { to: anyone },
    },
    {
      title: 'security group rule: port above the maximum',
      id: 'tcp-port',
      prop: 'port',
      mistaken: { port: 65_536 },
      corrected: { port: 65_535 },
    },
    {
      title: 'security group rule: description with an apostrophe',
      id: 'security-group-rule-description',
      prop: 'description',
      mistaken: { description: `the team's queries` },
      corrected: { description: 'queries of the team' },
    },
    {
      title: 'security group rule: description that is too long with the name of the other side',
      id: 'security-group-rule-description',
      prop: 'description',
      mistaken: { description: 'x'.repeat(244) },
      corrected: { description: 'x'.repeat(243) },
    },
  ],
);

const securityGroups = mistakesIn<string>(
  'SecurityGroup',
  (stack, name) => new SecurityGroup(stack, 'nodes', { displayName: 'nodes', name, vpcId: 'vpc-1' }),
  [
    {
      title: 'security group: name with the prefix of an id',
      id: 'resource-name',
      prop: 'name',
      mistaken: 'sg-nodes',
      corrected: 'lab-nodes',
    },
  ],
);

const endpoints = mistakesIn<Partial<InterfaceEndpointsProps>>(
  'InterfaceEndpoints',
  (stack, props) =>
    new InterfaceEndpoints(stack, 'endpoints', {
      name: 'lab',
      network: network(stack),
      region: 'eu-west-1',
      services: { kms: 'kms' },
      tier: 'private',
      ...props,
    }),
  [
    {
      title: 'interface endpoints: service with a gateway endpoint',
      id: 'endpoint-gateway-service',
      prop: 'services.storage',
      mistaken: { services: { storage: 's3' } },
      corrected: { services: { storage: 'sts' } },
    },
    {
      title: 'interface endpoints: service name with the region',
      id: 'endpoint-service-name',
      prop: 'services.kms',
      mistaken: { services: { kms: 'com.amazonaws.eu-west-1.kms' } },
      corrected: { services: { kms: 'kms' } },
    },
    {
      title: 'interface endpoints: one service twice',
      id: 'endpoint-conflict',
      prop: 'services.kms',
      mistaken: { services: { keys: 'kms', kms: 'kms' } },
      corrected: { services: { keys: 'sts', kms: 'kms' } },
    },
    ...[['a', 'd'], ['a', 'a'], []].map((own) => ({
      title: `interface endpoints: zones '${own.join(', ')}'`,
      id: 'endpoint-zones',
      prop: 'services.artifacts.zones',
      mistaken: { services: { artifacts: { service: 'codeartifact.api', zones: own } } },
      corrected: { services: { artifacts: { service: 'codeartifact.api', zones: ['a', 'b'] } } },
    })),
    {
      title: 'interface endpoints: service name with the region, in some zones',
      id: 'endpoint-service-name',
      prop: 'services.artifacts.service',
      mistaken: { services: { artifacts: { service: 'com.amazonaws.eu-west-1.codeartifact.api', zones: ['a'] } } },
      corrected: { services: { artifacts: { service: 'codeartifact.api', zones: ['a'] } } },
    },
    {
      title: 'interface endpoints: tier that the network does not have',
      id: 'endpoint-tier',
      prop: 'tier',
      mistaken: { tier: 'nodes' },
      corrected: { tier: 'data' },
    },
    {
      title: 'interface endpoints: name that is no name of a security group',
      id: 'resource-name',
      prop: 'name',
      mistaken: { name: 'sg-lab' },
      corrected: { name: 'lab' },
    },
  ],
);

const flowLogs = mistakesIn<string>(
  'FlowLogs',
  (stack, name) =>
    new FlowLogs(stack, 'flow-logs', {
      account: '111111111111',
      destination: FlowLogDestination.bucket({ bucketName: 'lab-logs' }),
      maxAggregationInterval: '60s',
      name,
      network: { vpcId: 'vpc-1' },
      region: 'eu-west-1',
    }),
  [
    {
      title: 'flow logs: name with a space, which neither log nor role may have',
      id: 'resource-name',
      prop: 'name',
      mistaken: 'my logs',
      corrected: 'my-logs',
    },
    {
      title: 'flow logs: name with a slash, which the role may not have',
      id: 'resource-name',
      prop: 'name',
      mistaken: 'lab/logs',
      corrected: 'lab-logs',
    },
  ],
);

interface Peer {
  readonly cidr: Cidr;
  readonly tiersInUse: readonly string[];
}

const peerings = mistakesIn<Peer>(
  'VpcPeering',
  (stack, peer) => {
    const from = network(stack);
    const tools = { ...networkProps, ...peer, name: 'tools', nat: 'none' } as const;
    new VpcPeering(stack, 'peering', {
      requester: { network: from, routeTables: from.routeTables },
      name: 'lab-tools',
      accepter: {
        network: Network.existing(stack, 'tools', tools),
        routeTables: Network.existingRouteTables(stack, 'tools-routes', tools),
      },
    });
  },
  [
    {
      title: 'peering: networks with overlapping ranges',
      id: 'cidr-overlap',
      prop: 'accepter.network',
      mistaken: { cidr: '10.10.0.0/16', tiersInUse: ['private'] },
      corrected: { cidr: '10.90.0.0/16', tiersInUse: ['private'] },
    },
    {
      title: 'peering: side without a route table',
      id: 'peering-route-tables',
      prop: 'accepter.routeTables',
      mistaken: { cidr: '10.90.0.0/16', tiersInUse: [] },
      corrected: { cidr: '10.90.0.0/16', tiersInUse: ['private'] },
    },
  ],
);

/** Rejected inputs of networks. */
export const awsNetwork: readonly Mistake[] = [
  ...networks,
  ...acls,
  ...equalRules,
  ...securityGroupRules,
  ...securityGroups,
  ...endpoints,
  ...flowLogs,
  ...peerings,
];
