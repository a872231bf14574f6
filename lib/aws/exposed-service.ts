import { LbListenerRule, type LbListenerRuleAction } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { Construct } from 'constructs';
import { entriesOf } from '../core/canonical';
import type { Exposure } from '../core/contract';
import { type Finding, report } from '../core/errors';
import { HealthCheck } from './health-check';
import type { ApplicationLoadBalancer } from './load-balancer';
import { Connection, type ISecurityGroup } from './security-group';
import { type IAutoScalingGroup, TargetAttachment } from './target-attachment';
import { type ITargetGroup, TargetGroup } from './target-group';

export interface ExposedServiceProps {
  /**
   * The fact that both halves are made from. @inPlace host, path, priority, health path, drain @replaces the target group:
   * nodePort. Nobody waits for the new one's machines, so move the requests to a revision before, and back after it
   */
  readonly exposure: Exposure;
  /** The load balancer in front. @replaces the listener rule and the target group */
  readonly loadBalancer: ApplicationLoadBalancer;
  /** The groups whose machines take requests, by name. @inPlace: attachments are created and destroyed */
  readonly nodeGroups: Readonly<Record<string, IAutoScalingGroup>>;
  /** The machines' security group. @inPlace */
  readonly nodes: ISecurityGroup;
  /** How the exposure's targets are asked. @inPlace @default by HTTP for the exposure's health path, with 200 as the answer */
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
}

/** Another revision of a service, which runs at the same time. */
export interface RevisionProps {
  /** The port that every node listens on for this revision, 30000 to 32767. @replaces its target group */
  readonly nodePort: number;
  /** Its share of the requests, 0 to 999. One of 0 is asked for its health and for nothing else. @inPlace */
  readonly weight: number;
}

/** Target groups of one forward action, and the largest weight. Source: TargetGroupTuple and Quotas, Elastic Load Balancing. */
const limits = { targetGroups: 5, weight: 999 } as const;

const defaultWeight = 100;

/** The way of a service's requests through AWS: listener rule → target group → node port of every machine. */
export class ExposedService extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExposedServiceProps,
  ) {
    super(scope, id);
    report(this, [...checkExposure(props.exposure), ...checkRevisions(props)]);
    const { exposure, revisions = {} } = props;
    const own = this.backend(this, exposure.service, exposure.nodePort);
    const others = entriesOf(revisions).map(([revision, { nodePort, weight }]) => {
      const service = `${exposure.service}-${revision}`;
      return { targets: this.backend(new Construct(this, `revision-${revision}`), service, nodePort), weight };
    });
    this.rule(own, others);
  }

  /** What one revision needs: its target group, its machines, and the way to them. */
  private backend(scope: Construct, service: string, nodePort: number): ITargetGroup {
    const targets = this.targetGroup(scope, service, nodePort);
    for (const [name, group] of entriesOf(this.props.nodeGroups)) {
      new TargetAttachment(scope, `attachment-${name}`, { group, label: name, targetGroup: targets });
    }
    const { loadBalancer, nodes } = this.props;
    new Connection(scope, 'connection', {
      from: loadBalancer.securityGroup,
      port: nodePort,
      purpose: `requests for ${service}`,
      to: nodes,
    });
    return targets;
  }

  private targetGroup(scope: Construct, service: string, nodePort: number): ITargetGroup {
    const { exposure, healthCheck, loadBalancer } = this.props;
    return new TargetGroup(scope, 'target-group', {
      drain: exposure.drain,
      healthCheck: healthCheck ?? HealthCheck.http({ path: exposure.healthPath }),
      name: `${loadBalancer.name}-${service}`,
      port: nodePort,
      protocol: 'HTTP',
      vpcId: loadBalancer.vpcId,
    });
  }

  private rule(own: ITargetGroup, others: readonly Share[]): void {
    const { exposure, loadBalancer, weight = defaultWeight } = this.props;
    new LbListenerRule(this, 'listener-rule', {
      action: [others.length === 0 ? forwardTo(own) : shareAmong([{ targets: own, weight }, ...others])],
      condition: [{ hostHeader: { values: [exposure.host] } }, { pathPattern: { values: [exposure.path] } }],
      listenerArn: loadBalancer.listenerArn,
      priority: exposure.priority,
      tags: { Name: exposure.service },
    });
  }
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

function checkExposure({ nodePort, path, priority }: Exposure): Finding[] {
  const found = checkNodePort('nodePort', nodePort);
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

function checkNodePort(setting: string, nodePort: number): Finding[] {
  if (Number.isInteger(nodePort) && nodePort >= 30_000 && nodePort <= 32_767) return [];
  const rule = `a node port is from 30000 to 32767, got ${nodePort}`;
  return [{ fix: 'choose a free one from the range', rule, setting }];
}

function checkRevisions({ exposure, revisions = {}, weight = defaultWeight }: ExposedServiceProps): Finding[] {
  const others = entriesOf(revisions);
  const found = [
    ...checkWeight('weight', weight),
    ...others.flatMap(([name, revision]) => [
      ...checkNodePort(`revisions.${name}.nodePort`, revision.nodePort),
      ...checkWeight(`revisions.${name}.weight`, revision.weight),
    ]),
  ];
  const owner = new Map([[exposure.nodePort, exposure.service]]);
  for (const [name, { nodePort }] of others) {
    const taken = owner.get(nodePort);
    if (taken === undefined) owner.set(nodePort, name);
    else {
      found.push({
        fix: 'choose a free one from 30000 to 32767',
        rule: `revisions must have node ports of their own, got ${nodePort} for ${taken} and ${name}`,
        setting: `revisions.${name}.nodePort`,
      });
    }
  }
  if (others.length > 0 && [weight, ...others.map(([, revision]) => revision.weight)].every((share) => share === 0)) {
    found.push({
      fix: 'give the revision that serves a weight of 1 or more',
      rule: 'weights must add up to more than 0, got 0 for all: every request would fail',
      setting: 'revisions',
    });
  }
  if (others.length + 1 > limits.targetGroups) {
    found.push({
      fix: 'end a revision that takes no requests any more',
      rule: `requests are shared among at most ${limits.targetGroups} target groups, got ${others.length + 1}`,
      setting: 'revisions',
    });
  }
  return found;
}

function checkWeight(setting: string, weight: number): Finding[] {
  if (Number.isInteger(weight) && weight >= 0 && weight <= limits.weight) return [];
  const rule = `a weight is a whole number from 0 to ${limits.weight}, got ${weight}`;
  return [{ fix: 'choose one from the range', rule, setting }];
}
