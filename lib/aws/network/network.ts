import { Fn, type ITerraformDependable } from 'cdktf';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { entriesOf } from '../../core/canonical';
import { type AddressPlan, type Cidr, ipv6Slot, type TierSlot, type ZoneSlot } from '../../core/cidr';
import { report } from '../../core/diagnostics';
import { DhcpOptions, type DhcpProps } from './dhcp-options';
import { ExistingNetwork, ExistingRouteTables } from './existing-network';
import { natGateways, type NatPlace } from './nat';
import { type AclRules, NetworkAcl } from './network-acl';
import { type DefaultAcl, networkDefaults } from './defaults';
import { checkNetwork, mapTiers, rangeOf, subnetName, type Subnets, usable } from './address-plan';
import { routes, routeTables } from './routes';
import { gatewayEndpoints } from './vpc-endpoints';

/** Who can reach a tier, and what a tier can reach. */
export type Access = 'public' | 'private' | 'isolated';

export interface TierProps extends TierSlot {
  /** `public`: reached from the internet; `private`: reaches it through NAT; `isolated`: neither. @inPlace the subnets; to or from private @replaces their route tables */
  readonly access: Access;
  /** Whether its subnets have an IPv6 range, a /64 each. @inPlace @default false */
  readonly ipv6?: boolean;
  /** Rules of a network ACL of its own, by what they are for. @inPlace @default none: it has the default one */
  readonly acl?: AclRules;
}

export interface NetworkProps extends AddressPlan {
  /** The VPC's name, by which other stacks find it. @inPlace */
  readonly name: string;
  /** AWS region: zone `a` is `eu-west-1a`. @replaces the subnets, what stands in them, and the endpoints; another region is another stack */
  readonly region: string;
  /** The VPC's range, /16 to /20: smaller ones leave no room for subnets of 16 addresses. @replaces the network and everything in it */
  readonly cidr: Cidr;
  /** Tiers by name. A slot is for good. @replaces every subnet of a tier whose slot or width changes; one more is @inPlace */
  readonly tiers: Readonly<Record<string, TierProps>>;
  /** Zones by their letter. A slot is for good. @replaces every subnet of a zone whose slot changes; one more is @inPlace */
  readonly zones: Readonly<Record<string, ZoneSlot>>;
  /**
   * NAT gateways: none; one (cheap, but its zone takes the others' internet with it); one in each zone; or a regional one,
   * which AWS extends to every zone that has machines, with addresses of its choice and without a public tier. About $33
   * a month for each gateway and zone, and traffic. @inPlace routes; gateways are created or destroyed.
   * From zonal ones to a regional one, or back, @replaces the gateways
   */
  readonly nat: 'none' | 'single' | 'per-zone' | 'regional';
  /** Where zonal gateways stand. @replaces gateways that move @default the lowest slots: see `NatPlace` */
  readonly natPlace?: NatPlace;
  /** A /56 of AWS's, from which tiers with `ipv6` have their ranges. @inPlace @default none: IPv4 only */
  readonly ipv6?: 'amazon-provided';
  /**
   * What the default network ACL lets through. Where it is `empty`, each tier must have rules of its own. Adopting it in
   * a VPC that is already used cuts its traffic for a moment. @inPlace @default 'empty' where every tier has rules of its own
   */
  readonly defaultAcl?: DefaultAcl;
  /** What machines are told about names and time. @inPlace the network's choice of a set; other options @replaces the set @default AWS's own set */
  readonly dhcp?: DhcpProps;
  /** Ranges that this network must not overlap with, by what they are: peers, Services. @inPlace @default none */
  readonly apartFrom?: Readonly<Record<string, Cidr>>;
  /** The Kubernetes cluster whose load balancers may use the subnets. @inPlace */
  readonly clusterName: string;
}

export interface ExistingNetworkProps extends NetworkProps {
  /** The tiers that this stack uses: only their subnets are looked up. @inPlace */
  readonly use: readonly string[];
}

/** A network as other constructs use it, whether this stack owns it or finds it. */
export interface INetwork {
  readonly vpcId: string;
  /** Its plan is wrong, which it reports itself; it has no subnets then. @default it is sound */
  readonly faulty?: boolean;
  readonly cidr: Cidr;
  /** Who can reach a tier, and what it can reach. Of a tier that there is not: nothing. */
  access(tier: string): Access | undefined;
  /** A tier's subnets by zone letter. */
  subnets(tier: string): Readonly<Record<string, ISubnet>>;
}

export interface IRouteTable {
  readonly routeTableId: string;
}

export interface ISubnet {
  readonly id: string;
  readonly cidr: Cidr;
}

/** A VPC of tiers × zones. Every subnet's range follows from two slots, so a zone or tier that is added later moves nothing. */
export class Network extends Construct implements INetwork {
  readonly vpcId: string;
  readonly cidr: Cidr;
  readonly faulty: boolean;
  /** Route tables by tier, and by tier and zone where each zone has its own: `public`, `private-a`. */
  readonly routeTables: Readonly<Record<string, IRouteTable>>;
  private readonly props: NetworkProps;
  private readonly tiers: Subnets;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    report(this, checkNetwork(props));
    this.props = usable(props);
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
    this.faulty = this.props !== props;
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
    const range = rangeOf(this.props, tier, zone);
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
    return entriesOf(this.props.tiers).flatMap(([tier, { acl }]) => {
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
