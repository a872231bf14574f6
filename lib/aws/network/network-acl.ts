import type { ITerraformDependable } from 'cdktf';
import { NetworkAcl as AwsNetworkAcl } from '@cdktf/provider-aws/lib/network-acl';
import { NetworkAclAssociation } from '@cdktf/provider-aws/lib/network-acl-association';
import { NetworkAclRule } from '@cdktf/provider-aws/lib/network-acl-rule';
import { Construct } from 'constructs';
import { Address4, Address6 } from 'ip-address';
import { sortedEntries } from '../../core/canonical';
import { addFindings, type Finding } from '../../core/diagnostics';
import type { AclRule, AclRules, Ipv6Cidr, ISubnet } from './props';

export interface NetworkAclProps {
  /**
   * Name of the network ACL.
   *
   * @inPlace
   */
  readonly name: string;
  /**
   * The VPC.
   *
   * @replaces the network ACL
   */
  readonly vpcId: string;
  /**
   * Rules by their purpose. Traffic that no rule allows is denied.
   *
   * @inPlace
   */
  readonly rules: AclRules;
  /**
   * Subnets that are associated with the network ACL, by zone.
   *
   * @inPlace
   */
  readonly subnets: Readonly<Record<string, ISubnet>>;
}

/**
 * Maximum number of rules in a direction: AWS allows 20, of which two deny the remaining IPv4 and IPv6 traffic.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const maxRules = 18;

/**
 * Network ACL of some subnets, in addition to their security groups. Rules and associations are separate resources, so that
 * adding one changes no other.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 *
 * @example
 * new NetworkAcl(stack, 'acl-data', {
 *   name: 'lab-data',
 *   rules: {
 *     answers: {
 *       cidr: '10.10.0.0/16',
 *       direction: 'egress',
 *       ports: '1024-65535',
 *       protocol: 'tcp',
 *       ruleAction: 'allow',
 *       ruleNumber: 100,
 *     },
 *     postgres: {
 *       cidr: '10.10.0.0/16',
 *       direction: 'ingress',
 *       ports: 5432,
 *       protocol: 'tcp',
 *       ruleAction: 'allow',
 *       ruleNumber: 100,
 *     },
 *   },
 *   subnets: network.subnets('data'),
 *   vpcId: network.vpcId,
 * });
 */
export class NetworkAcl extends Construct {
  /** Associations with the subnets, for resources that depend on them. */
  readonly associations: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, rules, subnets, vpcId }: NetworkAclProps) {
    super(scope, id);
    addFindings(this, checkRules(rules));
    const { id: networkAclId } = new AwsNetworkAcl(this, 'Resource', { tags: { Name: name }, vpcId });
    const aclRules = sortedEntries(rules).map(
      ([key, rule]) => new NetworkAclRule(this, `rule-${key}`, { ...ruleConfig(rule), networkAclId }),
    );
    this.associations = sortedEntries(subnets).map(
      ([zone, subnet]) =>
        // A subnet is associated only after the rules exist.
        new NetworkAclAssociation(this, `subnet-${zone}`, { dependsOn: aclRules, networkAclId, subnetId: subnet.id }),
    );
  }
}

function ruleConfig({ cidr, direction, ports, protocol, ruleAction, ruleNumber }: AclRule) {
  const { from, to } = portRange(ports);
  return {
    ...(isIpv6(cidr) ? { ipv6CidrBlock: cidr } : { cidrBlock: cidr }),
    egress: direction === 'egress',
    // A rule for all protocols has no ports; a rule for all ports of one protocol has the whole range.
    fromPort: protocol === 'all' ? 0 : from,
    protocol: protocol === 'all' ? '-1' : protocol,
    ruleAction,
    ruleNumber,
    toPort: protocol === 'all' ? 0 : to,
  };
}

function checkRules(rules: AclRules): Finding[] {
  return [
    ...sortedEntries(rules).flatMap(([key, rule]) => checkRule(rule, `rules.${key}`)),
    ...(['ingress', 'egress'] as const).flatMap((direction) => checkDirection(rules, direction)),
    ...checkReturnTraffic(rules),
  ];
}

function checkRule({ cidr, ports, protocol, ruleNumber }: AclRule, setting: string): Finding[] {
  const findings: Finding[] = [];
  if (!Number.isInteger(ruleNumber) || ruleNumber < 1 || ruleNumber > 32_766) {
    findings.push({
      id: 'network-acl-rule-number',
      setting: `${setting}.ruleNumber`,
      message: `ruleNumber must be a whole number from 1 to 32766; got ${ruleNumber}`,
      hint: 'choose a number that leaves room before and after it, such as 100',
    });
  }
  const { from, to } = portRange(ports);
  if (ports !== undefined && protocol === 'all') {
    findings.push({
      id: 'network-acl-ports',
      setting: `${setting}.ports`,
      message: `ports must not be set for protocol 'all'; got ${ports}`,
      hint: 'remove ports, or set protocol to tcp or udp',
    });
  } else if (![from, to].every((port) => Number.isInteger(port) && port >= 0 && port <= 65_535) || from > to) {
    findings.push({
      id: 'network-acl-ports',
      setting: `${setting}.ports`,
      message: `ports must be from 0 to 65535, the lower one first; got ${ports}`,
      hint: `write 443 or '1024-65535'`,
    });
  }
  if (!isRange(cidr)) {
    findings.push({
      id: 'network-acl-cidr',
      setting: `${setting}.cidr`,
      message: `cidr must be the first address of a range and its prefix; got '${cidr}'`,
      hint: `write it as '10.20.0.0/16' or '::/0'`,
    });
  }
  return findings;
}

function checkDirection(rules: AclRules, direction: AclRule['direction']): Finding[] {
  const inDirection = sortedEntries(rules).filter(([, rule]) => rule.direction === direction);
  const duplicates = inDirection.flatMap(([key, { ruleNumber }], index) =>
    inDirection
      .slice(0, index)
      .filter(([, rule]) => rule.ruleNumber === ruleNumber)
      .map(([other]) => ({
        id: 'network-acl-rule-conflict',
        setting: `rules.${key}.ruleNumber`,
        message: `ruleNumber must be unique among the ${direction} rules; got ${ruleNumber}, which is the number of ${other}`,
        hint: `choose another number, and do not change ${other}`,
      })),
  );
  if (inDirection.length <= maxRules) return duplicates;
  return [
    ...duplicates,
    {
      id: 'network-acl-size',
      setting: 'rules',
      message: `rules must be at most ${maxRules} in a direction; got ${inDirection.length} ${direction} rules`,
      hint: 'merge ranges or ports, or use security groups',
    },
  ];
}

/** Rules that allow one direction only are a frequent mistake: the return traffic is denied. */
function checkReturnTraffic(rules: AclRules): Finding[] {
  const allowed = new Set(
    Object.values(rules).flatMap(({ direction, ruleAction }) => (ruleAction === 'allow' ? direction : [])),
  );
  if (allowed.size !== 1) return [];
  const [present, missing] = allowed.has('ingress') ? ['ingress', 'egress'] : ['egress', 'ingress'];
  return [
    {
      id: 'network-acl-return-traffic',
      setting: 'rules',
      message: `rules must allow both directions, because a network ACL is stateless; got ${present} rules only`,
      hint: `add an ${missing} rule for tcp 1024-65535, the return traffic`,
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
