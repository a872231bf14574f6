import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Finding, addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import type { Duration } from '../../core/units';
import type { IAliasTarget } from '../dns/alias-record';
import type { IBucket } from '../storage/bucket-props';
import type { ICertificate } from '../dns/certificate';
import { checkPort, type HealthCheck } from './health-check';
import { logging, tlsPolicies } from './application-load-balancer';
import { keepPreviousName } from '../stack/moved-blocks';
import type { INetwork } from '../network/props';
import type { ISecurityGroup } from '../network/security-group';
import { type IAutoScalingGroup, TargetAttachment } from './target-attachment';
import { type ITargetGroup, TargetGroup } from './target-group';

/** What a network load balancer listens on. */
export class ListenerProtocol {
  private constructor(
    readonly protocol: 'TCP' | 'TLS',
    readonly port: number,
    readonly certificate?: ICertificate,
  ) {}

  /** Connections that pass as they are, such as those of an API server with a certificate of its own. */
  static tcp(port: number): ListenerProtocol {
    return new ListenerProtocol('TCP', port);
  }

  /** TLS that ends here. */
  static tls(port: number, certificate: ICertificate): ListenerProtocol {
    return new ListenerProtocol('TLS', port, certificate);
  }
}

export interface NetworkListenerProps {
  /** The port and what is spoken on it. @inPlace */
  readonly protocol: ListenerProtocol;
  /** The port that targets listen on. @replaces the target group; the new one comes before the old one goes */
  readonly targetPort: number;
  /** Whether the way to the targets is TLS. Only after `Listening.tls`. @replaces the target group @default 'TCP' */
  readonly targetProtocol?: 'TCP' | 'TLS';
  /** Machines, or addresses. @replaces the target group @default 'instance' */
  readonly targetType?: 'instance' | 'ip';
  /** How a target shows that it works. @inPlace */
  readonly healthCheck: HealthCheck;
  /** How long a connection to a target that goes may last, 0s to 1h. Then it is cut. @inPlace */
  readonly deregistrationDelay: Duration;
  /** Whether targets see the client's own address; if so, they do not reach themselves this way. @inPlace for new connections @default false */
  readonly preserveClientIp?: boolean;
  /** The groups whose machines take connections, by name. @inPlace: attachments are created and destroyed @default none */
  readonly nodeGroups?: Readonly<Record<string, IAutoScalingGroup>>;
  /** Its name before it was renamed: its target group is kept, and called what it was. @default it was not renamed @replaces the target group, when it is removed and no `physicalName` stands in */
  readonly renamedFrom?: string;
  /** What its target group's name ends in, before a hash. @default its (former) name @replaces the target group */
  readonly physicalName?: string;
}

export interface NetworkLoadBalancerProps {
  /** Name, at most 32 characters. @replaces the load balancer and its address */
  readonly name: string;
  /** The network that it stands in: give it another name as well, or AWS refuses the new target groups. @replaces the load balancer */
  readonly network: INetwork;
  /** The tier whose subnets it stands in, one of each zone. @replaces the load balancer; @inPlace where zones are only added */
  readonly tier: string;
  /** Who can find it: everybody, or the network that it stands in. @replaces the load balancer and its address */
  readonly scheme: 'internet-facing' | 'internal';
  /** What says who may connect: at least one, since a first one added later would replace the load balancer. @inPlace */
  readonly securityGroups: readonly ISecurityGroup[];
  /** What it listens on, by a name of yours. @inPlace: listeners are created and destroyed */
  readonly listeners: Readonly<Record<string, NetworkListenerProps>>;
  /** Whether a zone's address leads to targets of all zones: safer, and AWS charges for the bytes between them. @inPlace @default true */
  readonly crossZone?: boolean;
  /** Whether AWS refuses to delete it. @inPlace */
  readonly deletionProtection: boolean;
  /** Where connections of its TLS listeners are logged, below its name. Others are logged by the network. @inPlace @default nowhere */
  readonly accessLogs?: IBucket;
}

