export { DhcpOptions, type DhcpProps } from './dhcp-options';
export { FlowLogDestination, FlowLogs, type FlowLogsProps } from './flow-logs';
export { Network } from './network';
export { NetworkAcl, type NetworkAclProps } from './network-acl';
export { type IPrefixList, serviceAddresses, type ServiceAddressesProps } from './prefix-list';
export type {
  Access,
  AclRule,
  AclRules,
  DefaultAcl,
  ExistingNetworkProps,
  INetwork,
  Ipv6Cidr,
  IRouteTable,
  ISubnet,
  NatPlacement,
  NetworkProps,
  TierProps,
} from './props';
export { type EgressScope, type ISecurityGroup, SecurityGroup, type SecurityGroupProps } from './security-group';
export { type Internet, SecurityGroupRule, type SecurityGroupRuleProps } from './security-group-rule';
export { InterfaceEndpoints, type InterfaceEndpointsProps, requiredAwsApis, type ZonalService } from './vpc-endpoints';
export { type PeeringSide, VpcPeering, type VpcPeeringProps } from './vpc-peering';
