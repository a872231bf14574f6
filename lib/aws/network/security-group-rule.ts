import { Construct } from 'constructs';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import {
  VpcSecurityGroupEgressRule,
  type VpcSecurityGroupEgressRuleConfig as EgressRule,
} from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import type { Cidr } from '../../core/cidr';
import { addFindings, type Finding } from '../../core/diagnostics';
import type { IPrefixList } from './prefix-list';
import { type ISecurityGroup } from './security-group';

export interface SecurityGroupRuleProps {
  /**
   * Who opens the connection: a group, everything in a range, or the internet. @inPlace the other side's rule @replaces the
   * rule of a group, and every rule where a range becomes a group or the other way round
   */
  readonly from: ISecurityGroup | Cidr | Internet;
  /** Who answers: a group, a range, or the addresses of a service of AWS. @inPlace and @replaces as for `from` */
  readonly to: ISecurityGroup | Cidr | IPrefixList;
  /** TCP port, or everything between machines of one trust. @inPlace */
  readonly port: number | 'all';
  /** Why: it stands on the rules. @inPlace */
  readonly description: string;
}

/** Everybody. Only a load balancer that faces the internet is asked by everybody, and only on 80 and 443. */
export type Internet = 'internet';

/** Every IPv4 address there is. */
export const anyIpv4: Cidr = '0.0.0.0/0';

/** Where the internet may come in: HTTP, which is sent on, and HTTPS. */
export const publicPorts: readonly (number | 'all')[] = [80, 443];

/** No private network is wider: 10.0.0.0/8. Source: RFC 1918. */
export const widestPrivatePrefix = 8;

/** One allowed relation: the rule on each side that is a group of ours, and nothing else. */
export class SecurityGroupRule extends Construct {
  constructor(scope: Construct, id: string, props: SecurityGroupRuleProps) {
    super(scope, id);
    addFindings(this, checkSecurityGroupRule(props));
    const { port, to } = props;
    const from = props.from === 'internet' ? anyIpv4 : props.from;
    // Of a group that is replaced, the new rules stand before the old ones go.
    const lifecycle = { createBeforeDestroy: true };
    const ports = port === 'all' ? { ipProtocol: '-1' } : { fromPort: port, ipProtocol: 'tcp', toPort: port };
    if (isGroup(to)) {
      const description = `${props.description}, from ${typeof from === 'string' ? from : from.displayName}`;
      new VpcSecurityGroupIngressRule(this, 'ingress', {
        ...ports,
        ...peer(from),
        description,
        lifecycle,
        securityGroupId: to.groupId,
      });
    }
    if (typeof from !== 'string') {
      const description = `${props.description}, to ${typeof to === 'string' ? to : to.displayName}`;
      new VpcSecurityGroupEgressRule(this, 'egress', {
        ...ports,
        ...peer(to),
        description,
        lifecycle,
        securityGroupId: from.groupId,
      });
    }
  }
}

/** Another side of a connection than the internet. */
export type Side = ISecurityGroup | Cidr | IPrefixList;

export function peer(side: Side): Pick<EgressRule, 'cidrIpv4' | 'prefixListId' | 'referencedSecurityGroupId'> {
  if (typeof side === 'string') return { cidrIpv4: side };
  return isGroup(side) ? { referencedSecurityGroupId: side.groupId } : { prefixListId: side.prefixListId };
}

export function isGroup(side: Side): side is ISecurityGroup {
  return typeof side !== 'string' && 'groupId' in side;
}

/** Nothing is open to the world but what is made to face it, and nothing goes out to it but TLS. */
export function checkSecurityGroupRule({ from, port, description, to }: SecurityGroupRuleProps): Finding[] {
  return [
    ...checkPort(port),
    ...(from === 'internet' ? checkEntrance(port) : checkIngress(from)),
    ...(typeof to === 'string' && isWide(to) ? checkEgress(from, to, port) : []),
    ...checkPurpose(description, from, to),
  ];
}

export function checkPort(port: number | 'all'): Finding[] {
  if (port === 'all' || (Number.isInteger(port) && port >= 1 && port <= 65535)) return [];
  return [
    {
      hint: 'write the port that is listened on',
      message: `a TCP port is from 1 to 65535, got ${port}`,
      setting: 'port',
    },
  ];
}

export function checkEntrance(port: number | 'all'): Finding[] {
  if (publicPorts.includes(port)) return [];
  return [
    {
      hint: 'put a load balancer in front, or name the groups and ranges that may come in',
      message: `the internet may come in on 80 and 443 only, got ${port}`,
      setting: 'port',
    },
  ];
}

export function checkIngress(from: ISecurityGroup | Cidr): Finding[] {
  if (typeof from !== 'string' || !isWide(from)) return [];
  return [
    {
      hint: `name a group or a range; the load balancer that faces the internet says from: 'internet'`,
      message: `nothing is open to a range wider than /${widestPrivatePrefix}, got ${from}`,
      setting: 'from',
    },
  ];
}

/** The world is asked by TLS, and only where there is a way to it: without one, the rule would only wait for a route. */
export function checkEgress(from: SecurityGroupRuleProps['from'], to: Cidr, port: number | 'all'): Finding[] {
  const found: Finding[] = [];
  if (port !== 443) {
    found.push({
      hint: 'name the groups and ranges that are meant, or use 443',
      message: `a range wider than /${widestPrivatePrefix} may be asked on 443 only, got ${to} on ${port}`,
      setting: 'port',
    });
  }
  if (to.includes(':')) {
    found.push({
      hint: 'name the IPv4 ranges and groups that are meant',
      message: `connections are of IPv4, got ${to}`,
      setting: 'to',
    });
  } else if (typeof from !== 'string' && from.egressScope !== 'internet') {
    found.push({
      hint: `name the network's range and the addresses of services, or put it in a tier with NAT and say reach: 'internet'`,
      message: `a range wider than /${widestPrivatePrefix} may be asked from tiers with NAT only, got ${to} from ${from.displayName}`,
      setting: 'to',
    });
  }
  return found;
}

/** A rule's description: 255 of these characters. Source: IpRange of the Amazon EC2 API. */
export function checkPurpose(description: string, ...sides: readonly (Side | Internet)[]): Finding[] {
  const longest = Math.max(...sides.map((side) => (typeof side === 'string' ? side : side.displayName).length));
  const room = 255 - ', from '.length - longest;
  if (/^[\w .:/()#,@[\]+=&;{}!$*-]+$/.test(description) && description.length <= room) return [];
  return [
    {
      hint: 'say it in a few plain words',
      message: `a purpose is up to ${room} letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, got '${description}'`,
      setting: 'purpose',
    },
  ];
}

export function isWide(range: Cidr): boolean {
  return Number(range.split('/')[1]) < widestPrivatePrefix;
}
