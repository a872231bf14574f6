import type { Placement } from '../../lib/kubernetes/pod/props';
import { environmentContract } from '../../lib/platform/infrastructure/infrastructure-contract';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';

/** Parts of the platform that have a node group. */
type PlacedPart = 'addons' | 'logging' | 'monitoring' | 'rabbitmq';

/** Returns the nodes of a part of the platform. A node group that does not exist is reported as `<part>-node-group`. */
export function placementProps(environment: Environment, part: PlacedPart): { readonly placement?: Placement } {
  const placement = environmentContract(environment).nodeGroups[environment[part].nodeGroup];
  return placement ? { placement } : {};
}

/** Returns the location of the node group of a part of the platform. */
export function placementSource(environment: Environment, part: PlacedPart) {
  return settingsLocation(environment).at('nodeGroups').at(environment[part].nodeGroup);
}
