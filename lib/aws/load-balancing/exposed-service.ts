import { LbListenerRule, type LbListenerRuleAction } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { variantName } from '../../core/contract';
import { addFindings, forwardSources } from '../../core/diagnostics';
import { earlierOwner } from '../../core/owners';
import { previousConstructId, stableName } from '../../core/stable-name';
import type { Duration } from '../../core/units';
import { SecurityGroupRule } from '../network/security-group-rule';
import { keepPreviousName } from '../stack/moved-blocks';
import { checkExposedService, defaultWeight } from './exposed-service-checks';
import { type ExposedServiceProps, type VariantProps } from './exposed-service-props';
import { HealthCheck } from './health-check';
import { checkListenerRule, type ListenerRule } from './listener-rules';
import { TargetAttachment } from './target-attachment';
import { type ITargetGroup, TargetGroup } from './target-group';

/**
 * A service behind an application load balancer: listener rule, target group, and the node port of every node.
 *
 * @example
 * new ExposedService(stack, 'service-web', {
 *   serviceName: 'web',
 *   drainTimeout: '30s',
 *   exposure: { host: 'app.example.com', nodePort: 30080, paths: ['/*'], priority: 10 },
 *   healthPath: '/health/ready',
 *   loadBalancer,
 *   nodeGroups: { general: nodeGroup },
 *   nodes,
 * });
 */
export class ExposedService extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExposedServiceProps,
  ) {
    super(scope, id);
    addFindings(this, [
      ...checkExposedService(this, props),
      ...checkListenerRule(props.loadBalancer, this.listenerRule()),
    ]);
    const { variants = {} } = props;
    const own = this.createBackend(this, ownBackend(this.physicalName, props));
    const weighted = sortedEntries(variants).map(([name, variant]) => {
      // The id is part of Terraform addresses, so it keeps the former word for a variant.
      const variantScope = new Construct(this, `revision-${name}`);
      const backend = variantBackend(variantName(this.physicalName, name), name, variant, props);
      return { targetGroup: this.createBackend(variantScope, backend), weight: variant.weight };
    });
    this.openHealthCheckPort();
    this.createListenerRule(own, weighted);
    const { renamedFrom, serviceName } = props;
    keepPreviousName(this, previousConstructId(this, { name: serviceName, renamedFrom }));
  }

  private get physicalName(): string {
    const { physicalName, renamedFrom, serviceName } = this.props;
    return stableName({ name: serviceName, physicalName, renamedFrom });
  }

  private listenerRule(): ListenerRule {
    const { exposure, nodeGroups, serviceName, variants = {} } = this.props;
    const instances = Object.values(nodeGroups).reduce((sum, { maxSize }) => sum + maxSize, 0);
    const targetGroups = 1 + Object.keys(variants).length;
    return { ...exposure, service: serviceName, targetGroups, targets: instances * targetGroups };
  }

  /** Creates target group, attachments and security group rule of the service itself or of a variant. */
  private createBackend(scope: Construct, backend: Backend): ITargetGroup {
    const targetGroup = this.createTargetGroup(scope, backend);
    for (const [name, group] of sortedEntries(this.props.nodeGroups)) {
      const attachment = new TargetAttachment(scope, `attachment-${name}`, { group, name, targetGroup });
      forwardSources(this, attachment, { group: ['nodeGroups', name] });
    }
    const { loadBalancer, nodes } = this.props;
    // A second service of a node port is reported, and its rule is the same.
    if (earlierOwner(this, nodes, `requests on port ${backend.nodePort}`) !== undefined) return targetGroup;
    const rule = new SecurityGroupRule(scope, 'connection', {
      from: loadBalancer.securityGroup,
      port: backend.nodePort,
      description: `requests for ${backend.name}`,
      to: nodes,
    });
    forwardSources(this, rule, { port: backend.sources.port });
    return targetGroup;
  }

  /**
   * Allows health checks on a port of their own. All target groups use it, and services may share it, such as that of kube-proxy: the
   * rule belongs to the load balancer.
   */
  private openHealthCheckPort(): void {
    const { exposure, healthCheck, loadBalancer, nodes, variants = {} } = this.props;
    const port = healthCheck?.portFor(exposure.nodePort) ?? exposure.nodePort;
    const nodePorts = [exposure.nodePort, ...Object.values(variants).map(({ nodePort }) => nodePort)];
    const id = `health-check-${port}-${nodes.displayName.replace(/\W+/g, '-')}`;
    if (nodePorts.includes(port) || loadBalancer.node.tryFindChild(id)) return;
    const description = 'health checks';
    const rule = new SecurityGroupRule(loadBalancer, id, {
      from: loadBalancer.securityGroup,
      port,
      description,
      to: nodes,
    });
    forwardSources(this, rule, { port: 'healthCheck.port' });
  }

  private createTargetGroup(
    scope: Construct,
    { drainTimeout, healthPath, name, nodePort, sources }: Backend,
  ): TargetGroup {
    const { healthCheck, loadBalancer, protocol } = this.props;
    const targetGroup = new TargetGroup(scope, 'target-group', {
      deregistrationDelay: drainTimeout,
      healthCheck: healthCheck ?? defaultHealthCheck(healthPath, protocol),
      name: `${loadBalancer.name}-${name}`,
      port: nodePort,
      protocol: 'HTTP',
      ...(protocol === 'grpc' && { version: 'GRPC' }),
      vpcId: loadBalancer.vpcId,
    });
    const { 'healthCheck.path': path, ...others } = sources;
    forwardSources(this, targetGroup, healthCheck ? others : { ...others, 'healthCheck.path': path });
    return targetGroup;
  }

  private createListenerRule(own: ITargetGroup, variants: readonly WeightedTargetGroup[]): void {
    const { exposure, loadBalancer, weight = defaultWeight } = this.props;
    new LbListenerRule(this, 'listener-rule', {
      action: [variants.length === 0 ? forwardTo(own) : weightedForward([{ targetGroup: own, weight }, ...variants])],
      condition: [{ hostHeader: { values: [exposure.host] } }, { pathPattern: { values: [...exposure.paths] } }],
      listenerArn: loadBalancer.listenerArn,
      priority: exposure.priority,
      tags: { Name: this.physicalName },
    });
  }
}

