import {
  VpcSecurityGroupEgressRule,
  type VpcSecurityGroupEgressRuleConfig as EgressRuleConfig,
} from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { Cidr } from '../../core/cidr';
import { addFindings, type Finding } from '../../core/diagnostics';
import { earlierOwner } from '../../core/owners';
import { checkPort } from '../../core/ports';
import type { IPrefixList } from './prefix-list';
import type { ISecurityGroup } from './security-group';

export interface SecurityGroupRuleProps {
  /**
   * Client of the connection: a group, a range, or the internet.
   *
   * @replaces the rule of a group, and every rule if a range becomes a group or a group a range
   * @inPlace the rule of the other side
   */
  readonly from: ISecurityGroup | Cidr | Internet;
  /**
   * Server of the connection: a group, a range, or the addresses of an AWS service.
   *
   * @replaces the rule of a group, and every rule if a range becomes a group or a group a range
   * @inPlace the rule of the other side
   */
  readonly to: ISecurityGroup | Cidr | IPrefixList;
  /**
   * TCP port, or `all` for all protocols and ports.
   *
   * @inPlace
   */
  readonly port: number | 'all';
  /**
   * Purpose of the connection, for the descriptions of the rules.
   *
   * @inPlace
   */
  readonly description: string;
}

/** Every address, as the client of an internet-facing load balancer on 80 and 443. */
export type Internet = 'internet';

const anyIpv4: Cidr = '0.0.0.0/0';

/** Ports that may be open to the internet: HTTP, which redirects, and HTTPS. */
const publicPorts: readonly (number | 'all')[] = [80, 443];

/**
 * Prefix of the widest private network, 10.0.0.0/8.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1918
 */
const widestPrivatePrefix = 8;

/** Maximum length of a rule's description. */
const maxDescriptionLength = 255;

/**
 * Allowed connection: an ingress rule if `to` is a group, and an egress rule if `from` is a group.
 *
 * @example
 * new SecurityGroupRule(stack, 'nodes-to-peer', { description: 'queries', from: nodes, port: 5432, to: '10.20.0.0/16' });
 */
export class SecurityGroupRule extends Construct {
  constructor(scope: Construct, id: string, props: SecurityGroupRuleProps) {
    super(scope, id);
    addFindings(this, [...checkSecurityGroupRule(props), ...checkUniqueRule(this, props)]);
    const { port, to } = props;
    const from = props.from === 'internet' ? anyIpv4 : props.from;
    // If a group is replaced, its new rules exist before the old ones are removed.
    const lifecycle = { createBeforeDestroy: true };
    const ports = port === 'all' ? { ipProtocol: '-1' } : { fromPort: port, ipProtocol: 'tcp', toPort: port };
    if (isGroup(to)) {
      new VpcSecurityGroupIngressRule(this, 'ingress', {
        ...ports,
        ...peer(from),
        description: `${props.description}, from ${displayName(from)}`,
        lifecycle,
        securityGroupId: to.groupId,
      });
    }
    if (typeof from !== 'string') {
      new VpcSecurityGroupEgressRule(this, 'egress', {
        ...ports,
        ...peer(to),
        description: `${props.description}, to ${displayName(to)}`,
        lifecycle,
        securityGroupId: from.groupId,
      });
    }
  }
}

/** One side of a connection, except for the internet. */
type Side = ISecurityGroup | Cidr | IPrefixList;

function peer(side: Side): Pick<EgressRuleConfig, 'cidrIpv4' | 'prefixListId' | 'referencedSecurityGroupId'> {
  if (typeof side === 'string') return { cidrIpv4: side };
  return isGroup(side) ? { referencedSecurityGroupId: side.groupId } : { prefixListId: side.prefixListId };
}

function displayName(side: Side | Internet): string {
  return typeof side === 'string' ? side : side.displayName;
}

function isGroup(side: Side): side is ISecurityGroup {
  return typeof side !== 'string' && 'groupId' in side;
}

/** Ranges wider than any private network are open for internet-facing load balancers only, and reachable by TLS only. */
function checkSecurityGroupRule({ from, port, description, to }: SecurityGroupRuleProps): Finding[] {
  return [
    ...(port === 'all' ? [] : checkPort(port)),
    ...(from === 'internet' ? checkPublicPort(port) : checkIngress(from)),
    ...(typeof to === 'string' && isWide(to) ? checkEgress(from, to, port) : []),
    ...checkDescription(description, from, to),
  ];
}

