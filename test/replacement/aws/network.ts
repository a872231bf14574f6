import { type DhcpProps } from '../../../lib/aws/network/dhcp-options';
import { FlowLogDestination, FlowLogs, type FlowLogsProps } from '../../../lib/aws/network/flow-logs';
import { Network } from '../../../lib/aws/network/network';
import { NetworkAcl, type NetworkAclProps } from '../../../lib/aws/network/network-acl';
import type {
  AclRule,
  ExistingNetworkProps,
  NatPlacement,
  NetworkProps,
  TierProps,
} from '../../../lib/aws/network/props';
import { serviceAddresses, type ServiceAddressesProps } from '../../../lib/aws/network/prefix-list';
import { SecurityGroup, type SecurityGroupProps } from '../../../lib/aws/network/security-group';
import { SecurityGroupRule, type SecurityGroupRuleProps } from '../../../lib/aws/network/security-group-rule';
import {
  InterfaceEndpoints,
  type InterfaceEndpointsProps,
  type ZonalService,
} from '../../../lib/aws/network/vpc-endpoints';
import { type PeeringSide, VpcPeering, type VpcPeeringProps } from '../../../lib/aws/network/vpc-peering';
import type { TierSlot } from '../../../lib/core/cidr';
import { network as createNetwork, networkProps } from '../../support/terraform';
import type { Own } from '../../provider-schema/agreement';
import { otherKey, otherNetwork, scene, type Scenes } from './change';

const { tiers, zones } = networkProps;
const data = { access: 'isolated', slot: 1 } as const;

const subnetResources = ['aws_route_table_association', 'aws_subnet'];
const endpointResources = ['aws_vpc_endpoint', 'aws_vpc_endpoint_route_table_association'];

/** Resources with the VPC's id or range that are not attachments. */
const vpcResources = [
  'aws_default_network_acl',
  'aws_default_route_table',
  'aws_default_security_group',
  'aws_nat_gateway',
  'aws_route',
  'aws_route_table',
  'aws_route_table_association',
  'aws_subnet',
  'aws_vpc',
  ...endpointResources,
];

const groupResources = [
  'aws_security_group',
  'aws_vpc_security_group_egress_rule',
  'aws_vpc_security_group_ingress_rule',
];

const acl: Readonly<Record<string, AclRule>> = {
  'answers': {
    ruleAction: 'allow',
    direction: 'egress',
    ruleNumber: 100,
    cidr: '0.0.0.0/0',
    ports: '1024-65535',
    protocol: 'tcp',
  },
  'in': {
    ruleAction: 'allow',
    direction: 'ingress',
    ruleNumber: 90,
    cidr: '10.10.0.0/16',
    ports: 443,
    protocol: 'tcp',
  },
  'more-in': {
    ruleAction: 'allow',
    direction: 'ingress',
    ruleNumber: 91,
    cidr: '10.10.0.0/16',
    ports: 80,
    protocol: 'tcp',
  },
  'more-answers': {
    ruleAction: 'allow',
    direction: 'egress',
    ruleNumber: 101,
    cidr: '0.0.0.0/0',
    ports: 53,
    protocol: 'udp',
  },
};

const list = (prefixListId: string) => ({ displayName: 's3', prefixListId });

const subnets = { a: { cidr: '10.10.0.0/24', id: 'subnet-a' } } as const;
const here: PeeringSide['network'] = {
  access: () => undefined,
  cidr: '10.10.0.0/16',
  subnets: (tier) => ({ a: { cidr: '10.10.0.0/24', id: `subnet-${tier}-a` } }),
  vpcId: 'vpc-1',
};
const there: PeeringSide['network'] = { ...here, cidr: '10.20.0.0/16', vpcId: 'vpc-2' };
const side = (network: PeeringSide['network']): PeeringSide => ({
  network,
  routeTables: { private: { routeTableId: `rtb-${network.vpcId}` } },
});

const bucketDestination = FlowLogDestination.bucket({ bucketName: 'imp-lab-logs' });

