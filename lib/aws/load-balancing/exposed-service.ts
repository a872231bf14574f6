import { LbListenerRule, type LbListenerRuleAction } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type ExposedProtocol, type Exposure, variantName } from '../../core/contract';
import { addFindings } from '../../core/diagnostics';
import { checkExposedService, defaultWeight } from './exposed-service-checks';
import { HealthCheck } from './health-check';
import { checkBeside, type ListenerRule } from './listener-rules';
import { keepPreviousName } from '../stack/moved-blocks';
import { SecurityGroupRule } from '../network/security-group-rule';
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
    addFindings(this, [...checkExposedService(props), ...checkBeside(props.loadBalancer, this.compared())]);
    const { drainTimeout, exposure, healthPath, variants = {} } = props;
    const settings = { drainTimeout, healthPath, nodePort: exposure.nodePort };
    const own = this.backend(this, this.knownAs, settings);
    const others = sortedEntries(variants).map(([name, revision]) => {
      const scoped = new Construct(this, `revision-${name}`);
      const targets = this.backend(scoped, variantName(this.knownAs, name), { ...settings, ...revision });
      return { targets, weight: revision.weight };
    });
    this.rule(own, others);
    keepPreviousName(this, props.renamedFrom?.id);
  }

  /** The name that it has in AWS. */
  private get knownAs(): string {
    const { physicalName, renamedFrom, serviceName } = this.props;
    return physicalName ?? renamedFrom?.name ?? serviceName;
  }

  /** Its rule, as the load balancer's others are compared with it. */
  private compared(): ListenerRule {
    const { exposure, nodeGroups, serviceName, variants = {} } = this.props;
    const machines = Object.values(nodeGroups).reduce((sum, { maxSize }) => sum + maxSize, 0);
    const targetGroups = 1 + Object.keys(variants).length;
    return { ...exposure, service: serviceName, targetGroups, targets: machines * targetGroups };
  }

  /** What one variant needs: its target group, its machines, and the way to them. */
  private backend(scope: Construct, service: string, settings: BackendSettings): ITargetGroup {
    const targets = this.targetGroup(scope, service, settings);
    for (const [name, group] of sortedEntries(this.props.nodeGroups)) {
      new TargetAttachment(scope, `attachment-${name}`, { group, name: name, targetGroup: targets });
    }
    const { loadBalancer, nodes } = this.props;
    new SecurityGroupRule(scope, 'connection', {
      from: loadBalancer.securityGroup,
      port: settings.nodePort,
      description: `requests for ${service}`,
      to: nodes,
    });
    return targets;
  }

  private targetGroup(
    scope: Construct,
    service: string,
    { drainTimeout, healthPath, nodePort }: BackendSettings,
  ): ITargetGroup {
    const { loadBalancer, protocol } = this.props;
    const { healthCheck = defaultHealthCheck(healthPath, protocol) } = this.props;
    return new TargetGroup(scope, 'target-group', {
      deregistrationDelay: drainTimeout,
      healthCheck,
      name: `${loadBalancer.name}-${service}`,
      port: nodePort,
      protocol: 'HTTP',
      ...(protocol === 'grpc' && { version: 'GRPC' }),
      vpcId: loadBalancer.vpcId,
    });
  }

  private rule(own: ITargetGroup, others: readonly WeightedTargets[]): void {
    const { exposure, loadBalancer, weight = defaultWeight } = this.props;
    new LbListenerRule(this, 'listener-rule', {
      action: [others.length === 0 ? forwardTo(own) : weightedForward([{ targets: own, weight }, ...others])],
      condition: [{ hostHeader: { values: [exposure.host] } }, { pathPattern: { values: [...exposure.paths] } }],
      listenerArn: loadBalancer.listenerArn,
      priority: exposure.priority,
      tags: { Name: this.knownAs },
    });
  }
}

/** The question that the kubelet asks too. A gRPC service answers 0 (OK) where the health protocol is served at all. */
function defaultHealthCheck(path: string, protocol: ExposedProtocol | undefined): HealthCheck {
  return protocol === 'grpc' ? HealthCheck.grpc({ path }) : HealthCheck.http({ path });
}

/** The settings of one target group: the service's own, or a variant's. */
type BackendSettings = Pick<ExposedServiceProps, 'drainTimeout' | 'healthPath'> & Pick<Exposure, 'nodePort'>;

interface WeightedTargets {
  readonly targets: ITargetGroup;
  readonly weight: number;
}

function forwardTo({ targetGroupArn }: ITargetGroup): LbListenerRuleAction {
  return { targetGroupArn, type: 'forward' };
}

/** Not sticky: a client that once got one variant would stay with it whatever the weights say. */
function weightedForward(shares: readonly WeightedTargets[]): LbListenerRuleAction {
  return {
    forward: {
      // A duration is required where nothing lasts.
      stickiness: { duration: 1, enabled: false },
      targetGroup: shares.map(({ targets, weight }) => ({ arn: targets.targetGroupArn, weight })),
    },
    type: 'forward',
  };
}
