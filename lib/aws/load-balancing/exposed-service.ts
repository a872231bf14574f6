import { LbListenerRule, type LbListenerRuleAction } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { Construct } from 'constructs';
import { entriesOf } from '../../core/canonical';
import { type Exposure, revisionName } from '../../core/contract';
import { report } from '../../core/diagnostics';
import { checkExposedService, defaultWeight } from './exposed-service-checks';
import { HealthCheck } from './health-check';
import { checkBeside, type ListenerRule } from './listener-rules';
import { keepFormer } from '../stack/moved-blocks';
import { Connection } from '../network/security-group-rule';
import { TargetAttachment } from './target-attachment';
import { type ITargetGroup, TargetGroup } from './target-group';
import { type ExposedServiceProps } from './exposed-service-props';

/** The way of a service's requests through AWS: listener rule → target group → node port of every machine. */
export class ExposedService extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExposedServiceProps,
  ) {
    super(scope, id);
    report(this, [...checkExposedService(props), ...checkBeside(props.loadBalancer, this.compared())]);
    const { exposure, revisions = {} } = props;
    const own = this.backend(this, this.knownAs, exposure);
    const others = entriesOf(revisions).map(([name, revision]) => {
      const scoped = new Construct(this, `revision-${name}`);
      const targets = this.backend(scoped, revisionName(this.knownAs, name), { ...exposure, ...revision });
      return { targets, weight: revision.weight };
    });
    this.rule(own, others);
    keepFormer(this, props.renamedFrom?.id);
  }

  /** The name that it has in AWS. */
  private get knownAs(): string {
    const { exposure, physicalName, renamedFrom } = this.props;
    return physicalName ?? renamedFrom?.name ?? exposure.service;
  }

  /** Its rule, as the load balancer's others are compared with it. */
  private compared(): ListenerRule {
    const { exposure, nodeGroups, revisions = {} } = this.props;
    const machines = Object.values(nodeGroups).reduce((sum, { max }) => sum + max, 0);
    const targetGroups = 1 + Object.keys(revisions).length;
    return { ...exposure, targetGroups, targets: machines * targetGroups };
  }

  /** What one revision needs: its target group, its machines, and the way to them. */
  private backend(scope: Construct, service: string, exposure: Exposure): ITargetGroup {
    const targets = this.targetGroup(scope, service, exposure);
    for (const [name, group] of entriesOf(this.props.nodeGroups)) {
      new TargetAttachment(scope, `attachment-${name}`, { group, label: name, targetGroup: targets });
    }
    const { loadBalancer, nodes } = this.props;
    new Connection(scope, 'connection', {
      from: loadBalancer.securityGroup,
      port: exposure.nodePort,
      purpose: `requests for ${service}`,
      to: nodes,
    });
    return targets;
  }

  private targetGroup(scope: Construct, service: string, { drain, nodePort, ...asked }: Exposure): ITargetGroup {
    const { healthCheck = healthCheckOf(asked), loadBalancer } = this.props;
    return new TargetGroup(scope, 'target-group', {
      drain,
      healthCheck,
      name: `${loadBalancer.name}-${service}`,
      port: nodePort,
      protocol: 'HTTP',
      ...(asked.protocol === 'grpc' && { version: 'GRPC' }),
      vpcId: loadBalancer.vpcId,
    });
  }

  private rule(own: ITargetGroup, others: readonly Share[]): void {
    const { exposure, loadBalancer, weight = defaultWeight } = this.props;
    new LbListenerRule(this, 'listener-rule', {
      action: [others.length === 0 ? forwardTo(own) : shareAmong([{ targets: own, weight }, ...others])],
      condition: [{ hostHeader: { values: [exposure.host] } }, { pathPattern: { values: [...exposure.paths] } }],
      listenerArn: loadBalancer.listenerArn,
      priority: exposure.priority,
      tags: { Name: this.knownAs },
    });
  }
}

/** The question that the kubelet asks too. A gRPC service answers 0 (OK) where the health protocol is served at all. */
function healthCheckOf({ healthPath: path, protocol }: Pick<Exposure, 'healthPath' | 'protocol'>): HealthCheck {
  return protocol === 'grpc' ? HealthCheck.grpc({ path }) : HealthCheck.http({ path });
}

interface Share {
  readonly targets: ITargetGroup;
  readonly weight: number;
}

function forwardTo({ targetGroupArn }: ITargetGroup): LbListenerRuleAction {
  return { targetGroupArn, type: 'forward' };
}

/** Not sticky: a client that once got one revision would stay with it whatever the weights say. */
function shareAmong(shares: readonly Share[]): LbListenerRuleAction {
  return {
    forward: {
      // A duration is required where nothing lasts.
      stickiness: { duration: 1, enabled: false },
      targetGroup: shares.map(({ targets, weight }) => ({ arn: targets.targetGroupArn, weight })),
    },
    type: 'forward',
  };
}
