import { sortedEntries } from '../core/canonical';
import { variantName } from '../core/contract';
import type { Diagnostic } from '../core/diagnostics';
import { didYouMean } from '../core/did-you-mean';
import { settingSource } from '../../environments';
import type { Environment } from '../../environments/environment';
import { serviceDiagnostic } from './problem';
import { isTask, type ServiceDefinition } from './service-definition';
import { checkVariants, checkNodePorts, checkSingleAddress } from './check-exposures';

/** Names that a service may talk to without being one. */
export const platformTargets = ['rabbitmq', 'database', 'internet'] as const;

/** Services and variants that have the name of another one: two that cannot even be described side by side. */
export function checkUniqueNames(services: readonly ServiceDefinition[]): Diagnostic[] {
  const owners = new Map<string, string>();
  return services.flatMap((service) => {
    const variants = Object.keys('variants' in service ? (service.variants ?? {}) : {});
    const names = [service.name, ...variants.map((revision) => variantName(service.name, revision))];
    return names
      .filter((name) => {
        const taken = owners.has(name);
        owners.set(name, service.name);
        return taken;
      })
      .map((name) =>
        name === service.name
          ? serviceDiagnostic(
              service,
              'name',
              `a service's name is its own, got '${name}' twice`,
              'rename the one that was copied, and its file',
            )
          : serviceDiagnostic(
              service,
              'variants',
              `a variant's name in the cluster is its own, got '${name}', which is a service`,
              'rename the variant',
            ),
      );
  });
}

/** What is wrong with the list of services: ports used twice, relations to nobody, sizes of nobody. */
export function checkServices(
  services: readonly ServiceDefinition[],
  environments: readonly Environment[],
): Diagnostic[] {
  return [
    ...checkNodePorts(services),
    ...services.flatMap(checkSingleAddress),
    ...services.flatMap((service) => checkConnectsTo(service, services)),
    ...checkImageFrom(services),
    ...environments.flatMap((environment) => [
      ...checkSizes(services, environment),
      ...checkServiceSettings(services, environment),
      ...checkNodeGroups(services, environment),
      ...checkInternetAccess(services, environment),
      ...services.flatMap((service) => checkVariants(service, environment)),
    ]),
  ];
}

function checkConnectsTo(service: ServiceDefinition, services: readonly ServiceDefinition[]): Diagnostic[] {
  const known = [...platformTargets, ...services.filter(({ kind }) => kind === 'web-service').map(({ name }) => name)];
  return service.connectsTo
    .filter((target) => !known.includes(target))
    .map((target) =>
      serviceDiagnostic(
        service,
        'connectsTo',
        `connectsTo names who can be talked to (${known.join(', ')}), got '${target}'`,
        corrected(target, known, 'correct the name, or remove it'),
      ),
    );
}

function checkImageFrom(services: readonly ServiceDefinition[]): Diagnostic[] {
  const released = services.filter((service) => !isTask(service)).map(({ name }) => name);
  return services
    .filter(isTask)
    .filter(({ imageFrom }) => !released.includes(imageFrom))
    .map((task) =>
      serviceDiagnostic(
        task,
        'release',
        `a task runs the image of a service, got '${task.imageFrom}' (services: ${released.join(', ')})`,
        corrected(task.imageFrom, released, 'name the service whose release it belongs to'),
      ),
    );
}

function checkSizes(services: readonly ServiceDefinition[], environment: Environment): Diagnostic[] {
  return services
    .filter((service) => !isTask(service) && (service.size ?? environment.services[service.name]) === undefined)
    .map(({ name }) => ({
      path: environment.name,
      message: `every service has a size, got none for ${name}`,
      source: settingSource(environment)(`services.${name}`),
      hint: `write size: { min, max, cpu, memory } in apps/services/${name}.ts`,
    }));
}

function checkServiceSettings(services: readonly ServiceDefinition[], environment: Environment): Diagnostic[] {
  const names = services.filter((service) => !isTask(service)).map(({ name }) => name);
  return sortedEntries(environment.services)
    .filter(([name]) => !names.includes(name))
    .map(([name]) => ({
      path: environment.name,
      message: `a size belongs to a service, got one for '${name}' (services: ${names.join(', ')})`,
      source: settingSource(environment)(`services.${name}`),
      hint: renamed(name, names),
    }));
}

function checkNodeGroups(services: readonly ServiceDefinition[], environment: Environment): Diagnostic[] {
  const groups = Object.keys(environment.nodeGroups);
  return services
    .filter(({ nodeGroup }) => !groups.includes(nodeGroup))
    .map((service) =>
      serviceDiagnostic(
        service,
        'nodeGroup',
        `nodeGroup is one of ${environment.name} (${groups.join(', ')}), got '${service.nodeGroup}'`,
        corrected(service.nodeGroup, groups, 'correct the name, or add the group'),
      ),
    );
}

function checkInternetAccess(services: readonly ServiceDefinition[], { name, network }: Environment): Diagnostic[] {
  if (network.nat !== 'none') return [];
  return services
    .filter(({ connectsTo }) => connectsTo.includes('internet'))
    .map((service) =>
      serviceDiagnostic(
        service,
        'connectsTo',
        `without NAT nobody reaches the internet, got 'internet', and network.nat of ${name} is 'none'`,
        `remove it, or set network.nat to 'single' in environments/${name}.ts`,
      ),
    );
}

/** A fix that says which name was meant, where one is near. */
function corrected(written: string, names: readonly string[], hint: string): string {
  const meant = didYouMean(written, names);
  return meant === undefined ? hint : `${hint}: did you mean ${meant}?`;
}

/** A size under a name that is near a service's is misspelt, or the service was renamed without its size. */
function renamed(written: string, names: readonly string[]): string {
  const hint = 'correct the name, or remove it';
  const meant = didYouMean(written, names);
  if (meant === undefined) return hint;
  return `${hint}: did you mean ${meant}? If it was renamed, write renamedFrom: '${written}' in apps/services/${meant}.ts too`;
}
