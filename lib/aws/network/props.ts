/** Who can reach a tier, and what a tier can reach. */

import type { Cidr, AddressPlan, TierSlot, ZoneSlot } from '../../core/cidr';
import type { DhcpProps } from './dhcp-options';

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
  readonly natPlacement?: NatPlacement;
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
  readonly reservedCidrs?: Readonly<Record<string, Cidr>>;
  /** The Kubernetes cluster whose load balancers may use the subnets. @inPlace */
  readonly clusterName: string;
}

export interface ExistingNetworkProps extends NetworkProps {
  /** The tiers that this stack uses: only their subnets are looked up. @inPlace */
  readonly use: readonly string[];
}

export interface ISubnet {
  readonly id: string;
  readonly cidr: Cidr;
}

export interface IRouteTable {
  readonly routeTableId: string;
}

/** A network as other constructs use it, whether this stack owns it or finds it. */
export interface INetwork {
  readonly vpcId: string;
  /** Its plan is wrong, which it reports itself; it has no subnets then. @default it is sound */
  readonly isInvalid?: boolean;
  readonly cidr: Cidr;
  /** Who can reach a tier, and what it can reach. Of a tier that there is not: nothing. */
  access(tier: string): Access | undefined;
  /** A tier's subnets by zone letter. */
  subnets(tier: string): Readonly<Record<string, ISubnet>>;
}

/** Where zonal NAT gateways stand. Without it they follow from slots, and one that is added below may move them. */
export interface NatPlacement {
  /** The public tier. @replaces the gateways; their addresses stay @default the public tier with the lowest slot */
  readonly tier?: string;
  /** The zone of a single gateway. @replaces the gateway and its address @default the zone with the lowest slot */
  readonly zone?: string;
}

/** Whether the network ACL that a subnet has without asking lets everything through, or nothing. */
export type DefaultAcl = 'open' | 'empty';

/** Subnets by tier and zone. */
export type Subnets = Readonly<Record<string, Readonly<Record<string, ISubnet>>>>;

/** An IPv6 range: `::/0`. */
export type Ipv6Cidr = `${string}:${string}/${number}`;

/** One rule of a network ACL. It keeps no state: the answers to what one rule lets in need a rule to go out. */
export interface AclRule {
  /** Its place among the rules of its direction, 1 to 32766: the lowest that matches decides. @replaces the rule, with a gap */
  readonly number: number;
  /** From the subnets' side. @replaces the rule, with a gap */
  readonly direction: 'in' | 'out';
  /** @replaces the rule, with a gap */
  readonly action: 'allow' | 'deny';
  /** @replaces the rule, with a gap */
  readonly protocol: 'tcp' | 'udp' | 'all';
  /** One port, or a range `1024-65535`; only of tcp and udp. @replaces the rule, with a gap @default all ports */
  readonly ports?: number | `${number}-${number}`;
  /** Who is at the other end. @replaces the rule, with a gap */
  readonly peer: Cidr | Ipv6Cidr;
}

/** Rules by what they are for. */
export type AclRules = Readonly<Record<string, AclRule>>;
