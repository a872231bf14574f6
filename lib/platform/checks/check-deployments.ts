import { sortedEntries } from '../../core/canonical';
import type { Diagnostic } from '../../core/diagnostics';
import type { SettingsLocation } from '../../core/settings-location';
import { didYouMean } from '../../core/did-you-mean';
import type { ServiceEnvironment } from '../definitions/deployed-services';
import { checkVariants } from './check-variants';
import { type CheckedServices, serviceDiagnostic, suggestion } from './check-services';
import { isTask } from '../definitions/service-definition';
import type { Service } from '../definitions/service-list';

/** Settings of an environment that its services depend on. */
export interface CheckedEnvironment extends ServiceEnvironment {
  readonly name: string;
  readonly nodeGroups: Readonly<Record<string, { readonly renamedFrom?: string }>>;
  readonly network: { readonly nat: string };
}

/** Mistakes of services in one environment: sizes, node groups, access to the internet, variants. */
export function checkDeployments(
  { rejectedNames, services }: Pick<CheckedServices, 'rejectedNames' | 'services'>,
  environment: CheckedEnvironment,
  location: SettingsLocation,
): Diagnostic[] {
  return [
    ...checkSizes(services, environment),
    ...checkServiceSettings(services, rejectedNames, environment, location),
    ...checkNodeGroups(services, environment),
    ...checkInternetAccess(services, environment, location),
    ...services.flatMap((service) => checkVariants(service, environment, location)),
  ];
}

function checkSizes(services: readonly Service[], environment: CheckedEnvironment): Diagnostic[] {
  return services
    .filter(({ definition }) => !isTask(definition) && !definition.size && !environment.services[definition.name])
    .map((service) => ({
      id: 'service-size',
      path: environment.name,
      message: `size must be set for a service that an environment does not size; got none`,
      source: service.location.atPath('size').toString(),
      hint: `write size: { minReplicas, maxReplicas, cpu, memory }, or set services.${service.definition.name} for every environment`,
    }));
}

function checkServiceSettings(
  services: readonly Service[],
  rejectedNames: readonly string[],
  environment: CheckedEnvironment,
  location: SettingsLocation,
): Diagnostic[] {
  const running = services.filter(({ definition }) => !isTask(definition));
  const names = running.map(({ definition }) => definition.name);
  return sortedEntries(environment.services)
    .filter(([name]) => ![...names, ...rejectedNames].includes(name))
    .map(([name]) => ({
      id: 'service-settings',
      path: environment.name,
      message: `services must have names of services as keys (${names.join(', ')}); got '${name}'`,
      source: location.atPath('services', name).toString(),
      hint: renameHint(name, running, environment),
    }));
}

/** Settings of an unknown service are misspelt, or belong to a service that was renamed. */
function renameHint(name: string, services: readonly Service[], environment: CheckedEnvironment): string {
  const renamed = services.find(
    ({ definition }) => definition.renamedFrom === name && !environment.services[definition.name],
  );
  if (renamed) return `rename the key to '${renamed.definition.name}'`;
  const names = services.map(({ definition }) => definition.name);
  const near = didYouMean(name, names) === undefined ? 'remove it' : suggestion(name, names);
  const unsized = services.filter(({ definition }) => !definition.size && !environment.services[definition.name]);
  const [candidate, ...others] = unsized;
  if (!candidate || others.length > 0) return near;
  const { definition, location } = candidate;
  return `rename the key to '${definition.name}', and write renamedFrom: '${name}' in ${location.file} if ${definition.name} is ${name} under a new name`;
}

function checkNodeGroups(services: readonly Service[], environment: CheckedEnvironment): Diagnostic[] {
  const groups = Object.keys(environment.nodeGroups);
  return services
    .filter(({ definition }) => !groups.includes(definition.nodeGroup))
    .map((service) =>
      serviceDiagnostic(service, ['nodeGroup'], {
        id: 'service-node-group',
        message: `nodeGroup must be a node group of ${environment.name} (${groups.join(', ')}); got '${service.definition.nodeGroup}'`,
        hint: nodeGroupHint(service.definition.nodeGroup, environment.nodeGroups),
      }),
    );
}

