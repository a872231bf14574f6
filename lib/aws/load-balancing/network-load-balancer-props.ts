import type { Duration } from '../../core/units';
import type { ICertificate } from '../dns/certificate';
import type { INetwork } from '../network/props';
import type { ISecurityGroup } from '../network/security-group';
import type { IBucket } from '../storage/bucket-props';
import { type HealthCheck } from './health-check';
import type { INodeGroup } from './target-attachment';

/** Protocol and port of a listener of a network load balancer. */
export class ListenerProtocol {
  private constructor(
    readonly protocol: 'TCP' | 'TLS',
    readonly port: number,
    readonly certificate?: ICertificate,
    readonly additionalCertificates: Readonly<Record<string, ICertificate>> = {},
  ) {}

  /** TCP connections that are forwarded unchanged, such as those of an API server with a certificate of its own. */
  static tcp(port: number): ListenerProtocol {
    return new ListenerProtocol('TCP', port);
  }

  /**
   * TLS connections that the load balancer terminates.
   *
   * @param additional certificates of further domains, by a name of your choice: a client that requests one of these domains (SNI) gets
   * its certificate
   */
  static tls(
    port: number,
    certificate: ICertificate,
    additional: Readonly<Record<string, ICertificate>> = {},
  ): ListenerProtocol {
    return new ListenerProtocol('TLS', port, certificate, additional);
  }
}

export interface NetworkListenerProps {
  /**
   * The protocol and port of the listener. A port is free only after the apply that takes it from another listener: exchange two
   * ports in two applies, over unused ones.
   *
   * @inPlace
   */
  readonly protocol: ListenerProtocol;
  /**
   * The port of the targets.
   *
   * @replaces the target group and its security group rules; the new one is created before the old one is destroyed
   */
  readonly targetPort: number;
  /**
   * The protocol of the targets. `TLS` requires `ListenerProtocol.tls`.
   *
   * @default 'TCP'
   * @replaces the target group
   */
  readonly targetProtocol?: 'TCP' | 'TLS';
  /**
   * Targets by instance id or by IP address.
   *
   * @default 'instance'
   * @replaces the target group
   */
  readonly targetType?: 'instance' | 'ip';
  /**
   * The health check of the targets.
   *
   * @inPlace
   */
  readonly healthCheck: HealthCheck;
  /**
   * The time until connections to a deregistering target are closed, 0s to 1h.
   *
   * @inPlace
   */
  readonly deregistrationDelay: Duration;
  /**
   * Shows the client's IP address to targets. They can then not reach themselves through the load balancer.
   *
   * @default false
   * @inPlace for new connections
   */
  readonly preserveClientIp?: boolean;
  /**
   * The node groups whose instances are targets, by name.
   *
   * @default none
   * @inPlace: attachments are created and destroyed
   */
  readonly nodeGroups?: Readonly<Record<string, INodeGroup>>;
  /**
   * The key of the listener before it was renamed. The target group keeps the name that it has.
   *
   * @default the listener was not renamed
   * @replaces the target group, when it is removed and no `physicalName` takes its place
   */
  readonly renamedFrom?: string;
  /**
   * The end of the name of the target group, before its hash.
   *
   * @default the (former) key of the listener
   * @replaces the target group
   */
  readonly physicalName?: string;
}

export interface NetworkLoadBalancerProps {
  /**
   * The name, at most 32 characters.
   *
   * @replaces the load balancer and its address
   */
  readonly name: string;
  /**
   * The network of the load balancer. Give it another name as well, or AWS rejects the new target groups.
   *
   * @replaces the load balancer
   */
  readonly network: INetwork;
  /**
   * The tier of its subnets, one in each zone.
   *
   * @replaces the load balancer
   * @inPlace if zones are only added
   */
  readonly tier: string;
  /**
   * The clients that can reach it: everybody, or its network only.
   *
   * @replaces the load balancer and its address
   */
  readonly scheme: 'internet-facing' | 'internal';
  /**
   * The security groups, at least one: adding the first one later would replace the load balancer. The first one is allowed to connect
   * to `nodes`.
   *
   * @inPlace
   */
  readonly securityGroups: readonly ISecurityGroup[];
  /**
   * The security group of the instances in `nodeGroups`, which is opened for the ports of the targets and of their health checks.
   *
   * @default none: no listener has node groups
   * @replaces the security group rules
   * @inPlace without node groups
   */
  readonly nodes?: ISecurityGroup;
  /**
   * The listeners by a name of your choice.
   *
   * @inPlace: listeners are created and destroyed
   */
  readonly listeners: Readonly<Record<string, NetworkListenerProps>>;
  /**
   * Forwards connections to targets in all zones. AWS charges for the traffic between zones.
   *
   * @default true
   * @inPlace
   */
  readonly crossZone?: boolean;
  /**
   * Makes AWS reject the deletion of the load balancer.
   *
   * @inPlace
   */
  readonly deletionProtection: boolean;
  /**
   * The bucket of the access logs of TLS listeners. They are below the name of the load balancer.
   *
   * @default none
   * @inPlace
   */
  readonly accessLogs?: IBucket;
}
