import type { NodeGroup } from '../../lib/aws/compute/node-group';
import type { SecurityGroup } from '../../lib/aws/network/security-group';
import type { Stack } from '../../lib/aws/stack/stack';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import { exposeServices } from '../../lib/platform/constructs/expose-services';
import { type LoadBalancers, schemes, servicesOn } from './load-balancers';

export interface ExposedServicesProps {
  readonly loadBalancers: LoadBalancers;
  /** Node groups by name. */
  readonly nodeGroups: Readonly<Record<string, NodeGroup>>;
  /** Security group of the nodes. */
  readonly nodes: SecurityGroup;
  readonly services: readonly DeployedService[];
}

/** Exposes every service with an address on the load balancer of its scheme. */
export function exposedServices(
  stack: Stack,
  { loadBalancers, nodeGroups, nodes, services }: ExposedServicesProps,
): void {
  for (const scheme of schemes) {
    const loadBalancer = loadBalancers[scheme];
    if (!loadBalancer) continue;
    exposeServices(stack, { loadBalancer, nodeGroups, nodes, services: servicesOn(scheme, services) });
  }
}
