import type { Cidr } from '../../core/cidr';
import type { Duration } from '../../core/units';
import type { ICertificate } from '../dns/certificate';
import type { INetwork, Ipv6Cidr } from '../network/props';
import type { IBucket } from '../storage/bucket-props';
import type { IWebAcl } from './web-acl';

/** Ranges of clients by a name of your choice: `{ office: '203.0.113.0/24' }`. */
export type ClientRanges = Readonly<Record<string, Cidr | Ipv6Cidr>>;

export interface ApplicationLoadBalancerProps {
  /**
   * The name, at most 32 characters.
   *
   * @replaces the load balancer and its address
   */
  readonly name: string;
  /**
   * The network of the load balancer. AWS does not move a load balancer: give it another name as well.
   *
   * @replaces its security group
   * @inPlace its subnets, which AWS rejects
   */
  readonly network: INetwork;
  /**
   * The tier of its subnets, one in each zone.
   *
   * @inPlace
   */
  readonly tier: string;
  /**
   * The certificate of the HTTPS listener. Set either this or `certificateDomain`.
   *
   * @default the issued certificate of `certificateDomain`
   * @inPlace
   */
  readonly certificate?: ICertificate;
  /**
   * The domain of an issued ACM certificate for the HTTPS listener.
   *
   * @default none: `certificate` is used
   * @inPlace
   */
  readonly certificateDomain?: string;
  /**
   * Certificates of further domains, by a name of your choice, at most 25. A client that requests one of these domains (SNI) gets its
   * certificate.
   *
   * @default none
   * @replaces a certificate of the listener, if its ARN changes: for some seconds, clients of its domain get the default certificate. Add
   * the new one under another name first
   * @inPlace if certificates are added or removed
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
   */
  readonly additionalCertificates?: Readonly<Record<string, ICertificate>>;
  /**
   * Makes AWS reject the deletion of the load balancer.
   *
   * @inPlace
   */
  readonly deletionProtection: boolean;
  /**
   * The clients that can reach it: everybody, or its network only.
   *
   * @default 'internet-facing'
   * @replaces the load balancer and its address
   */
  readonly scheme?: 'internet-facing' | 'internal';
  /**
   * Ranges of the only clients that may connect, by a name of your choice. A `dualstack` load balancer needs ranges of IPv4 and IPv6.
   *
   * @default the clients of the scheme: everybody, or the network
   * @replaces the security group rules, so that connections may be refused for a moment
   */
  readonly allowedRanges?: ClientRanges;
  /**
   * The types of its addresses. `dualstack` requires a tier with `ipv6`.
   *
   * @default 'ipv4'
   * @inPlace
   */
  readonly ipAddressType?: 'ipv4' | 'dualstack';
  /**
   * The minimum version of TLS.
   *
   * @default '1.2'
   * @inPlace
   */
  readonly minTlsVersion?: '1.2' | '1.3';
  /**
   * The time that a connection may be idle, 1s to 4000s. It must be longer than the slowest response.
   *
   * @default '60s'
   * @inPlace
   */
  readonly idleTimeout?: Duration;
  /**
   * The handling of requests that servers may interpret differently; `strictest` forwards only those that comply with RFC 7230.
   *
   * @default 'defensive'
   * @inPlace
   */
  readonly desyncMitigationMode?: 'defensive' | 'strictest';
  /**
   * The bucket of its access logs, such as `AccessLogs`. They are below the name of the load balancer.
   *
   * @default none
   * @inPlace
   */
  readonly accessLogs?: IBucket;
  /**
   * The web ACL that inspects requests.
   *
   * @default none
   * @replaces the association: requests are not inspected for some seconds
   * @inPlace for the first web ACL
   */
  readonly webAcl?: IWebAcl;
}