export const network: Scenes = {
  NetworkProps: scene<NetworkProps>((stack, props) => createNetwork(stack, props), {
    name: { to: 'other' },
    region: { replaces: ['aws_nat_gateway', ...subnetResources, ...endpointResources], to: 'eu-central-1' },
    cidr: { replaces: vpcResources, to: '10.20.0.0/16' },
    tiers: [
      { to: { ...tiers, more: { access: 'isolated', slot: 2 } } },
      { replaces: subnetResources, to: { ...tiers, data: { access: 'isolated', slot: 2 } } },
      { replaces: subnetResources, to: { ...tiers, private: { access: 'private', slot: 4, width: 2 } } },
    ],
    zones: [
      { given: { region: 'us-east-1' }, to: { ...zones, d: { slot: 3 } } },
      { replaces: subnetResources, to: { ...zones, c: { slot: 5 } } },
    ],
    nat: [{ to: 'per-zone' }, { to: 'none' }, { replaces: ['aws_nat_gateway'], to: 'regional' }],
    natPlacement: { replaces: ['aws_eip', 'aws_nat_gateway'], to: { zone: 'b' } },
    ipv6: { to: 'amazon-provided' },
    defaultAcl: { given: { tiers: { data: { ...data, acl } }, nat: 'none' }, to: 'open' },
    dhcp: [{ to: {} }, { given: { dhcp: {} }, replaces: ['aws_vpc_dhcp_options'], to: { domainName: 'lab.internal' } }],
    reservedCidrs: { unwritten: true, to: { services: '172.20.0.0/16' } },
    clusterName: { to: 'other' },
  }),
  TierProps: scene<Own<TierProps, TierSlot>>(
    (stack, props) => {
      createNetwork(stack, { ipv6: 'amazon-provided', tiers: { ...tiers, data: { ...data, ...props } } });
    },
    {
      access: [
        { to: 'public' },
        { replaces: ['aws_route_table', 'aws_vpc_endpoint_route_table_association'], to: 'private' },
      ],
      ipv6: { to: true },
      kubernetesRole: { to: 'cni' },
      acl: { to: acl },
    },
  ),
  ExistingNetworkProps: scene<Own<ExistingNetworkProps, NetworkProps>>(
    (stack, props) => {
      Network.existing(stack, 'network', { ...networkProps, tiersInUse: ['private'], ...props });
    },
    { tiersInUse: { to: ['data', 'private'] } },
  ),
  NatPlacement: scene<NatPlacement>(
    (stack, natPlacement) => {
      createNetwork(stack, { natPlacement, tiers: { ...tiers, edge: { access: 'public', slot: 2 } } });
    },
    {
      tier: { replaces: ['aws_nat_gateway'], to: 'edge' },
      zone: { replaces: ['aws_eip', 'aws_nat_gateway'], to: 'b' },
    },
  ),
  DhcpProps: scene<DhcpProps>((stack, dhcp) => createNetwork(stack, { dhcp }), {
    domainName: { replaces: ['aws_vpc_dhcp_options'], to: 'lab.internal' },
    domainNameServers: { replaces: ['aws_vpc_dhcp_options'], to: ['10.10.0.2'] },
    ntpServers: { replaces: ['aws_vpc_dhcp_options'], to: ['10.10.0.3'] },
  }),
  NetworkAclProps: scene<NetworkAclProps>(
    (stack, props) => {
      new NetworkAcl(stack, 'acl', { name: 'lab-data', rules: acl, subnets, vpcId: 'vpc-1', ...props });
    },
    {
      name: { to: 'other' },
      vpcId: { replaces: ['aws_network_acl', 'aws_network_acl_association', 'aws_network_acl_rule'], to: 'vpc-2' },
      rules: { to: { ...acl, dns: { ...acl['in'], ruleNumber: 102, ports: 53 } as AclRule } },
      subnets: { to: { ...subnets, b: { cidr: '10.10.1.0/24', id: 'subnet-b' } } },
    },
  ),
  AclRule: scene<AclRule>(
    (stack, props) => {
      const rules = { ...acl, in: { ...acl['in'], ...props } as AclRule };
      new NetworkAcl(stack, 'acl', { name: 'lab-data', rules, subnets, vpcId: 'vpc-1' });
    },
    {
      ruleNumber: { replaces: ['aws_network_acl_rule'], to: 110 },
      direction: { replaces: ['aws_network_acl_rule'], to: 'egress' },
      ruleAction: { replaces: ['aws_network_acl_rule'], to: 'deny' },
      protocol: { replaces: ['aws_network_acl_rule'], to: 'udp' },
      ports: { replaces: ['aws_network_acl_rule'], to: '8000-8080' },
      cidr: { replaces: ['aws_network_acl_rule'], to: '::/0' },
    },
  ),
  SecurityGroupProps: scene<SecurityGroupProps>(
    (stack, props) => {
      const to = new SecurityGroup(stack, 'nodes', {
        displayName: 'nodes',
        name: 'lab-nodes',
        vpcId: 'vpc-1',
        ...props,
      });
      new SecurityGroupRule(stack, 'inside', { from: to, port: 'all', description: 'between nodes', to });
    },
    {
      name: { replaces: groupResources, to: 'other' },
      displayName: { to: 'machines' },
      vpcId: { replaces: groupResources, to: 'vpc-2' },
      egressScope: { unwritten: true, to: 'internet' },
    },
  ),
  SecurityGroupRuleProps: scene<SecurityGroupRuleProps>(
    (stack, props) => {
      const nodes = { groupId: 'sg-nodes', displayName: 'nodes' };
      new SecurityGroupRule(stack, 'way', {
        from: nodes,
        port: 443,
        description: 'web',
        to: { groupId: 'sg-web', displayName: 'web' },
        ...props,
      });
    },
    {
      from: [
        { replaces: ['aws_vpc_security_group_egress_rule'], to: { groupId: 'sg-others', displayName: 'others' } },
        { given: { from: '10.10.0.0/16' }, to: '10.20.0.0/16' },
        { replaces: ['aws_vpc_security_group_ingress_rule'], to: '10.20.0.0/16' },
      ],
      to: [
        { replaces: ['aws_vpc_security_group_ingress_rule'], to: { groupId: 'sg-others', displayName: 'others' } },
        { given: { to: '10.10.0.0/16' }, to: '10.20.0.0/16' },
        { given: { to: list('pl-1') }, to: list('pl-2') },
        { given: { to: '10.10.0.0/16' }, replaces: ['aws_vpc_security_group_egress_rule'], to: list('pl-1') },
        { replaces: ['aws_vpc_security_group_egress_rule'], to: '10.20.0.0/16' },
      ],
      port: { to: 8443 },
      description: { to: 'another' },
    },
  ),
  ServiceAddressesProps: scene<ServiceAddressesProps>(
    (stack, props) => {
      const to = serviceAddresses(stack, 'addresses', { region: 'eu-west-1', service: 's3', ...props });
      const from = { groupId: 'sg-nodes', displayName: 'nodes' };
      new SecurityGroupRule(stack, 'way', { from, port: 443, description: 'images', to });
    },
    { region: { to: 'eu-central-1' }, service: { to: 'dynamodb' } },
  ),
  ZonalService: scene<ZonalService>(
    (stack, props) => {
      const zonal = { service: 'logs', zones: ['a', 'b'], ...props };
      const usual = { name: 'lab', network: otherNetwork, region: 'eu-west-1', tier: 'private' };
      new InterfaceEndpoints(stack, 'endpoints', { ...usual, services: { zonal } });
    },
    { service: { replaces: ['aws_vpc_endpoint'], to: 'sts' }, zones: { to: ['a'] } },
  ),
  InterfaceEndpointsProps: scene<InterfaceEndpointsProps>(
    (stack, props) => {
      const usual = { name: 'lab', network: here, region: 'eu-west-1', services: { logs: 'logs' }, tier: 'private' };
      new InterfaceEndpoints(stack, 'endpoints', { ...usual, ...props });
    },
    {
      name: { replaces: ['aws_security_group', 'aws_vpc_security_group_ingress_rule'], to: 'other' },
      region: { replaces: ['aws_vpc_endpoint'], to: 'eu-central-1' },
      network: {
        replaces: ['aws_security_group', 'aws_vpc_endpoint', 'aws_vpc_security_group_ingress_rule'],
        to: there,
      },
      tier: { to: 'data' },
      services: [{ to: { ec2: 'ec2', logs: 'logs' } }, { replaces: ['aws_vpc_endpoint'], to: { logs: 'sts' } }],
    },
  ),
  VpcPeeringProps: scene<VpcPeeringProps>(
    (stack, props) => {
      new VpcPeering(stack, 'peering', { requester: side(here), name: 'lab-tools', accepter: side(there), ...props });
    },
    {
      name: { to: 'other' },
      requester: { replaces: ['aws_route', 'aws_vpc_peering_connection'], to: side(otherNetwork) },
      accepter: { replaces: ['aws_route', 'aws_vpc_peering_connection'], to: side(otherNetwork) },
    },
  ),
  PeeringSide: scene<PeeringSide>(
    (stack, props) => {
      new VpcPeering(stack, 'peering', {
        requester: { ...side(here), ...props },
        name: 'lab-tools',
        accepter: side(there),
      });
    },
    {
      network: { replaces: ['aws_route', 'aws_vpc_peering_connection'], to: otherNetwork },
      routeTables: [
        { to: { data: { routeTableId: 'rtb-3' }, private: { routeTableId: 'rtb-vpc-1' } } },
        { replaces: ['aws_route'], to: { private: { routeTableId: 'rtb-3' } } },
      ],
    },
  ),
  FlowLogsProps: scene<FlowLogsProps>(
    (stack, props) => {
      new FlowLogs(stack, 'flow-logs', {
        account: '111111111111',
        destination: FlowLogDestination.logGroup({ key: otherKey, retention: '30d' }),
        maxAggregationInterval: '600s',
        name: 'lab',
        network: here,
        region: 'eu-west-1',
        ...props,
      });
    },
    {
      name: {
        replaces: ['aws_cloudwatch_log_group', 'aws_flow_log', 'aws_iam_role', 'aws_iam_role_policy'],
        to: 'other',
      },
      network: { replaces: ['aws_flow_log'], to: there },
      account: { to: '222222222222' },
      region: { to: 'eu-central-1' },
      maxAggregationInterval: { replaces: ['aws_flow_log'], to: '60s' },
      destination: [
        { replaces: ['aws_flow_log'], to: bucketDestination },
        { to: FlowLogDestination.logGroup({ key: otherKey, retention: '90d' }) },
      ],
    },
  ),
};
