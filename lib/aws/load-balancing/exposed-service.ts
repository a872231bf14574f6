import { LbListenerRule, type LbListenerRuleAction } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { Construct } from 'constructs';
import { entriesOf } from '../../core/canonical';
import { type Exposure, revisionName } from '../../core/contract';
import { report } from '../../core/diagnostics';
import type { Duration } from '../../core/units';
import { checkExposedService, defaultWeight } from './exposed-service-checks';
import { HealthCheck } from './health-check';
import { checkBeside, type ListenerRule } from './listener-rules';
import type { ApplicationLoadBalancer } from './application-load-balancer';
import { keepFormer } from '../stack/moved-blocks';
import { Connection, type ISecurityGroup } from '../network/security-group';
import { type IAutoScalingGroup, TargetAttachment } from './target-attachment';
import { type ITargetGroup, TargetGroup } from './target-group';

export interface ExposedServiceProps {
  /**
   * The fact that both halves are made from. @inPlace host, paths, priority, health path, drain @replaces the target group:
   * nodePort, protocol. Nobody waits for the new one's machines, so move the requests to a revision before, and back after it
   */
  readonly exposure: Exposure;
  /** The load balancer in front. @replaces the listener rule and the target group */
  readonly loadBalancer: ApplicationLoadBalancer;
  /** The groups whose machines take requests, by name. @inPlace: attachments are created and destroyed */
  readonly nodeGroups: Readonly<Record<string, IAutoScalingGroup>>;
  /** The machines' security group. @replaces the rule that lets requests in */
  readonly nodes: ISecurityGroup;
  /** How the exposure's targets are asked. @inPlace @default for its health path: by HTTP with 200 as the answer, by gRPC with 0 */
  readonly healthCheck?: HealthCheck;
  /**
   * The share of requests that stays with the exposure itself while there are other revisions, 0 to 999: shares are
   * relative to their sum. @inPlace @default 100
   */
  readonly weight?: number;
  /**
   * Other revisions that stand beside the exposure, by name: `{ green: { nodePort: 30181, weight: 0 } }`. Requests are
   * moved by changing weights; the exposure's own address never changes for it. @inPlace: target groups are created and
   * destroyed, and the rule is changed once @default none
   */
  readonly revisions?: Readonly<Record<string, RevisionProps>>;
  /**
   * What it was called: rule, target group and machines are kept, with the names that they had. @default it was not renamed
   * @replaces the target group, when it is removed and no `physicalName` stands in
   */
  readonly renamedFrom?: FormerService;
  /** What names in AWS follow from. @default the service's (former) name @replaces the target group */
  readonly physicalName?: string;
}

/** A service before it was renamed. */
export interface FormerService {
  /** The id of its construct: `service-web`. */
  readonly id: string;
  /** Its name: `web`. */
  readonly name: string;
}

/** Another revision of a service, which runs at the same time. */
export interface RevisionProps {
  /** The port that every node listens on for this revision, 30000 to 32767. @replaces its target group */
  readonly nodePort: number;
  /** Its share of the requests, 0 to 999. One of 0 is asked for its health and for nothing else. @inPlace */
  readonly weight: number;
  /** What it is asked for. @inPlace @default what the exposure is */
  readonly healthPath?: string;
  /** How long its requests in flight may take to finish. @inPlace @default as the exposure's */
  readonly drain?: Duration;
}

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
