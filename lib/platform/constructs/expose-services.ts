import { stableName } from '../../core/stable-name';
import type { Construct } from 'constructs';
import type { ApplicationLoadBalancer } from '../../aws/load-balancing/application-load-balancer';
import { ExposedService } from '../../aws/load-balancing/exposed-service';
import type { ExposedServiceProps, VariantProps } from '../../aws/load-balancing/exposed-service-props';
import type { INodeGroup } from '../../aws/load-balancing/target-attachment';
import type { ISecurityGroup } from '../../aws/network/security-group';
import { sortedEntries } from '../../core/canonical';
import { computed, computedProps, type Sources, withSources } from '../../core/diagnostics';

import { withoutRejected } from './rejected-service';
import type { DeployedService, DeployedVariant } from '../definitions/deployed-services';
import type { WebServiceDefinition } from '../definitions/service-definition';

export interface ExposeServicesProps {
  /** Services, of which those with an exposure are exposed. */
  readonly services: readonly DeployedService[];
  readonly loadBalancer: ApplicationLoadBalancer;
  /** Node groups by the name that services use. */
  readonly nodeGroups: Readonly<Record<string, INodeGroup>>;
  /** Security group of the nodes. */
  readonly nodes: ISecurityGroup;
}

/**
 * Creates listener rule, target group and security-group rules of every exposed service.
 *
 * @example
 * exposeServices(stack, { services: [service], loadBalancer, nodeGroups: { general: nodeGroup }, nodes });
 */
export function exposeServices(scope: Construct, props: ExposeServicesProps): void {
  for (const service of withoutRejected(scope, props.services)) {
    const { definition, exposure } = service;
    if (definition.kind !== 'web-service' || !exposure) continue;
    const { variants } = service;
    const name = stableName(definition);
    const group = props.nodeGroups[definition.nodeGroup];
    const exposed = new ExposedService(scope, `service-${name}`, {
      drainTimeout: definition.drainTimeout,
      exposure,
      healthPath: definition.readinessPath,
      loadBalancer: props.loadBalancer,
      // A node group that does not exist is reported by the checks of services, and by checkPlatform.
      nodeGroups: group ? { [definition.nodeGroup]: group } : {},
      nodes: props.nodes,
      serviceName: name,
      variants: variantProps(variants),
      weight: remainingWeight(variants),
    });
    withSources(ExposedService, exposed, exposedServiceSources(service));
  }
}

/** The percentage of requests that variants leave. Mistaken weights are reported for the variants. */
function remainingWeight(variants: Readonly<Record<string, DeployedVariant>>): number {
  const sum = Object.values(variants).reduce((total, { weight }) => total + weight, 0);
  return Math.max(0, Math.round(100 - sum));
}

function variantProps(variants: Readonly<Record<string, DeployedVariant>>): Readonly<Record<string, VariantProps>> {
  return Object.fromEntries(
    sortedEntries(variants).flatMap(([name, { service, weight }]) => {
      const { definition, exposure } = service;
      if (!exposure) return [];
      const { drainTimeout, readinessPath: healthPath } = definition as WebServiceDefinition;
      return [[name, { drainTimeout, healthPath, nodePort: exposure.nodePort, weight }]];
    }),
  );
}

function exposedServiceSources({
  exposureSources,
  settingLocation,
  variants,
}: DeployedService): Sources<ExposedServiceProps> {
  return {
    drainTimeout: settingLocation('drainTimeout'),
    exposure: exposureSources ?? computed,
    healthPath: settingLocation('readinessPath'),
    nodeGroups: settingLocation('nodeGroup'),
    serviceName: settingLocation('name'),
    variants: Object.fromEntries(
      sortedEntries(variants).map(([name, { service, weightLocation }]): [string, Sources<VariantProps>] => [
        name,
        {
          drainTimeout: service.settingLocation('drainTimeout'),
          healthPath: service.settingLocation('readinessPath'),
          nodePort: service.settingLocation('nodePort'),
          weight: weightLocation,
        },
      ]),
    ),
    ...computedProps('healthCheck', 'loadBalancer', 'nodes', 'physicalName', 'protocol', 'renamedFrom', 'weight'),
  };
}
