import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Construct } from 'constructs';
import { contentHash } from '../../core/content-hash';
import { type Finding, addFindings } from '../../core/diagnostics';
import { checkName, physicalName } from '../../core/naming';
import { type Duration, seconds } from '../../core/units';
import { between, checkPort, type HealthCheck } from './health-check';

/** A target group as other constructs use it. */
export interface ITargetGroup {
  readonly targetGroupArn: string;
}

/** What targets are spoken to in: the web's for application load balancers, TCP and TLS for network load balancers. */
export type TargetProtocol = 'HTTP' | 'HTTPS' | 'TCP' | 'TLS';

export interface TargetGroupProps {
  /** What the name starts with: `staging-public-api`. What replaces the group is hashed into the rest. @replaces the group; the new one comes before the old one goes */
  readonly name: string;
  /** The network's VPC: give the group another name as well, or AWS refuses the new one. @replaces the group */
  readonly vpcId: string;
  /** The port that targets listen on. @replaces the group; the new one comes before the old one goes */
  readonly port: number;
  /** What targets are spoken to in. @replaces the group; the new one comes before the old one goes */
  readonly protocol: TargetProtocol;
  /** The version of HTTP towards targets. @replaces the group @default 'HTTP1' */
  readonly version?: 'HTTP1' | 'HTTP2' | 'GRPC';
  /** Machines, or addresses. @replaces the group @default 'instance' */
  readonly targetType?: 'instance' | 'ip';
  /** How a target shows that it works. @inPlace */
  readonly healthCheck: HealthCheck;
  /** How long a target that goes may take to answer what it was asked, 0s to 1h. @inPlace */
  readonly deregistrationDelay: Duration;
  /**
   * TCP and TLS: whether targets see the client's own address. Then a machine that reaches itself through the load
   * balancer gets packets from its own address and drops them (kubernetes/kubeadm 2271). @inPlace for new connections @default false
   */
  readonly preserveClientIp?: boolean;
  /** The Name tag. @inPlace @default the name's start */
  readonly displayName?: string;
}

/** What takes a load balancer's requests. A listener holds the old one until the new one stands, under another name. */
export class TargetGroup extends Construct implements ITargetGroup {
  readonly targetGroupArn: string;
  /** The name in AWS. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);
    addFindings(this, checkTargetGroup(props));
    this.name = physicalName('target-group', props.name, targetGroupHash(props));
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
}

/** What only a group of connections has. Both are said, because AWS's answer to silence depends on the target type. */
function connectionSettings({ preserveClientIp = false, protocol }: TargetGroupProps): object {
  if (!speaksConnections(protocol)) return {};
  // A connection has no end that a load balancer could wait for: after the drain it is cut, or it would hold its target for good.
  return { connectionTermination: true, preserveClientIp: String(preserveClientIp) };
}

/** What replaces a group is in its name, because two groups of one name cannot stand at the same time. */
function targetGroupHash({ port, protocol, targetType = 'instance', version = 'HTTP1' }: TargetGroupProps): string {
  const unusual = version === 'HTTP1' ? {} : { version };
  return contentHash({ nodePort: port, protocol, targetType, ...unusual }, 6);
}

function speaksConnections(protocol: TargetProtocol): boolean {
  return protocol === 'TCP' || protocol === 'TLS';
}

function checkTargetGroup(props: TargetGroupProps): Finding[] {
  const { deregistrationDelay, healthCheck, name, port } = props;
  return [
    // A long name is cut; one of wrong characters cannot be.
    ...checkName('target-group', name.slice(0, 32).replace(/-+$/, '')),
    ...checkPort('port', port),
    ...between('drain', 'a target may take 0s to 1h to answer what it was asked', deregistrationDelay, 0, 3600),
    ...healthCheck.check('healthCheck'),
    ...checkProtocols(props),
  ];
}

function checkProtocols({ healthCheck, preserveClientIp, protocol, version }: TargetGroupProps): Finding[] {
  const found: Finding[] = [];
  if (!speaksConnections(protocol) && healthCheck.kind === 'tcp') {
    found.push({
      hint: 'use HealthCheck.http, or HealthCheck.https',
      message: `targets of ${protocol} must be asked by HTTP or HTTPS, got tcp`,
      setting: 'healthCheck',
    });
  }
  if ((healthCheck.kind === 'grpc') !== (version === 'GRPC')) {
    found.push({
      hint: version === 'GRPC' ? 'use HealthCheck.grpc' : `use HealthCheck.http, or version 'GRPC'`,
      message: `targets are asked by gRPC if they speak it and only then, got ${healthCheck.kind} for ${version ?? 'HTTP1'}`,
      setting: 'healthCheck',
    });
  }
  if (speaksConnections(protocol) ? version !== undefined : preserveClientIp !== undefined) {
    const wrong = speaksConnections(protocol) ? 'version' : 'preserveClientIp';
    found.push({
      hint: 'leave it out',
      message: `${wrong} is not for targets of ${protocol}, got ${String(version ?? preserveClientIp)}`,
      setting: wrong,
    });
  }
  return found;
}
