import { entriesOf } from '../core/canonical';
import { revisionName } from '../core/contract';
import type { Problem } from '../core/diagnostics';
import { nearest } from '../core/did-you-mean';
import { sourceOf } from '../../environments';
import type { Environment } from '../../environments/environment';
import { problemOf } from './problem';
import { isTask, type ServiceDefinition } from './service-definition';
import { checkRevisions, sharedNodePorts, twoAddresses } from './check-exposures';

/** Names that a service may talk to without being one. */
export const platformTargets = ['broker', 'database', 'internet'] as const;

/** Services and revisions that have the name of another one: two that cannot even be described side by side. */
export function sameNames(services: readonly ServiceDefinition[]): Problem[] {
  const owners = new Map<string, string>();
  return services.flatMap((service) => {
    const revisions = Object.keys('revisions' in service ? (service.revisions ?? {}) : {});
    const names = [service.name, ...revisions.map((revision) => revisionName(service.name, revision))];
    return names
      .filter((name) => {
        const taken = owners.has(name);
        owners.set(name, service.name);
        return taken;
      })
      .map((name) =>
        name === service.name
          ? problemOf(
              service,
              'name',
              `a service's name is its own, got '${name}' twice`,
              'rename the one that was copied, and its file',
            )
          : problemOf(
              service,
              'revisions',
              `a revision's name in the cluster is its own, got '${name}', which is a service`,
              'rename the revision',
            ),
      );
  });
}

/** What is wrong with the list of services: ports used twice, relations to nobody, sizes of nobody. */
export function validateServices(
  services: readonly ServiceDefinition[],
  environments: readonly Environment[],
): Problem[] {
  return [
    ...sharedNodePorts(services),
    ...services.flatMap(twoAddresses),
    ...services.flatMap((service) => unknownTargets(service, services)),
    ...unknownReleases(services),
    ...environments.flatMap((environment) => [
      ...withoutSize(services, environment),
      ...withoutService(services, environment),
      ...withoutGroup(services, environment),
      ...withoutInternet(services, environment),
      ...services.flatMap((service) => checkRevisions(service, environment)),
    ]),
  ];
}

function unknownTargets(service: ServiceDefinition, services: readonly ServiceDefinition[]): Problem[] {
  const known = [...platformTargets, ...services.filter(({ kind }) => kind === 'web-service').map(({ name }) => name)];
  return service.talksTo
    .filter((target) => !known.includes(target))
    .map((target) =>
      problemOf(
        service,
        'talksTo',
        `talksTo names who can be talked to (${known.join(', ')}), got '${target}'`,
        corrected(target, known, 'correct the name, or remove it'),
      ),
    );
}

function unknownReleases(services: readonly ServiceDefinition[]): Problem[] {
  const released = services.filter((service) => !isTask(service)).map(({ name }) => name);
  return services
    .filter(isTask)
    .filter(({ release }) => !released.includes(release))
    .map((task) =>
      problemOf(
        task,
        'release',
        `a task runs the image of a service, got '${task.release}' (services: ${released.join(', ')})`,
        corrected(task.release, released, 'name the service whose release it belongs to'),
      ),
    );
}

function withoutSize(services: readonly ServiceDefinition[], environment: Environment): Problem[] {
  return services
    .filter((service) => !isTask(service) && (service.size ?? environment.services[service.name]) === undefined)
    .map(({ name }) => ({
      path: environment.name,
      rule: `every service has a size, got none for ${name}`,
      where: sourceOf(environment)(`services.${name}`),
      fix: `write size: { min, max, cpu, memory } in apps/services/${name}.ts`,
    }));
}

function withoutService(services: readonly ServiceDefinition[], environment: Environment): Problem[] {
  const names = services.filter((service) => !isTask(service)).map(({ name }) => name);
  return entriesOf(environment.services)
    .filter(([name]) => !names.includes(name))
    .map(([name]) => ({
      path: environment.name,
      rule: `a size belongs to a service, got one for '${name}' (services: ${names.join(', ')})`,
      where: sourceOf(environment)(`services.${name}`),
      fix: renamed(name, names),
    }));
}

function withoutGroup(services: readonly ServiceDefinition[], environment: Environment): Problem[] {
  const groups = Object.keys(environment.nodeGroups);
  return services
    .filter(({ nodeGroup }) => !groups.includes(nodeGroup))
    .map((service) =>
      problemOf(
        service,
        'nodeGroup',
        `nodeGroup is one of ${environment.name} (${groups.join(', ')}), got '${service.nodeGroup}'`,
        corrected(service.nodeGroup, groups, 'correct the name, or add the group'),
      ),
    );
}

function withoutInternet(services: readonly ServiceDefinition[], { name, network }: Environment): Problem[] {
  if (network.nat !== 'none') return [];
  return services
    .filter(({ talksTo }) => talksTo.includes('internet'))
    .map((service) =>
      problemOf(
        service,
        'talksTo',
        `without NAT nobody reaches the internet, got 'internet', and network.nat of ${name} is 'none'`,
        `remove it, or set network.nat to 'single' in environments/${name}.ts`,
      ),
    );
}

/** A fix that says which name was meant, where one is near. */
function corrected(written: string, names: readonly string[], fix: string): string {
  const meant = nearest(written, names);
  return meant === undefined ? fix : `${fix}: did you mean ${meant}?`;
}

/** A size under a name that is near a service's is misspelt, or the service was renamed without its size. */
function renamed(written: string, names: readonly string[]): string {
  const fix = 'correct the name, or remove it';
  const meant = nearest(written, names);
  if (meant === undefined) return fix;
  return `${fix}: did you mean ${meant}? If it was renamed, write renamedFrom: '${written}' in apps/services/${meant}.ts too`;
}