/** The settings of one target group, and the props of the exposed service that they are copied from. */
interface Backend {
  readonly name: string;
  readonly drainTimeout: Duration;
  readonly healthPath: string;
  readonly nodePort: number;
  readonly sources: Readonly<
    Record<'deregistrationDelay' | 'healthCheck' | 'healthCheck.path' | 'name' | 'port', string | readonly string[]>
  >;
}

function ownBackend(name: string, { drainTimeout, exposure, healthPath, physicalName }: ExposedServiceProps): Backend {
  return {
    drainTimeout,
    healthPath,
    name,
    nodePort: exposure.nodePort,
    sources: {
      'deregistrationDelay': 'drainTimeout',
      'healthCheck': 'healthCheck',
      'healthCheck.path': 'healthPath',
      'name': physicalName === undefined ? 'serviceName' : 'physicalName',
      'port': 'exposure.nodePort',
    },
  };
}

function variantBackend(
  name: string,
  variant: string,
  { drainTimeout, healthPath, nodePort }: VariantProps,
  props: ExposedServiceProps,
): Backend {
  const own = ownBackend(name, props);
  const prop = (key: keyof VariantProps) => ['variants', variant, key];
  return {
    ...own,
    ...(drainTimeout !== undefined && { drainTimeout }),
    ...(healthPath !== undefined && { healthPath }),
    nodePort,
    sources: {
      ...own.sources,
      ...(drainTimeout !== undefined && { deregistrationDelay: prop('drainTimeout') }),
      ...(healthPath !== undefined && { 'healthCheck.path': prop('healthPath') }),
      port: prop('nodePort'),
    },
  };
}

/** Returns the health check of the kubelet. A gRPC service returns 0 (OK) if it implements the health protocol at all. */
function defaultHealthCheck(path: string, protocol: ExposedServiceProps['protocol']): HealthCheck {
  return protocol === 'grpc' ? HealthCheck.grpc({ path }) : HealthCheck.http({ path });
}

interface WeightedTargetGroup {
  readonly targetGroup: ITargetGroup;
  readonly weight: number;
}

function forwardTo({ targetGroupArn }: ITargetGroup): LbListenerRuleAction {
  return { targetGroupArn, type: 'forward' };
}

/** Returns a forward action without stickiness, which would keep clients on a variant in spite of the weights. */
function weightedForward(targetGroups: readonly WeightedTargetGroup[]): LbListenerRuleAction {
  return {
    forward: {
      // AWS requires a duration even if stickiness is disabled.
      stickiness: { duration: 1, enabled: false },
      targetGroup: targetGroups.map(({ targetGroup, weight }) => ({ arn: targetGroup.targetGroupArn, weight })),
    },
    type: 'forward',
  };
}
