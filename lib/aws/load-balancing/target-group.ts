import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Construct } from 'constructs';
import { contentHash } from '../../core/content-hash';
import { type Finding, addFindings } from '../../core/diagnostics';
import { checkName, physicalName } from '../../core/naming';
import { type Duration, seconds } from '../../core/units';
import type { HealthCheck } from './health-check';
import { checkPort } from '../../core/ports';
import { earlierOwner } from '../../core/owners';
import { checkSeconds } from './limits';

/** A target group as other constructs use it. */
export interface ITargetGroup {
  readonly targetGroupArn: string;
}

/** The protocol of targets: HTTP and HTTPS for application load balancers, TCP and TLS for network load balancers. */
export type TargetProtocol = 'HTTP' | 'HTTPS' | 'TCP' | 'TLS';

export interface TargetGroupProps {
  /**
   * The beginning of the name: `staging-public-api`. It ends in a hash of the settings that replace the group.
   *
   * @replaces the group; the new one is created before the old one is destroyed
   */
  readonly name: string;
  /**
   * The VPC. Give the group another name as well, or AWS rejects the new one.
   *
   * @replaces the group
   */
  readonly vpcId: string;
  /**
   * The port of the targets.
   *
   * @replaces the group; the new one is created before the old one is destroyed
   */
  readonly port: number;
  /**
   * The protocol of the targets.
   *
   * @replaces the group; the new one is created before the old one is destroyed
   */
  readonly protocol: TargetProtocol;
  /**
   * The HTTP version of the targets.
   *
   * @default 'HTTP1'
   * @replaces the group
   */
  readonly version?: 'HTTP1' | 'HTTP2' | 'GRPC';
  /**
   * Targets by instance id or by IP address.
   *
   * @default 'instance'
   * @replaces the group
   */
  readonly targetType?: 'instance' | 'ip';
  /**
   * The health check of the targets.
   *
   * @inPlace
   */
  readonly healthCheck: HealthCheck;
  /**
   * The time that requests in flight to a deregistering target have to finish, 0s to 1h.
   *
   * @inPlace
   */
  readonly deregistrationDelay: Duration;
  /**
   * Shows the client's IP address to TCP and TLS targets. An instance that reaches itself through the load balancer then gets
   * packets from its own address and drops them (kubernetes/kubeadm#2271).
   *
   * @default false
   * @inPlace for new connections
   */
  readonly preserveClientIp?: boolean;
  /**
   * The Name tag.
   *
   * @default the beginning of the name
   * @inPlace
   */
  readonly displayName?: string;
}

/**
 * A target group, which is created under another name before the one that it replaces is destroyed: a listener keeps the old
 * one until then.
 *
 * @example
 * new TargetGroup(stack, 'target-group', {
 *   name: 'lab-public-api',
 *   deregistrationDelay: '60s',
 *   healthCheck: HealthCheck.http({ path: '/health/ready' }),
 *   port: 30081,
 *   protocol: 'HTTP',
 *   vpcId: network.vpcId,
 * });
 */
export class TargetGroup extends Construct implements ITargetGroup {
  readonly targetGroupArn: string;
  /** The name in AWS. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);
    this.name = physicalName('target-group', props.name, targetGroupHash(props));
    addFindings(this, [...checkTargetGroup(props), ...this.checkUniqueName(props)]);
    this.targetGroupArn = new LbTargetGroup(this, 'Resource', {
      deregistrationDelay: String(seconds(props.deregistrationDelay)),
      healthCheck: props.healthCheck.settings,
      lifecycle: { createBeforeDestroy: true },
      name: this.name,
      port: props.port,
      protocol: props.protocol,
      tags: { Name: props.displayName ?? props.name },
      targetType: props.targetType ?? 'instance',
      vpcId: props.vpcId,
      ...(props.version === undefined ? {} : { protocolVersion: props.version }),
      ...connectionSettings(props),
    }).arn;
  }

  /** The network is a token, so that groups of one name in different regions differ. */
  private checkUniqueName({ name, vpcId }: TargetGroupProps): Finding[] {
    const owner = earlierOwner(this, this.node.root, `target group ${this.name} ${vpcId}`);
    if (owner === undefined) return [];
    return [
      {
        id: 'target-group-name',
        setting: 'name',
        message: `name must be unique among the target groups with the same port and protocol; got '${name}' for ${owner} and ${this.node.path}`,
        hint: 'choose another name',
      },
    ];
  }
}

/** Returns the settings of TCP and TLS groups. Both are explicit, since AWS's defaults depend on the target type. */
function connectionSettings({ preserveClientIp = false, protocol }: TargetGroupProps): object {
  if (!isConnectionProtocol(protocol)) return {};
  // A connection may last for ever: without termination, it would keep a deregistered target in use.
  return { connectionTermination: true, preserveClientIp: String(preserveClientIp) };
}

/** Returns the hash of the settings that replace a group: two groups of one name cannot exist at the same time. */
function targetGroupHash({ port, protocol, targetType = 'instance', version = 'HTTP1' }: TargetGroupProps): string {
  const unusual = version === 'HTTP1' ? {} : { version };
  return contentHash({ nodePort: port, protocol, targetType, ...unusual }, 6);
}

function isConnectionProtocol(protocol: TargetProtocol): boolean {
  return protocol === 'TCP' || protocol === 'TLS';
}

function checkTargetGroup(props: TargetGroupProps): Finding[] {
  const { deregistrationDelay, healthCheck, name, port } = props;
  return [
    // A long name is cut, so only its characters are checked.
    ...checkName('target-group', name.slice(0, 32).replace(/-+$/, '')),
    ...checkPort(port, 'port', 'target-group-port'),
    ...checkSeconds('target-group-delay', 'deregistrationDelay', deregistrationDelay, { min: 0, max: 3600 }),
    ...healthCheck.check('healthCheck', isConnectionProtocol(props.protocol) ? 'network' : 'application'),
    ...checkProtocols(props),
  ];
}

function checkProtocols({ healthCheck, preserveClientIp, protocol, version }: TargetGroupProps): Finding[] {
  const id = 'target-group-protocol';
  const found: Finding[] = [];
  if (!isConnectionProtocol(protocol) && healthCheck.kind === 'tcp') {
    found.push({
      id,
      setting: 'healthCheck',
      message: `healthCheck must use HTTP or HTTPS for ${protocol} targets; got tcp`,
      hint: 'use HealthCheck.http or HealthCheck.https',
    });
  }
  if ((healthCheck.kind === 'grpc') !== (version === 'GRPC')) {
    found.push({
      id,
      setting: 'healthCheck',
      message: `healthCheck must use gRPC for gRPC targets only; got ${healthCheck.kind} for ${version ?? 'HTTP1'}`,
      hint: version === 'GRPC' ? 'use HealthCheck.grpc' : `use HealthCheck.http, or version 'GRPC'`,
    });
  }
  if (isConnectionProtocol(protocol) ? version !== undefined : preserveClientIp !== undefined) {
    const setting = isConnectionProtocol(protocol) ? 'version' : 'preserveClientIp';
    const message = `${setting} must be absent for ${protocol} targets; got ${String(version ?? preserveClientIp)}`;
    found.push({ id, setting, message, hint: `remove ${setting}` });
  }
  return found;
}
