import { AutoscalingTrafficSourceAttachment } from '@cdktf/provider-aws/lib/autoscaling-traffic-source-attachment';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Construct } from 'constructs';
import { entriesOf } from '../core/canonical';
import { contentHash } from '../core/content-hash';
import type { Exposure } from '../core/contract';
import { type Finding, report } from '../core/errors';
import { nameOf } from '../core/naming';
import { seconds } from '../core/units';
import type { ApplicationLoadBalancer } from './load-balancer';
import type { NodeGroup } from './node-group';
import { Connection, type ISecurityGroup } from './security-group';

export interface ExposedServiceProps {
  /** The fact that both halves are made from. @inPlace host, path, priority, health path, drain @replaces the target group: nodePort */
  readonly exposure: Exposure;
  /** The load balancer in front. @replaces the listener rule and the target group */
  readonly loadBalancer: ApplicationLoadBalancer;
  /** The groups whose machines take requests, by name. @inPlace: attachments are created and destroyed */
  readonly nodeGroups: Readonly<Record<string, NodeGroup>>;
  /** The machines' security group. @inPlace */
  readonly nodes: ISecurityGroup;
}

/** The way of a service's requests through AWS: listener rule → target group → node port of every machine. */
export class ExposedService extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExposedServiceProps,
  ) {
    super(scope, id);
    report(this, checkExposure(props.exposure));
    const targets = this.targetGroup();
    this.rule(targets);
    this.attach(targets);
    this.admit();
  }

  private targetGroup(): LbTargetGroup {
    const { exposure, loadBalancer } = this.props;
    const { drain, healthPath, nodePort, service } = exposure;
    // A listener holds the old group until the new one stands, so a change of what replaces it needs a new name.
    const replaced = contentHash({ nodePort, protocol: 'HTTP', targetType: 'instance' }, 6);
    return new LbTargetGroup(this, 'target-group', {
      deregistrationDelay: String(seconds(drain)),
      healthCheck: {
        healthyThreshold: 2,
        interval: 10,
        matcher: '200',
        path: healthPath,
        port: 'traffic-port',
        protocol: 'HTTP',
        timeout: 5,
        unhealthyThreshold: 2,
      },
      lifecycle: { createBeforeDestroy: true },
      name: nameOf('target-group', loadBalancer.name, service, replaced),
      port: nodePort,
      protocol: 'HTTP',
      tags: { Name: `${loadBalancer.name}-${service}` },
      targetType: 'instance',
      vpcId: loadBalancer.vpcId,
    });
  }

  private rule(targets: LbTargetGroup): void {
    const { exposure, loadBalancer } = this.props;
    new LbListenerRule(this, 'listener-rule', {
      action: [{ targetGroupArn: targets.arn, type: 'forward' }],
      condition: [{ hostHeader: { values: [exposure.host] } }, { pathPattern: { values: [exposure.path] } }],
      listenerArn: loadBalancer.listenerArn,
      priority: exposure.priority,
      tags: { Name: exposure.service },
    });
  }

  /** The groups themselves name no target group: a service comes and goes without touching them. */
  private attach(targets: LbTargetGroup): void {
    for (const [name, group] of entriesOf(this.props.nodeGroups)) {
      new AutoscalingTrafficSourceAttachment(this, `attachment-${name}`, {
        autoscalingGroupName: group.groupName,
        trafficSource: { identifier: targets.arn, type: 'elbv2' },
      });
    }
  }

  private admit(): void {
    const { exposure, loadBalancer, nodes } = this.props;
    new Connection(this, 'connection', {
      from: loadBalancer.securityGroup,
      port: exposure.nodePort,
      purpose: `requests for ${exposure.service}`,
      to: nodes,
    });
  }
}

function checkExposure({ nodePort, path, priority }: Exposure): Finding[] {
  const found: Finding[] = [];
  if (!Number.isInteger(nodePort) || nodePort < 30_000 || nodePort > 32_767) {
    found.push({
      fix: 'choose a free one from the range',
      rule: `a node port is from 30000 to 32767, got ${nodePort}`,
      setting: 'nodePort',
    });
  }
  if (!Number.isInteger(priority) || priority < 1 || priority > 50_000) {
    found.push({
      fix: 'choose a free one from the range',
      rule: `a listener rule's priority is from 1 to 50000, got ${priority}`,
      setting: 'priority',
    });
  }
  if (!path.startsWith('/') || path.length > 128) {
    found.push({
      fix: `write '/*' for everything`,
      rule: `a path starts with / and has at most 128 characters, got '${path}'`,
      setting: 'path',
    });
  }
  return found;
}
