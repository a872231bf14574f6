import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { addFindings, forwardSources } from '../../core/diagnostics';
import { stableName } from '../../core/stable-name';
import type { IAliasTarget } from '../dns/alias-record';
import { SecurityGroupRule } from '../network/security-group-rule';
import { keepPreviousName } from '../stack/moved-blocks';
import { accessLogSettings, addCertificates, tlsPolicies } from './application-load-balancer';
import { checkNetworkLoadBalancer } from './network-load-balancer-checks';
import type { NetworkListenerProps, NetworkLoadBalancerProps } from './network-load-balancer-props';
import { TargetAttachment } from './target-attachment';
import { type ITargetGroup, TargetGroup } from './target-group';

/**
 * Network load balancer for TCP and TLS connections to instances. It has a security group from its creation on.
 *
 * @example
 * new NetworkLoadBalancer(stack, 'queue', {
 *   name: 'lab-queue',
 *   deletionProtection: true,
 *   listeners: {
 *     amqps: {
 *       deregistrationDelay: '60s',
 *       healthCheck: HealthCheck.tcp(),
 *       nodeGroups: { general: nodeGroup },
 *       protocol: ListenerProtocol.tcp(5671),
 *       targetPort: 5671,
 *     },
 *   },
 *   network,
 *   nodes,
 *   scheme: 'internal',
 *   securityGroups: [clients],
 *   tier: 'private',
 * });
 */
export class NetworkLoadBalancer extends Construct implements IAliasTarget {
  readonly dnsName: string;
  readonly hostedZoneId: string;
  readonly addresses = 'ipv4';
  /** Target groups by the names of their listeners, for targets that are not in a node group. */
  readonly targetGroups: Readonly<Record<string, ITargetGroup>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkLoadBalancerProps,
  ) {
    super(scope, id);
    addFindings(this, checkNetworkLoadBalancer(this, props));
    const balancer = this.createLoadBalancer();
    this.targetGroups = Object.fromEntries(
      sortedEntries(props.listeners).map(([key, listener]) => [key, this.createListener(balancer, key, listener)]),
    );
    this.openTargetPorts();
    this.dnsName = balancer.dnsName;
    this.hostedZoneId = balancer.zoneId;
  }

  private createLoadBalancer(): Lb {
    const { accessLogs, crossZone, deletionProtection, scheme, name, network, securityGroups, tier } = this.props;
    return new Lb(this, 'Resource', {
      ...(accessLogs && accessLogSettings(accessLogs, name)),
      enableCrossZoneLoadBalancing: crossZone ?? true,
      enableDeletionProtection: deletionProtection,
      // Connections through AWS PrivateLink must not bypass the security groups.
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

  /** Allows connections to the ports of instances, one rule for each port: listeners may share targets and health checks. */
  private openTargetPorts(): void {
    const { listeners, nodes, securityGroups } = this.props;
    const [from] = securityGroups;
    if (!from || !nodes) return;
    const opened = new Set<number>();
    for (const [key, { healthCheck, nodeGroups = {}, targetPort }] of sortedEntries(listeners)) {
      if (Object.keys(nodeGroups).length === 0) continue;
      for (const [prop, port] of Object.entries({ targetPort, healthCheck: healthCheck.portFor(targetPort) })) {
        if (opened.has(port)) continue;
        opened.add(port);
        const description = prop === 'targetPort' ? 'connections' : 'health checks';
        const rule = new SecurityGroupRule(this, `targets-${port}`, { from, port, description, to: nodes });
        forwardSources(this, rule, { port: ['listeners', key, prop] });
      }
    }
  }

  private createListener(balancer: Lb, key: string, props: NetworkListenerProps): ITargetGroup {
    const scope = new Construct(this, `listener-${key}`);
    const { name, network } = this.props;
    const { deregistrationDelay, healthCheck, nodeGroups = {}, physicalName, protocol, renamedFrom } = props;
    const targetGroup = new TargetGroup(scope, 'target-group', {
      deregistrationDelay,
      healthCheck,
      name: `${name}-${stableName({ name: key, physicalName, renamedFrom })}`,
      port: props.targetPort,
      preserveClientIp: props.preserveClientIp ?? false,
      protocol: props.targetProtocol ?? 'TCP',
      targetType: props.targetType ?? 'instance',
      vpcId: network.vpcId,
    });
    const path = ['listeners', key];
    forwardSources(this, targetGroup, {
      deregistrationDelay: [...path, 'deregistrationDelay'],
      healthCheck: [...path, 'healthCheck'],
      name: physicalName === undefined ? path : [...path, 'physicalName'],
      port: [...path, 'targetPort'],
    });
    for (const [group, instances] of sortedEntries(nodeGroups)) {
      const attachment = new TargetAttachment(scope, `attachment-${group}`, {
        group: instances,
        name: group,
        targetGroup,
      });
      forwardSources(this, attachment, { group: [...path, 'nodeGroups', group] });
    }
    const tls = protocol.certificate && {
      certificateArn: protocol.certificate.certificateArn,
      sslPolicy: tlsPolicies['1.2'],
    };
    const { arn } = new LbListener(scope, 'Resource', {
      ...tls,
      defaultAction: [{ targetGroupArn: targetGroup.targetGroupArn, type: 'forward' }],
      loadBalancerArn: balancer.arn,
      port: protocol.port,
      protocol: protocol.protocol,
    });
    addCertificates(scope, arn, protocol.additionalCertificates);
    keepPreviousName(scope, renamedFrom === undefined ? undefined : `listener-${renamedFrom}`);
    return targetGroup;
  }
}
