import type { ITerraformDependable } from 'cdktf';
import { NetworkAcl as AwsNetworkAcl } from '@cdktf/provider-aws/lib/network-acl';
import { NetworkAclAssociation } from '@cdktf/provider-aws/lib/network-acl-association';
import { NetworkAclRule } from '@cdktf/provider-aws/lib/network-acl-rule';
import { Address4, Address6 } from 'ip-address';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import type { AclRule, AclRules, Ipv6Cidr, ISubnet } from './props';

export interface NetworkAclProps {
  /** Its name. @inPlace */
  readonly name: string;
  /** The VPC. @replaces the acl */
  readonly vpcId: string;
  /** Rules; what none of them allows is refused. @inPlace */
  readonly rules: AclRules;
  /** The subnets that it guards, by zone. @inPlace */
  readonly subnets: Readonly<Record<string, ISubnet>>;
}

/** 20 rules a direction, of which AWS's own two refuse what is left in IPv4 and IPv6. Source: "Amazon VPC quotas", network ACLs. */
const maxRules = 18;

/** What a tier's subnets let through, on top of security groups. Rules and subnets are resources of their own: one more moves none. */
export class NetworkAcl extends Construct {
  /** Its hold on the subnets, for what must wait for it. */
  readonly associations: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, rules, subnets, vpcId }: NetworkAclProps) {
    super(scope, id);
    const { id: networkAclId } = new AwsNetworkAcl(this, 'Resource', { tags: { Name: name }, vpcId });
    const made = sortedEntries(rules).map(
      ([key, rule]) => new NetworkAclRule(this, `rule-${key}`, { ...ruleArguments(rule), networkAclId }),
    );
    this.associations = sortedEntries(subnets).map(
      ([zone, subnet]) =>
        // A subnet comes to it only when the rules are there.
        new NetworkAclAssociation(this, `subnet-${zone}`, { dependsOn: made, networkAclId, subnetId: subnet.id }),
    );
  }
}

function ruleArguments({ action, direction, number, peer, ports, protocol }: AclRule) {
  const { from, to } = portRange(ports);
  return {
    ...(isIpv6(peer) ? { ipv6CidrBlock: peer } : { cidrBlock: peer }),
    egress: direction === 'out',
    // All protocols have no ports, and a rule about all ports of one names them.
    fromPort: protocol === 'all' ? 0 : from,
    protocol: protocol === 'all' ? '-1' : protocol,
    ruleAction: action,
    ruleNumber: number,
    toPort: protocol === 'all' ? 0 : to,
  };
}

/** What is wrong with a tier's rules. */
export function checkAcl(rules: AclRules, setting: string): Finding[] {
  return [
    ...sortedEntries(rules).flatMap(([key, rule]) => checkRule(rule, `${setting}.${key}`)),
    ...(['in', 'out'] as const).flatMap((direction) => checkDirection(rules, direction, setting)),
    ...checkAnswers(rules, setting),
  ];
}

function checkRule({ number, peer, ports, protocol }: AclRule, setting: string): Finding[] {
  const found: Finding[] = [];
  if (!Number.isInteger(number) || number < 1 || number > 32_766) {
    found.push({
      hint: 'choose one with room on both sides, such as 100',
      message: `a rule's number is 1 to 32766, got ${number}`,
      setting: `${setting}.number`,
    });
  }
  const { from, to } = portRange(ports);
  if (ports !== undefined && protocol === 'all') {
    found.push({
      hint: 'leave ports out, or name tcp or udp',
      message: `a rule about all protocols has no ports, got ${ports}`,
      setting: `${setting}.ports`,
    });
  } else if (![from, to].every((port) => Number.isInteger(port) && port >= 0 && port <= 65_535) || from > to) {
    found.push({
      hint: `write it as 443 or '1024-65535'`,
      message: `ports are 0 to 65535, the lower one first, got ${ports}`,
      setting: `${setting}.ports`,
    });
  }
  if (!isRange(peer)) {
    found.push({
      hint: `write it as 10.20.0.0/16 or ::/0`,
      message: `a rule's peer is the first address of a range and its prefix, got '${peer}'`,
      setting: `${setting}.peer`,
    });
  }
  return found;
}

function checkDirection(rules: AclRules, direction: AclRule['direction'], setting: string): Finding[] {
  const own = sortedEntries(rules).filter(([, rule]) => rule.direction === direction);
  const twice = own.flatMap(([key, { number }], index) =>
    own
      .slice(0, index)
      .filter(([, rule]) => rule.number === number)
      .map(([other]) => ({
        hint: `choose another, and leave ${other} as it is`,
        message: `number ${number} is taken by ${other} in the same direction, and the number decides which rule counts`,
        setting: `${setting}.${key}.number`,
      })),
  );
  if (own.length <= maxRules) return twice;
  const rule = `a network acl has at most ${maxRules} rules of ours in a direction, got ${own.length} '${direction}'`;
  return [...twice, { hint: 'join ranges or ports, or leave it to security groups', message: rule, setting }];
}

/** The mistake that everybody makes once: a way in without a way back. */
function checkAnswers(rules: AclRules, setting: string): Finding[] {
  const allowed = new Set(
    Object.values(rules).flatMap(({ action, direction }) => (action === 'allow' ? direction : [])),
  );
  if (allowed.size !== 1) return [];
  const [way, back] = allowed.has('in') ? ['in', 'out'] : ['out', 'in'];
  return [
    {
      hint: `allow tcp 1024-65535 '${back}', where the answers go`,
      message: `rules let connections '${way}' and no answer '${back}': a network acl keeps no state`,
      setting,
    },
  ];
}

function portRange(ports: AclRule['ports']): { readonly from: number; readonly to: number } {
  if (ports === undefined) return { from: 0, to: 65_535 };
  const [from = Number.NaN, to = from] = `${ports}`.split('-').map(Number);
  return { from, to };
}

function isIpv6(peer: string): peer is Ipv6Cidr {
  return peer.includes(':');
}

function isRange(peer: string): boolean {
  const kind = isIpv6(peer) ? Address6 : Address4;
  if (!peer.includes('/') || !kind.isValid(peer)) return false;
  const range = new kind(peer);
  return range.startAddress().correctForm() === range.correctForm();
}