function checkPublicPort(port: number | 'all'): Finding[] {
  if (publicPorts.includes(port)) return [];
  return [
    {
      id: 'public-ingress-port',
      setting: 'port',
      message: `port must be 80 or 443 if from is 'internet'; got ${port}`,
      hint: 'put a load balancer in front, or set from to the groups and ranges of the clients',
    },
  ];
}

function checkIngress(from: ISecurityGroup | Cidr): Finding[] {
  if (typeof from !== 'string' || !isWide(from)) return [];
  return [
    {
      id: 'wide-ingress',
      setting: 'from',
      message: `from must be a range of /${widestPrivatePrefix} or smaller; got ${from}`,
      hint: `name a group or a range, or 'internet' for an internet-facing load balancer`,
    },
  ];
}

/** Egress to the internet is allowed on 443 only, and only from tiers with a route to it: other rules would have no effect. */
function checkEgress(from: SecurityGroupRuleProps['from'], to: Cidr, port: number | 'all'): Finding[] {
  const findings: Finding[] = [];
  if (port !== 443) {
    findings.push({
      id: 'wide-egress-port',
      setting: 'port',
      message: `port must be 443 if to is a range wider than /${widestPrivatePrefix} (${to}); got ${port}`,
      hint: 'set to to the groups and ranges of the servers, or port to 443',
    });
  }
  if (to.includes(':')) {
    findings.push({
      id: 'egress-ipv6',
      setting: 'to',
      message: `to must be an IPv4 range; got ${to}`,
      hint: 'name the IPv4 ranges and groups of the servers',
    });
  } else if (typeof from !== 'string' && from.egressScope !== 'internet') {
    findings.push({
      id: 'egress-without-nat',
      setting: 'to',
      message: `to must be a range of /${widestPrivatePrefix} or smaller, because ${from.displayName} has no route to the internet; got ${to}`,
      hint: `name the network's range and the addresses of AWS services, or use a tier with NAT and egressScope 'internet'`,
    });
  }
  return findings;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
function checkDescription(description: string, ...sides: readonly (Side | Internet)[]): Finding[] {
  const maxNameLength = Math.max(...sides.map((side) => displayName(side).length));
  const maxLength = maxDescriptionLength - ', from '.length - maxNameLength;
  if (/^[\w .:/()#,@[\]+=&;{}!$*-]+$/.test(description) && description.length <= maxLength) return [];
  return [
    {
      id: 'security-group-rule-description',
      setting: 'description',
      message: `description must be up to ${maxLength} letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*; got '${description}'`,
      hint: 'shorten it to a few words without other punctuation',
    },
  ];
}

function isWide(range: Cidr): boolean {
  return Number(range.split('/')[1]) < widestPrivatePrefix;
}

/**
 * Reports a rule that another construct of the stack has created. AWS compares group, direction, ports and peer, and not the
 * description.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 */
function checkUniqueRule(construct: SecurityGroupRule, { from, port, to }: SecurityGroupRuleProps): Finding[] {
  const stack = TerraformStack.of(construct);
  const [client, server] = [sideIdentity(from === 'internet' ? anyIpv4 : from), sideIdentity(to)];
  const keys = [
    ...(isGroup(to) ? [`ingress ${server} ${port} ${client}`] : []),
    ...(typeof from === 'string' ? [] : [`egress ${client} ${port} ${server}`]),
  ];
  const [other] = keys.flatMap((key) => earlierOwner(construct, stack, `rule ${key}`) ?? []);
  if (other === undefined) return [];
  const connection = `${displayName(from)} to ${displayName(to)}, ${port === 'all' ? 'all ports' : `port ${port}`}`;
  return [
    {
      id: 'security-group-rule-conflict',
      setting: 'port',
      message: `port must not be open already for this connection (${connection}); got ${port}, which ${other} opens`,
      hint: 'remove one of the two, and name both purposes in the description of the other',
    },
  ];
}

function sideIdentity(side: Side): string {
  if (typeof side === 'string') return side;
  return isGroup(side) ? (side.identity ?? side.groupId) : `prefix list ${side.displayName}`;
}
