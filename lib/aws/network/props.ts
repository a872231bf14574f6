import type { AddressPlan, Cidr, TierSlot, ZoneSlot } from '../../core/cidr';
import type { DhcpProps } from './dhcp-options';

/** Internet access of a tier: `public` in both directions, `private` outbound through NAT, `isolated` none. */
export type Access = 'public' | 'private' | 'isolated';

export interface TierProps extends TierSlot {
  /**
   * Internet access of the tier.
   *
   * @replaces the route tables, if it changes to or from private
   * @inPlace the subnets
   */
  readonly access: Access;
  /**
   * If true, each subnet has an IPv6 range, a /64.
   *
   * @default false
   * @inPlace; before the network's own block is removed, this is removed and applied
   */
  readonly ipv6?: boolean;
  /**
   * The use of the tier by Kubernetes, if it is not for load balancers: `cni` for a tier whose addresses only pods have, through
   * custom networking of the AWS VPC CNI.
   *
   * @default `elb` for a public tier, `internal-elb` for a private one
   * @inPlace
   * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network.html
   */
  readonly kubernetesRole?: 'cni';
  /**
   * Rules of the tier's network ACL, by their purpose.
   *
   * @default the network's default network ACL
   * @inPlace
   */
  readonly acl?: AclRules;
}

export interface NetworkProps extends AddressPlan {
  /**
   * Name of the VPC, by which other stacks look it up.
   *
   * @inPlace
   */
  readonly name: string;
  /**
   * AWS region: zone `a` is `eu-west-1a`. Another region is another stack.
   *
   * @replaces the subnets with everything in them, and the endpoints
   */
  readonly region: string;
  /**
   * IPv4 range of the VPC, /16 to /20: smaller ones have no room for subnets of 16 addresses.
   *
   * @replaces the network and everything in it
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
   */
  readonly cidr: Cidr;
  /**
   * Tiers by name. A slot is permanent.
   *
   * @replaces every subnet of a tier whose slot or width changes
   * @inPlace if a tier is added
   */
  readonly tiers: Readonly<Record<string, TierProps>>;
  /**
   * Zones by their letter. A slot is permanent.
   *
   * @replaces every subnet of a zone whose slot changes
   * @inPlace if a zone is added
   */
  readonly zones: Readonly<Record<string, ZoneSlot>>;
  /**
   * NAT gateways: none; a single one, whose zone is a single point of failure; one in each zone; or a regional one, which
   * AWS extends to every zone with instances, with addresses of its choice and without a public tier. About $33 a month for
   * each gateway and zone, plus traffic.
   *
   * @replaces the gateways, if it changes from zonal to regional or from regional to zonal
   * @inPlace the routes; gateways are created or destroyed
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
   */
  readonly nat: 'none' | 'single' | 'per-zone' | 'regional';
  /**
   * Tier and zone of zonal gateways.
   *
   * @default the lowest slots: see `NatPlacement`
   * @replaces gateways that move
   */
  readonly natPlacement?: NatPlacement;
  /**
   * IPv6 block of the network: a /56 from AWS, from which tiers with `ipv6` get their ranges.
   *
   * @default none: IPv4 only
   * @inPlace; to remove it, first remove `ipv6` of all tiers and apply: AWS rejects the removal of a block that subnets use
   */
  readonly ipv6?: 'amazon-provided';
  /**
   * Rules of the default network ACL. With `empty`, each tier must have an `acl`. Adoption in a VPC that is already in use
   * interrupts its traffic for a moment.
   *
   * @default 'empty' if every tier has an `acl`, else 'open'
   * @inPlace
   */
  readonly defaultAcl?: DefaultAcl;
  /**
   * DHCP options: DNS and time servers of the instances.
   *
   * @default the default DHCP options of AWS
   * @replaces the options
   * @inPlace the association
   */
  readonly dhcp?: DhcpProps;
  /**
   * Ranges that the network must not overlap with, by name: peers, Services.
   *
   * @default none
   * @inPlace
   */
  readonly reservedCidrs?: Readonly<Record<string, Cidr>>;
  /**
   * The Kubernetes cluster whose load balancers may use the subnets.
   *
   * @inPlace
   */
  readonly clusterName: string;
}

export interface ExistingNetworkProps extends NetworkProps {
  /**
   * Tiers that this stack uses. Only their subnets are looked up.
   *
   * @inPlace
   */
  readonly tiersInUse: readonly string[];
}

/** A subnet as other constructs use it. */
export interface ISubnet {
  readonly id: string;
  readonly cidr: Cidr;
  /**
   * True if the subnet has an IPv6 range.
   *
   * @default false
   */
  readonly hasIpv6?: boolean;
  /**
   * Value of its tag `Name`.
   *
   * @default none: the subnet is known by its id only
   */
  readonly name?: string;
}

/** A route table as other constructs use it. */
export interface IRouteTable {
  readonly routeTableId: string;
}

/** A network as other constructs use it: owned by this stack, or looked up. */
export interface INetwork {
  readonly vpcId: string;
  /**
   * True if the network's address plan is invalid. The network reports it, and has no subnets.
   *
   * @default false
   */
  readonly isInvalid?: boolean;
  readonly cidr: Cidr;
  /**
   * IPv6 block of the VPC, which AWS assigns.
   *
   * @default none: IPv4 only
   */
  readonly ipv6Cidr?: string | undefined;
  /** Returns the internet access of a tier, or undefined if the network has no such tier. */
  access(tier: string): Access | undefined;
  /** Returns a tier's subnets by zone letter. */
  subnets(tier: string): Readonly<Record<string, ISubnet>>;
}

/** Placement of zonal NAT gateways. Without it, slots determine the placement, and a new tier or zone with a lower slot moves it. */
export interface NatPlacement {
  /**
   * The public tier.
   *
   * @default the public tier with the lowest slot
   * @replaces the gateways; their addresses stay
   */
  readonly tier?: string;
  /**
   * The zone of a single gateway.
   *
   * @default the zone with the lowest slot
   * @replaces the gateway and its address
   */
  readonly zone?: string;
}

/** Rules of the default network ACL: `open` allows everything, `empty` nothing. */
export type DefaultAcl = 'open' | 'empty';

/** Subnets by tier and zone. */
export type Subnets = Readonly<Record<string, Readonly<Record<string, ISubnet>>>>;

/** IPv6 range: `::/0`. */
export type Ipv6Cidr = `${string}:${string}/${number}`;

/** Rule of a network ACL. Network ACLs are stateless: return traffic of an inbound rule needs an outbound rule. */
export interface AclRule {
  /**
   * Rule number in its direction, 1 to 32766: the lowest that matches applies.
   *
   * @replaces the rule, with a gap
   */
  readonly ruleNumber: number;
  /**
   * Direction of the traffic, as seen from the subnets.
   *
   * @replaces the rule, with a gap
   */
  readonly direction: 'ingress' | 'egress';
  /** @replaces the rule, with a gap */
  readonly ruleAction: 'allow' | 'deny';
  /** @replaces the rule, with a gap */
  readonly protocol: 'tcp' | 'udp' | 'all';
  /**
   * One port, or a range `1024-65535`, of tcp or udp.
   *
   * @default all ports
   * @replaces the rule, with a gap
   */
  readonly ports?: number | `${number}-${number}`;
  /**
   * Source or destination range.
   *
   * @replaces the rule, with a gap
   */
  readonly cidr: Cidr | Ipv6Cidr;
}

/** Rules of a network ACL by their purpose. */
export type AclRules = Readonly<Record<string, AclRule>>;
