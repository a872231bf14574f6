import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Fn, type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Cidr, ipv6Slot } from '../../core/cidr';
import { addFindings, forwardSources } from '../../core/diagnostics';
import { checkRegion } from '../../core/regions';
import { requireProps } from '../../core/required-props';
import { checkNetwork, mapTiers, subnetName, tierSubnetCidr, withoutInvalidSubnets } from './address-plan';
import { Stack } from '../stack/stack';
import { adoptDefaults } from './defaults';
import { DhcpOptions } from './dhcp-options';
import { ExistingNetwork, ExistingRouteTables } from './existing-network';
import { createNatGateways } from './nat';
import { NetworkAcl } from './network-acl';
import type {
  Access,
  ExistingNetworkProps,
  INetwork,
  IRouteTable,
  ISubnet,
  NetworkProps,
  Subnets,
  TierProps,
} from './props';
import { createRoutes, createRouteTables } from './routes';
import { createGatewayEndpoints } from './vpc-endpoints';

/**
 * VPC of tiers × zones. Each subnet's range follows from two slots, so adding a zone or a tier moves nothing.
 *
 * @example
 * new Network(stack, 'network', {
 *   cidr: '10.10.0.0/16',
 *   clusterName: 'shop',
 *   name: 'shop',
 *   nat: 'single',
 *   region: 'eu-west-1',
 *   tiers: {
 *     data: { access: 'isolated', slot: 1 },
 *     pods: { access: 'private', kubernetesRole: 'cni', slot: 4, width: 4 },
 *     private: { access: 'private', slot: 3 },
 *     public: { access: 'public', slot: 0 },
 *   },
 *   zones: { a: { slot: 0 }, b: { slot: 1 }, c: { slot: 2 } },
 * });
 */
export class Network extends Construct implements INetwork {
  readonly vpcId: string;
  readonly cidr: Cidr;
  readonly ipv6Cidr: string | undefined;
  readonly isInvalid: boolean;
  /** Route tables by tier, or by tier and zone if each zone has its own: `public`, `private-a`. */
  readonly routeTables: Readonly<Record<string, IRouteTable>>;
  private readonly tiers: NetworkProps['tiers'];
  private readonly subnetsByTier: Subnets;

  constructor(scope: Construct, id: string, given: NetworkProps) {
    super(scope, id);
    const props = requireProps(this, given, {
      cidr: '10.0.0.0/16',
      clusterName: 'cluster',
      name: 'network',
      nat: 'none',
      region: 'eu-west-1',
      tiers: { public: { access: 'public', slot: 0 } },
      zones: {},
    });
    addFindings(this, checkNetwork(props));
    // A `Stack` checks its own region.
    if (!(TerraformStack.of(this) instanceof Stack)) addFindings(this, checkRegion(props.region));
    const plan = withoutInvalidSubnets(props);
    const vpc = this.createVpc(plan);
    const gateway = new InternetGateway(this, 'internet-gateway', { tags: { Name: props.name }, vpcId: vpc.id });
    this.tiers = plan.tiers;
    this.subnetsByTier = mapTiers(plan, (tier, zone) => this.createSubnet(plan, vpc, tier, zone));
    this.routeTables = createRouteTables(this, plan, this.subnetsByTier, vpc.id);
    const nat = createNatGateways(this, plan, this.subnetsByTier, { gateway, vpcId: vpc.id });
    createRoutes(this, plan, this.routeTables, { gateway, nat, vpcId: vpc.id });
    createGatewayEndpoints(this, plan, this.routeTables, vpc.id);
    adoptDefaults(this, plan, vpc, this.createAcls(plan, vpc));
    if (props.dhcp) this.createDhcpOptions(props.dhcp, props.name, vpc);
    this.vpcId = vpc.id;
    this.cidr = props.cidr;
    this.ipv6Cidr = props.ipv6 && vpc.ipv6CidrBlock;
    this.isInvalid = plan !== given;
  }

  /** Looks up a network that another stack owns, by its name. Its ranges are computed. */
  static existing(scope: Construct, id: string, props: ExistingNetworkProps): INetwork {
    return new ExistingNetwork(scope, id, props);
  }

