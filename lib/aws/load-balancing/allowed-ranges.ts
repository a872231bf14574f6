import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { Construct } from 'constructs';
import { Address6 } from 'ip-address';
import { sortedEntries } from '../../core/canonical';
import { checkCidr, type Cidr } from '../../core/cidr';
import { type Finding, forwardSources } from '../../core/diagnostics';
import type { Ipv6Cidr } from '../network/props';
import type { SecurityGroup } from '../network/security-group';
import { SecurityGroupRule } from '../network/security-group-rule';
import type { ApplicationLoadBalancerProps, ClientRanges } from './application-load-balancer-props';

/** Settings of a load balancer that its clients follow from. */
type ClientSettings = Pick<ApplicationLoadBalancerProps, 'allowedRanges' | 'ipAddressType' | 'network' | 'scheme'>;

/** Ports of the two listeners, by the beginning of the ids of their rules. */
const listeners = { http: 80, https: 443 } as const;

/** The largest ranges of clients, as prefixes. A range of everything is the default of an internet-facing load balancer. */
const widest = { ipv4: 8, ipv6: 16 } as const;

/**
 * Quota of inbound rules of a security group, which counts IPv4 and IPv6 separately.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
 */
const rulesPerGroup = 60;

const rangesPerFamily = rulesPerGroup / Object.keys(listeners).length;

/** Allows clients to connect to both listeners, in each family of addresses that the load balancer's name answers with. */
export function allowClients(scope: Construct, group: SecurityGroup, props: ClientSettings): void {
  for (const [id, port] of Object.entries(listeners)) {
    if (props.allowedRanges) allowRanges(scope, { group, id, port }, props.allowedRanges);
    else allowDefaultClients(scope, { group, id, port }, props);
  }
}

/** The rules of one listener. */
interface Rules {
  readonly group: SecurityGroup;
  /** Beginning of the rules' ids. */
  readonly id: string;
  readonly port: number;
}

/** Everybody for an internet-facing load balancer, and the network for an internal one. */
function allowDefaultClients(
  scope: Construct,
  { group, id, port }: Rules,
  { ipAddressType, network, scheme }: ClientSettings,
): void {
  const [from, fromIpv6, description] =
    scheme === 'internal'
      ? ([network.cidr, network.ipv6Cidr, 'web within the network'] as const)
      : (['internet', '::/0', 'public web'] as const);
  new SecurityGroupRule(scope, id, { from, port, description, to: group });
  if (ipAddressType !== 'dualstack' || fromIpv6 === undefined) return;
  const shown = fromIpv6 === '::/0' ? fromIpv6 : 'its IPv6 block';
  allowIpv6(scope, { group, id: `${id}-ipv6`, port }, fromIpv6, `${description}, from ${shown}`);
}

function allowRanges(scope: Construct, { group, id, port }: Rules, ranges: ClientRanges): void {
  const entries = sortedEntries(ranges);
  for (const [index, [name, range]] of entries.entries()) {
    // A malformed or repeated range is reported once, by the load balancer.
    const isRepeated = entries.slice(0, index).some(([, other]) => other === range);
    if (isRepeated || checkRange(name, range).length > 0) continue;
    const rules = { group, id: `${id}-${name}`, port };
    if (isIpv6(range)) {
      allowIpv6(scope, rules, range, `web, from ${range}`);
      continue;
    }
    const rule = new SecurityGroupRule(scope, rules.id, { from: range, port, description: 'web', to: group });
    forwardSources(scope, rule, { from: ['allowedRanges', name] });
  }
}

function allowIpv6(scope: Construct, { group, id, port }: Rules, range: string, description: string): void {
  new VpcSecurityGroupIngressRule(scope, id, {
    cidrIpv6: range,
    description,
    fromPort: port,
    ipProtocol: 'tcp',
    lifecycle: { createBeforeDestroy: true },
    securityGroupId: group.groupId,
    toPort: port,
  });
}

function isIpv6(range: Cidr | Ipv6Cidr): range is Ipv6Cidr {
  return range.includes(':');
}

/** Returns findings about the ranges of clients. */
export function checkAllowedRanges({ allowedRanges, ipAddressType = 'ipv4' }: ClientSettings): Finding[] {
  if (allowedRanges === undefined) return [];
  const entries = sortedEntries(allowedRanges);
  const counts = { IPv4: 0, IPv6: 0 };
  for (const [, range] of entries) counts[isIpv6(range) ? 'IPv6' : 'IPv4'] += 1;
  const wanted = ipAddressType === 'dualstack' ? (['IPv4', 'IPv6'] as const) : (['IPv4'] as const);
  const missing = wanted.filter((family) => counts[family] === 0);
  const found = [...entries.flatMap(([name, range]) => checkRange(name, range)), ...checkUniqueRanges(entries)];
  if (missing.length > 0) {
    found.push({
      id: 'load-balancer-allowed-ranges',
      setting: 'allowedRanges',
      message: `allowedRanges must have an ${missing.join(' and an ')} range, since DNS answers with such addresses; got none`,
      hint: 'add the ranges of the clients, or remove allowedRanges to allow the clients of the scheme',
    });
  }
  if (ipAddressType === 'ipv4' && counts.IPv6 > 0) {
    found.push({
      id: 'load-balancer-allowed-ranges',
      setting: 'allowedRanges',
      message: `allowedRanges must be IPv4 ranges for a load balancer without IPv6; got ${counts.IPv6} of IPv6`,
      hint: `remove them, or set ipAddressType to 'dualstack'`,
    });
  }
  const count = Math.max(counts.IPv4, counts.IPv6);
  if (count <= rangesPerFamily) return found;
  return [
    ...found,
    {
      id: 'load-balancer-allowed-ranges',
      setting: 'allowedRanges',
      message: `allowedRanges must be at most ${rangesPerFamily} ranges of a family of addresses (${rulesPerGroup} rules of a security group); got ${count}`,
      hint: 'join ranges, or filter by a web ACL with an IP set',
    },
  ];
}

/** AWS compares ranges as text: it stores another notation of an IPv6 range as the canonical one, so that no plan would be empty. */
function checkRange(name: string, range: Cidr | Ipv6Cidr): Finding[] {
  const setting = `allowedRanges.${name}`;
  if (!isIpv6(range)) return checkCidr(range, setting, { max: 32, min: widest.ipv4 });
  const address = /\/\d+$/.test(range) && Address6.isValid(range) ? new Address6(range) : undefined;
  const start = address && `${address.startAddress().correctForm()}/${address.subnetMask}`;
  if (address && start === range && address.subnetMask >= widest.ipv6) return [];
  return [
    {
      id: 'cidr',
      setting,
      message: `${setting} must be the first address of an IPv6 range in its shortest form, with a prefix from /${widest.ipv6}; got '${range}'`,
      hint: `write ${start !== undefined && start !== range ? start : "it as '2001:db8::/32'"}`,
    },
  ];
}

function checkUniqueRanges(entries: readonly (readonly [string, string])[]): Finding[] {
  return entries.flatMap(([name, range], index) => {
    const owner = entries.slice(0, index).find(([, other]) => other === range);
    if (!owner) return [];
    return [
      {
        id: 'load-balancer-allowed-ranges',
        setting: `allowedRanges.${name}`,
        message: `allowedRanges.${name} must be a range of its own; got ${range}, the range of ${owner[0]}`,
        hint: 'remove one of them: AWS rejects a second rule of a range and port',
      },
    ];
  });
}