/** Connections to machines, behind addresses that stay. It has a security group from its first day. */
export class NetworkLoadBalancer extends Construct implements IAliasTarget {
  readonly dnsName: string;
  readonly hostedZoneId: string;
  readonly addresses = 'ipv4';
  /** The target groups by their listeners' names, for targets that are not machines of a node group. */
  readonly targetGroups: Readonly<Record<string, ITargetGroup>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkLoadBalancerProps,
  ) {
    super(scope, id);
    addFindings(this, checkNetworkLoadBalancer(props));
    const balancer = this.balancer();
    this.targetGroups = Object.fromEntries(
      sortedEntries(props.listeners).map(([key, listener]) => [key, this.listener(balancer, key, listener)]),
    );
    this.dnsName = balancer.dnsName;
    this.hostedZoneId = balancer.zoneId;
  }

  private balancer(): Lb {
    const { accessLogs, crossZone, deletionProtection, scheme, name, network, securityGroups, tier } = this.props;
    return new Lb(this, 'Resource', {
      ...(accessLogs && logging(accessLogs, name)),
      enableCrossZoneLoadBalancing: crossZone ?? true,
      enableDeletionProtection: deletionProtection,
      // A private link must not be a way around the security groups.
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on',
      internal: scheme === 'internal',
      ipAddressType: this.addresses,
      loadBalancerType: 'network',
      name,
      securityGroups: securityGroups.map(({ groupId }) => groupId),
      subnets: Object.values(network.subnets(tier)).map(({ id }) => id),
      tags: { Name: name },
    });
  }

  private listener(balancer: Lb, key: string, props: NetworkListenerProps): ITargetGroup {
    const scope = new Construct(this, `listener-${key}`);
    const { name, network } = this.props;
    const {
      nodeGroups = {},
      physicalName,
      protocol: listenerProtocol,
      renamedFrom,
      targetPort: port,
      targetProtocol = 'TCP',
      ...targets
    } = props;
    const { deregistrationDelay, healthCheck, preserveClientIp = false, targetType = 'instance' } = targets;
    const targetGroup = new TargetGroup(scope, 'target-group', {
      deregistrationDelay,
      healthCheck,
      name: `${name}-${physicalName ?? renamedFrom ?? key}`,
      port,
      preserveClientIp,
      protocol: targetProtocol,
      targetType,
      vpcId: network.vpcId,
    });
    for (const [label, group] of sortedEntries(nodeGroups)) {
      new TargetAttachment(scope, `attachment-${label}`, { group, name: label, targetGroup });
    }
    const tls = listenerProtocol.certificate && {
      certificateArn: listenerProtocol.certificate.certificateArn,
      sslPolicy: tlsPolicies['1.2'],
    };
    new LbListener(scope, 'Resource', {
      ...tls,
      defaultAction: [{ targetGroupArn: targetGroup.targetGroupArn, type: 'forward' }],
      loadBalancerArn: balancer.arn,
      port: listenerProtocol.port,
      protocol: listenerProtocol.protocol,
    });
    keepPreviousName(scope, renamedFrom === undefined ? undefined : `listener-${renamedFrom}`);
    return targetGroup;
  }
}

function checkNetworkLoadBalancer(props: NetworkLoadBalancerProps): Finding[] {
  const found = checkName('load-balancer', props.name);
  if (props.securityGroups.length === 0) {
    found.push({
      hint: 'give it one now: the first one added later replaces it, and its address with it',
      message: 'a network load balancer has at least one security group, got none',
      setting: 'securityGroups',
    });
  }
  const listeners = sortedEntries(props.listeners);
  if (props.accessLogs && listeners.every(([, { protocol }]) => protocol.protocol === 'TCP')) {
    found.push({
      hint: 'leave accessLogs out: flow logs of the network tell of TCP',
      message: 'access logs of a network load balancer tell of TLS listeners only, got none',
      setting: 'accessLogs',
    });
  }
  const owner = new Map<number, string>();
  for (const [key, listener] of listeners) {
    found.push(...checkListener(key, listener, props.scheme));
    const taken = owner.get(listener.protocol.port);
    if (taken === undefined) owner.set(listener.protocol.port, key);
    else {
      found.push({
        hint: 'listen on another port',
        message: `listeners must have ports of their own, got ${listener.protocol.port} for ${taken} and ${key}`,
        setting: `listeners.${key}.on`,
      });
    }
  }
  return found;
}

function checkListener(key: string, props: NetworkListenerProps, scheme: 'internet-facing' | 'internal'): Finding[] {
  const { protocol, preserveClientIp = false, targetProtocol, targetType = 'instance' } = props;
  const found = checkPort(`listeners.${key}.on`, protocol.port);
  if (protocol.protocol === 'TCP' && targetProtocol === 'TLS') {
    found.push({
      hint: `leave it out: TLS passes as it is; or listen with Listening.tls`,
      message: `a TCP listener has TCP targets, got TLS`,
      setting: `listeners.${key}.targetProtocol`,
    });
  }
  if (scheme === 'internal' && preserveClientIp && targetType === 'instance') {
    found.push({
      hint: 'leave preserveClientIp out, or waive this where no target ever connects to itself',
      id: 'load-balancer-hairpin',
      message:
        'targets that see client addresses must not reach themselves through the load balancer, got preserveClientIp on an internal one',
      setting: `listeners.${key}.preserveClientIp`,
    });
  }
  return found;
}
