import type { IConstruct } from 'constructs';
import type { Finding } from '../../core/diagnostics';
import { sortedEntries } from '../../core/canonical';
import { checkName } from '../../core/naming';
import type { Duration } from '../../core/units';
import type { ICertificate } from '../dns/certificate';
import type { INetwork } from '../network/props';
import { checkAllowedRanges } from './allowed-ranges';
import type { ApplicationLoadBalancerProps } from './application-load-balancer-props';
import { certificateQuota, checkSeconds } from './limits';
import { earlierOwner } from '../../core/owners';

/** The idle timeout of AWS. */
export const defaultIdleTimeout: Duration = '60s';

/** Returns findings about the props of an application load balancer. */
export function checkLoadBalancer(construct: IConstruct, props: ApplicationLoadBalancerProps): Finding[] {
  const { certificate, certificateDomain, idleTimeout = defaultIdleTimeout, name, network, tier } = props;
  const found = [
    ...checkName('load-balancer', name),
    ...checkUniqueName(construct, network, name),
    ...checkSeconds('load-balancer-idle-timeout', 'idleTimeout', idleTimeout, { min: 1, max: 4000 }),
    ...checkAllowedRanges(props),
    ...checkCertificates('additionalCertificates', certificate, props.additionalCertificates),
  ];
  if ((certificate === undefined) === (certificateDomain === undefined)) {
    found.push({
      id: 'load-balancer-certificate',
      setting: 'certificate',
      message: `certificate must be set unless certificateDomain is; got ${certificate ? 'both' : 'neither'}`,
      hint: certificate ? 'remove certificateDomain' : 'set certificate, or certificateDomain for an issued one',
    });
  }
  if (network.isInvalid) return found;
  const zones = checkZones(tier, Object.keys(network.subnets(tier)).length);
  return [...found, ...zones, ...checkScheme(props), ...checkIpv6(props)];
}

/** Returns a finding if a network has another load balancer of this name, of either kind. */
export function checkUniqueName(construct: IConstruct, network: INetwork, name: string): Finding[] {
  const owner = earlierOwner(construct, network, `load balancer ${name}`);
  if (owner === undefined) return [];
  return [
    {
      id: 'load-balancer-name',
      setting: 'name',
      message: `name must be unique among the load balancers of a region; got '${name}' for ${owner} and ${construct.node.path}`,
      hint: 'choose another name',
    },
  ];
}

/**
 * Returns findings about the certificates of a listener. AWS has a certificate once in a listener: removing one of two entries removes
 * both.
 */
export function checkCertificates(
  setting: string,
  ownCertificate: ICertificate | undefined,
  certificates: Readonly<Record<string, ICertificate>> = {},
): Finding[] {
  const owners = new Map(ownCertificate && [[ownCertificate.certificateArn, 'certificate']]);
  const found = sortedEntries(certificates).flatMap(([name, { certificateArn }]): Finding[] => {
    const owner = owners.get(certificateArn);
    owners.set(certificateArn, owner ?? name);
    if (owner === undefined) return [];
    return [
      {
        id: 'load-balancer-certificate',
        setting: `${setting}.${name}`,
        message: `${setting}.${name} must be a certificate of its own; got that of ${owner}`,
        hint: 'remove it',
      },
    ];
  });
  const count = Object.keys(certificates).length;
  if (count <= certificateQuota) return found;
  return [
    ...found,
    {
      id: 'load-balancer-certificate-quota',
      setting,
      message: `${setting} must be at most ${certificateQuota} certificates; got ${count}`,
      hint: 'join domains in one certificate, or use another load balancer',
    },
  ];
}

/**
 * AWS creates a dual-stack load balancer only in subnets with IPv6 ranges. An internal one is open to the IPv6 block of its network.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#ip-address-type
 */
function checkIpv6({ allowedRanges, ipAddressType, network, scheme, tier }: ApplicationLoadBalancerProps): Finding[] {
  if (ipAddressType !== 'dualstack') return [];
  const subnets = Object.values(network.subnets(tier));
  const isReachable = scheme !== 'internal' || allowedRanges !== undefined || network.ipv6Cidr !== undefined;
  if (isReachable && subnets.every(({ hasIpv6 = false }) => hasIpv6)) return [];
  return [
    {
      id: 'load-balancer-ipv6',
      setting: 'ipAddressType',
      message: `ipAddressType must be 'ipv4' in a tier without IPv6 ('${tier}'); got 'dualstack'`,
      hint: `set ipv6 of the network and of its tier '${tier}', or remove ipAddressType`,
    },
  ];
}

/** An internet-facing load balancer is unreachable in a private tier, and an internal one would be exposed in a public tier. */
function checkScheme({ scheme = 'internet-facing', network, tier }: ApplicationLoadBalancerProps): Finding[] {
  const access = network.access(tier);
  if (access === undefined || (scheme === 'internet-facing') === (access === 'public')) return [];
  const wanted = scheme === 'internet-facing' ? 'public' : 'private or isolated';
  return [
    {
      id: 'load-balancer-scheme',
      setting: 'tier',
      message: `tier must be ${wanted} for an ${scheme} load balancer; got '${tier}' (${access})`,
      hint: `choose a ${wanted} tier, or another scheme`,
    },
  ];
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
function checkZones(tier: string, zones: number): Finding[] {
  if (zones >= 2) return [];
  return [
    {
      id: 'load-balancer-zones',
      setting: 'tier',
      message: `tier must have subnets in at least two zones for an application load balancer; got ${zones} in '${tier}'`,
      hint: 'add a zone to the network, or choose another tier',
    },
  ];
}
