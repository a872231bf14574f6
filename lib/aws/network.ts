import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { entriesOf } from '../core/canonical';
import type { AddressPlan, Cidr, TierSlot, ZoneSlot } from '../core/cidr';
import { report } from '../core/errors';
import { checkNetwork, mapTiers, rangeOf, type Subnets, usable } from './network-plan';

/** Who can reach a tier, and what a tier can reach. */
export type Access = 'public' | 'private' | 'isolated';

export interface TierProps extends TierSlot {
  /** `public`: reached from the internet; `private`: reaches it through NAT; `isolated`: neither. @inPlace */
  readonly access: Access;
}

export interface NetworkProps extends AddressPlan {
  /** The VPC's name, by which other stacks find it. @inPlace */
  readonly name: string;
  /** AWS region: zone `a` is `eu-west-1a`. @replaces the network and everything in it */
  readonly region: string;
  /** The VPC's range, /16 to /20: smaller ones leave no room for subnets of 16 addresses. @replaces the network and everything in it */
  readonly cidr: Cidr;
  /** Tiers by name. A slot is for good. @replaces every subnet of a tier whose slot or width changes */
  readonly tiers: Readonly<Record<string, TierProps>>;
  /** Zones by their letter. A slot is for good. @replaces every subnet of a zone whose slot changes */
  readonly zones: Readonly<Record<string, ZoneSlot>>;
  /**
   * NAT gateways: none, one (in the zone with the lowest slot: cheap, but its zone takes the others' internet with it), or
   * one in each zone. About $33 a month each, and traffic. @inPlace routes; gateways are created or destroyed
   */
  readonly nat: 'none' | 'single' | 'per-zone';
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
  readonly cidr: Cidr;
  /** A tier's subnets by zone letter. */
  subnets(tier: string): Readonly<Record<string, ISubnet>>;
}

export interface ISubnet {
  readonly id: string;
  readonly cidr: Cidr;
}

/** A VPC of tiers × zones. Every subnet's range follows from two slots, so a zone or tier that is added later moves nothing. */
export class Network extends Construct implements INetwork {
  readonly vpcId: string;
  readonly cidr: Cidr;
  private readonly props: NetworkProps;
  private readonly tiers: Subnets;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    report(this, checkNetwork(props));
    this.props = usable(props);
    const vpc = this.vpc();
    const gateway = new InternetGateway(this, 'internet-gateway', { tags: named(props.name), vpcId: vpc.id });
    const tiers = mapTiers(this.props, (tier, zone) => this.subnet(vpc, tier, zone));
    const nats = this.natGateways(tiers, gateway);
    this.routes(vpc, tiers, gateway, nats);

    this.vpcId = vpc.id;
    this.cidr = props.cidr;
    this.tiers = tiers;
  }

  /** The same network in another stack, found by its name. Ranges are known without asking. */
  static existing(scope: Construct, id: string, props: ExistingNetworkProps): INetwork {
    return new ExistingNetwork(scope, id, props);
  }

  subnets(tier: string): Readonly<Record<string, ISubnet>> {
    return this.tiers[tier] ?? {};
  }

  private vpc(): Vpc {
    const { cidr, name } = this.props;
    return new Vpc(this, 'vpc', {
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
      mapPublicIpOnLaunch: false,
      tags: { ...named(subnetName(name, tier, zone)), ...roleTags(tiers[tier]?.access, clusterName) },
      vpcId: vpc.id,
    });
    return { cidr: range, id: subnet.id };
  }

  /** NAT gateways by the zone that they stand in. */
  private natGateways(tiers: Subnets, gateway: InternetGateway): Readonly<Record<string, NatGateway>> {
    const { nat, name, zones } = this.props;
    const open = Object.entries(this.props.tiers).find(([, { access }]) => access === 'public')?.[0];
    if (nat === 'none' || open === undefined) return {};
    const first = Object.entries(zones).sort(([, a], [, b]) => a.slot - b.slot)[0]?.[0];
    const standing = entriesOf(zones).filter(([zone]) => nat === 'per-zone' || zone === first);
    return Object.fromEntries(
      standing.map(([zone]) => {
        const address = new Eip(this, `nat-address-${zone}`, { domain: 'vpc', tags: named(`${name}-nat-${zone}`) });
        const subnetId = tiers[open]?.[zone]?.id ?? '';
        // A gateway that is created before the VPC is attached to the internet fails.
        return [
          zone,
          new NatGateway(this, `nat-${zone}`, {
            allocationId: address.id,
            dependsOn: [gateway],
            subnetId,
            tags: named(`${name}-${zone}`),
          }),
        ];
      }),
    );
  }

  /** One table a tier where all zones are routed alike; one a subnet where NAT is, so that its mode changes routes only. */
  private routes(vpc: Vpc, tiers: Subnets, gateway: InternetGateway, nats: Readonly<Record<string, NatGateway>>): void {
    const { name } = this.props;
    for (const [tier, { access }] of entriesOf(this.props.tiers)) {
      const shared = access === 'private' ? undefined : this.routeTable(vpc, tier, `${name}-${tier}`);
      if (shared && access === 'public')
        new Route(this, `route-${tier}`, {
          destinationCidrBlock: '0.0.0.0/0',
          gatewayId: gateway.id,
          routeTableId: shared.id,
        });
      for (const [zone, subnet] of entriesOf(tiers[tier] ?? {})) {
        const table = shared ?? this.routeTable(vpc, `${tier}-${zone}`, subnetName(name, tier, zone));
        const nat = nats[zone] ?? Object.values(nats)[0];
        if (!shared && nat)
          new Route(this, `route-${tier}-${zone}`, {
            destinationCidrBlock: '0.0.0.0/0',
            natGatewayId: nat.id,
            routeTableId: table.id,
          });
        new RouteTableAssociation(this, `routes-of-${tier}-${zone}`, { routeTableId: table.id, subnetId: subnet.id });
      }
    }
  }

  private routeTable(vpc: Vpc, key: string, name: string): RouteTable {
    return new RouteTable(this, `routes-${key}`, { tags: named(name), vpcId: vpc.id });
  }
}

/** A network that another stack owns. It is looked up by name: no stack reads another one's state. */
class ExistingNetwork extends Construct implements INetwork {
  readonly vpcId: string;
  readonly cidr: Cidr;
  private readonly tiers: Subnets;

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    const plan = usable(props);
    this.vpcId = new DataAwsVpc(this, 'vpc', { tags: named(props.name) }).id;
    this.cidr = props.cidr;
    this.tiers = mapTiers(plan, (tier, zone) => this.subnet(plan, tier, zone), props.use);
  }

  subnets(tier: string): Readonly<Record<string, ISubnet>> {
    return this.tiers[tier] ?? {};
  }

  private subnet(props: NetworkProps, tier: string, zone: string): ISubnet {
    const tags = named(subnetName(props.name, tier, zone));
    return {
      cidr: rangeOf(props, tier, zone),
      id: new DataAwsSubnet(this, `subnet-${tier}-${zone}`, { tags, vpcId: this.vpcId }).id,
    };
  }
}

function subnetName(network: string, tier: string, zone: string): string {
  return `${network}-${tier}-${zone}`;
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