/** Checks of the node groups of pods that are no service. */
const nodeGroupChecks = {
  addons: 'addons-node-group',
  logging: 'logging-node-group',
  monitoring: 'monitoring-node-group',
  rabbitmq: 'rabbitmq-node-group',
} as const;

/** Checks the node group of pods that are no service. */
export function checkPlatformNodeGroup(
  owner: keyof typeof nodeGroupChecks,
  nodeGroup: string,
  { name, nodeGroups }: Pick<CheckedEnvironment, 'name' | 'nodeGroups'>,
  location: SettingsLocation,
): Diagnostic[] {
  if (Object.hasOwn(nodeGroups, nodeGroup)) return [];
  return [
    {
      id: nodeGroupChecks[owner],
      path: name,
      message: `nodeGroup must be a node group of ${name} (${Object.keys(nodeGroups).join(', ')}); got '${nodeGroup}'`,
      source: location.toString(),
      hint: nodeGroupHint(nodeGroup, nodeGroups),
    },
  ];
}

/** The node group that the members of a RabbitMQ cluster run on. */
export interface RabbitmqNodes {
  /** Number of availability zones. */
  readonly zones: number;
  /** Maximum number of nodes in all zones together, which are balanced. */
  readonly maxNodes: number;
}

/**
 * Checks that members find nodes, and that the loss of a zone leaves a majority. Two members never share a node, and zones have
 * equal numbers of members, or one more.
 */
export function checkRabbitmqNodes(
  { replicas }: { readonly replicas: number },
  { maxNodes, zones }: RabbitmqNodes,
  name: string,
  location: SettingsLocation,
): Diagnostic[] {
  const source = location.toString();
  const inLargestZone = Math.ceil(replicas / zones);
  const found: Diagnostic[] = [];
  if (!(replicas <= maxNodes)) {
    found.push({
      id: 'rabbitmq-nodes',
      path: name,
      message: `replicas must be at most the maximum number of nodes of the node group (${maxNodes}); got ${replicas}`,
      source,
      hint: `lower replicas, or raise the maximum size of the node group: two members never share a node`,
    });
  }
  // Other numbers have no majority in any case, and are reported by the cluster.
  const isQuorum = replicas >= 3 && replicas % 2 === 1;
  if (isQuorum && !(replicas - inLargestZone > replicas / 2)) {
    found.push({
      id: 'rabbitmq-zones',
      path: name,
      message: `replicas must have a majority without any of the ${zones} zones; got ${replicas}, with ${inLargestZone} in one zone`,
      source,
      hint: 'use three zones',
    });
  }
  return found;
}

function nodeGroupHint(nodeGroup: string, groups: CheckedEnvironment['nodeGroups']): string {
  const renamed = Object.entries(groups).find(([, { renamedFrom }]) => renamedFrom === nodeGroup);
  if (renamed) return `write '${renamed[0]}', the new name of '${nodeGroup}'`;
  return suggestion(nodeGroup, Object.keys(groups));
}

function checkInternetAccess(
  services: readonly Service[],
  { name, network }: CheckedEnvironment,
  location: SettingsLocation,
): Diagnostic[] {
  if (network.nat !== 'none') return [];
  return services.flatMap((service) => {
    const index = service.definition.connectsTo.indexOf('internet');
    if (index < 0) return [];
    return [
      serviceDiagnostic(service, ['connectsTo', String(index)], {
        id: 'internet-access',
        message: `connectsTo must not contain 'internet' where network.nat is 'none', as in ${name}; got 'internet'`,
        hint: `remove it, or set network.nat to 'single' in ${location.atPath('network', 'nat').file}`,
      }),
    ];
  });
}
