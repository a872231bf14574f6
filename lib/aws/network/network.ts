import { Fn, type ITerraformDependable } from 'cdktf';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Cidr, ipv6Slot } from '../../core/cidr';
import { addFindings } from '../../core/diagnostics';
import { DhcpOptions } from './dhcp-options';
import { ExistingNetwork, ExistingRouteTables } from './existing-network';
import { natGateways } from './nat';
import { NetworkAcl } from './network-acl';
import { networkDefaults } from './defaults';
import { checkNetwork, mapTiers, tierSubnetCidr, subnetName, withoutInvalidSubnets } from './address-plan';
import { type Subnets } from './props';
import { routes, routeTables } from './routes';
import { gatewayEndpoints } from './vpc-endpoints';
import {
  type Access,
  type ExistingNetworkProps,
  type INetwork,
  type IRouteTable,
  type ISubnet,
  type NetworkProps,
} from './props';

/** A VPC of tiers × zones. Every subnet's range follows from two slots, so a zone or tier that is added later moves nothing. */
export class Network extends Construct implements INetwork {
  readonly vpcId: string;
  readonly cidr: Cidr;
  readonly isInvalid: boolean;
  /** Route tables by tier, and by tier and zone where each zone has its own: `public`, `private-a`. */
  readonly routeTables: Readonly<Record<string, IRouteTable>>;
  private readonly props: NetworkProps;
  private readonly tiers: Subnets;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    addFindings(this, checkNetwork(props));
    this.props = withoutInvalidSubnets(props);
    const vpc = this.vpc();
    const gateway = new InternetGateway(this, 'internet-gateway', { tags: named(props.name), vpcId: vpc.id });
    this.tiers = mapTiers(this.props, (tier, zone) => this.subnet(vpc, tier, zone));
    this.routeTables = routeTables(this, this.props, this.tiers, vpc.id);
    const nat = natGateways(this, this.props, this.tiers, { gateway, vpcId: vpc.id });
    routes(this, this.props, this.routeTables, { gateway, nat, vpcId: vpc.id });
    gatewayEndpoints(this, this.props, this.routeTables, vpc.id);
    networkDefaults(this, this.props, vpc, this.acls(vpc));
    if (props.dhcp) new DhcpOptions(this, 'dhcp-options', { ...props.dhcp, name: props.name, vpcId: vpc.id });

    this.vpcId = vpc.id;
    this.cidr = props.cidr;
    this.isInvalid = this.props !== props;
  }

  /** The same network in another stack, found by its name. Ranges are known without asking. */
  static existing(scope: Construct, id: string, props: ExistingNetworkProps): INetwork {
    return new ExistingNetwork(scope, id, props);
  }

  /** The route tables of the tiers in `use`, of a network that another stack owns: what a peering writes its routes into. */
  static existingRouteTables(
    scope: Construct,
    id: string,
    props: ExistingNetworkProps,
  ): Readonly<Record<string, IRouteTable>> {
    return new ExistingRouteTables(scope, id, props).routeTables;
  }

  access(tier: string): Access | undefined {
    return this.props.tiers[tier]?.access;
  }

  subnets(tier: string): Readonly<Record<string, ISubnet>> {
    return this.tiers[tier] ?? {};
  }

  private vpc(): Vpc {
    const { cidr, ipv6, name } = this.props;
    return new Vpc(this, 'vpc', {
      ...(ipv6 !== undefined && { assignGeneratedIpv6CidrBlock: true }),
      cidrBlock: cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: named(name),
    });
  }

  private subnet(vpc: Vpc, tier: string, zone: string): ISubnet {
    const { name, region, tiers, clusterName } = this.props;
    const range = tierSubnetCidr(this.props, tier, zone);
    const subnet = new Subnet(this, `subnet-${tier}-${zone}`, {
      availabilityZone: `${region}${zone}`,
      cidrBlock: range,
      // Nothing has an address of the internet by itself, and an IPv6 address is one: interfaces ask for theirs.
      ...(tiers[tier]?.ipv6 && { assignIpv6AddressOnCreation: false, ipv6CidrBlock: this.ipv6Range(vpc, tier, zone) }),
      mapPublicIpOnLaunch: false,
      tags: { ...named(subnetName(name, tier, zone)), ...roleTags(tiers[tier]?.access, clusterName) },
      vpcId: vpc.id,
    });
    return { cidr: range, id: subnet.id };
  }

  /** AWS chooses the network's /56, so the /64 is Terraform's arithmetic; which one it is follows from the slots. */
  private ipv6Range(vpc: Vpc, tier: string, zone: string): string {
    const slot = ipv6Slot(this.props.tiers[tier] ?? { slot: 0 }, this.props.zones[zone] ?? { slot: 0 });
    return Fn.cidrsubnet(vpc.ipv6CidrBlock, 8, slot);
  }

  /** The network ACLs of the tiers that have rules, for what must wait until they hold their subnets. */
  private acls(vpc: Vpc): ITerraformDependable[] {
    return sortedEntries(this.props.tiers).flatMap(([tier, { acl }]) => {
      if (acl === undefined) return [];
      const name = `${this.props.name}-${tier}`;
      return new NetworkAcl(this, `acl-${tier}`, { name, rules: acl, subnets: this.subnets(tier), vpcId: vpc.id })
        .associations;
    });
  }
}

function named(name: string): Record<string, string> {
  return { Name: name };
}

/** What Kubernetes' load balancer controllers look for. */
function roleTags(access: Access | undefined, clusterName: string): Record<string, string> {
  const cluster = { [`kubernetes.io/cluster/${clusterName}`]: 'shared' };
  if (access === 'public') return { ...cluster, 'kubernetes.io/role/elb': '1' };
  return access === 'private' ? { ...cluster, 'kubernetes.io/role/internal-elb': '1' } : {};
}