  /** Looks up the route tables of the tiers in `use` of a network that another stack owns, for the routes of a peering. */
  static existingRouteTables(
    scope: Construct,
    id: string,
    props: ExistingNetworkProps,
  ): Readonly<Record<string, IRouteTable>> {
    return new ExistingRouteTables(scope, id, props).routeTables;
  }

  access(tier: string): Access | undefined {
    return this.tiers[tier]?.access;
  }

  subnets(tier: string): Readonly<Record<string, ISubnet>> {
    return this.subnetsByTier[tier] ?? {};
  }

  private createVpc({ cidr, ipv6, name }: NetworkProps): Vpc {
    return new Vpc(this, 'vpc', {
      ...(ipv6 !== undefined && { assignGeneratedIpv6CidrBlock: true }),
      cidrBlock: cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: name },
    });
  }

  private createSubnet(props: NetworkProps, vpc: Vpc, tier: string, zone: string): ISubnet {
    const { clusterName, name, region, tiers } = props;
    const cidr = tierSubnetCidr(props, tier, zone);
    const subnet = new Subnet(this, `subnet-${tier}-${zone}`, {
      availabilityZone: `${region}${zone}`,
      cidrBlock: cidr,
      // No public address by default, and an IPv6 address is public: network interfaces request theirs.
      ...(tiers[tier]?.ipv6 && {
        assignIpv6AddressOnCreation: false,
        ipv6CidrBlock: ipv6Range(props, vpc, tier, zone),
      }),
      mapPublicIpOnLaunch: false,
      tags: { Name: subnetName(name, tier, zone), ...roleTags(tiers[tier], clusterName) },
      vpcId: vpc.id,
    });
    return { cidr, hasIpv6: tiers[tier]?.ipv6 ?? false, id: subnet.id, name: subnetName(name, tier, zone) };
  }

  /** Creates the network ACLs of the tiers, and returns their associations. */
  private createAcls({ name, tiers }: NetworkProps, vpc: Vpc): ITerraformDependable[] {
    return sortedEntries(tiers).flatMap(([tier, { acl }]) => {
      if (acl === undefined) return [];
      const networkAcl = new NetworkAcl(this, `acl-${tier}`, {
        name: `${name}-${tier}`,
        rules: acl,
        subnets: this.subnets(tier),
        vpcId: vpc.id,
      });
      forwardSources(this, networkAcl, { rules: ['tiers', tier, 'acl'] });
      return networkAcl.associations;
    });
  }

  private createDhcpOptions(dhcp: NonNullable<NetworkProps['dhcp']>, name: string, vpc: Vpc): void {
    const options = new DhcpOptions(this, 'dhcp-options', { ...dhcp, name, vpcId: vpc.id });
    forwardSources(this, options, { domainNameServers: 'dhcp.domainNameServers', ntpServers: 'dhcp.ntpServers' });
  }
}

/** AWS assigns the network's /56, so Terraform computes the /64. Its index follows from the slots. */
function ipv6Range({ tiers, zones }: NetworkProps, vpc: Vpc, tier: string, zone: string): string {
  return Fn.cidrsubnet(vpc.ipv6CidrBlock, 8, ipv6Slot(tiers[tier] ?? { slot: 0 }, zones[zone] ?? { slot: 0 }));
}

/**
 * Tags by which the load balancer controllers and the CNI of Kubernetes discover subnets.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/subnet_discovery/
 * @see https://github.com/aws/amazon-vpc-cni-k8s#cni-role-tag
 */
function roleTags(tier: TierProps | undefined, clusterName: string): Record<string, string> {
  const role = tier && kubernetesRole(tier);
  return role ? { [`kubernetes.io/cluster/${clusterName}`]: 'shared', [`kubernetes.io/role/${role}`]: '1' } : {};
}

function kubernetesRole({ access, kubernetesRole: role }: TierProps): 'cni' | 'elb' | 'internal-elb' | undefined {
  if (role !== undefined || access === 'isolated') return role;
  return access === 'public' ? 'elb' : 'internal-elb';
}
