import { stableName } from '../../core/stable-name';
import { type AcceptedAddresses, variantName } from '../../core/contract';
import { type Diagnostic, type Finding, locate } from '../../core/diagnostics';
import { didYouMean } from '../../core/did-you-mean';
import { checkName } from '../../core/naming';
import { lookUp } from '../../core/settings-location';

import { infrastructureTargets, serviceTargets } from '../constructs/connectivity';
import { checkAvailability } from '../definitions/availability';
import { checkPoolSize } from '../definitions/database-pool';
import { addressSetting, serviceAddress } from '../definitions/exposures';
import { internalLabel } from '../infrastructure/resource-names';
import { imageOwner, isTask, type ServiceDefinition } from '../definitions/service-definition';
import type { Service } from '../definitions/service-list';
import { checkServiceDefinition } from '../definitions/service-schema';

/** Services that can be created, and the mistakes of the others. */
export interface CheckedServices {
  readonly services: readonly Service[];
  /** Names of services with mistakes, which are not created. Settings may refer to them. */
  readonly rejectedNames: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Removes definitions with missing, misspelt or wrongly typed keys, and names that occur twice. */
export function checkList(list: readonly Service[]): CheckedServices {
  const checked = list.map((service) => ({
    service,
    mistakes: checkServiceDefinition(service.definition, service.location),
  }));
  const isValid = ({ mistakes }: (typeof checked)[number]) => mistakes.length === 0;
  const named = checkNames(checked.filter(isValid).map(({ service }) => service));
  return {
    services: named.services,
    rejectedNames: list
      .filter(({ key }) => !named.services.some((service) => service.key === key))
      .flatMap(({ definition, key }) => [key, String(lookUp(definition, ['name']))]),
    diagnostics: [...checked.flatMap(({ mistakes }) => mistakes), ...named.diagnostics],
  };
}

/**
 * Removes what cannot be created: a second service of a name, and a variant with the name of a service. A service whose name is
 * malformed is checked under the name of its file, to avoid follow-up errors.
 */
export function checkNames(list: readonly Service[]): Omit<CheckedServices, 'rejectedNames'> {
  const diagnostics: Diagnostic[] = [];
  const named = list.map((service) => {
    const found = checkName('deployment', service.definition.name);
    if (found.length === 0) return service;
    diagnostics.push(...found.map((finding) => serviceDiagnostic(service, ['name'], finding)));
    return { ...service, definition: { ...service.definition, name: service.key } };
  });
  const services = named.filter((service, index) => {
    const { name } = service.definition;
    // The file of the same name defines the existing service; a copy of it has another name.
    const owner = named.find(({ definition, key }) => definition.name === name && key === name);
    const isFirst = named.findIndex(({ definition }) => definition.name === name) === index;
    if (owner ? owner === service : isFirst) return true;
    const other = owner ?? named.find(({ definition }) => definition.name === name);
    diagnostics.push(
      serviceDiagnostic(service, ['name'], {
        id: 'service-name',
        message: `name must be unique; got '${name}', which is the name in ${other?.location.file}`,
        hint: `write name: '${service.key}'`,
      }),
    );
    return false;
  });
  const names = services.map(({ definition }) => definition.name);
  return {
    services: services.map((service) => {
      const taken = variantNames(service.definition).filter((variant) =>
        names.includes(variantName(service.definition.name, variant)),
      );
      diagnostics.push(
        ...taken.map((variant) =>
          serviceDiagnostic(service, ['variants', variant], {
            id: 'variant-name',
            message: `the name of a variant in the cluster must not be a service's; got '${variantName(service.definition.name, variant)}'`,
            hint: 'rename the variant',
          }),
        ),
      );
      return taken.length === 0 ? service : withoutVariants(service, taken);
    }),
    diagnostics,
  };
}

/** Mistakes of the services as a list, in all environments: addresses, connections, pool sizes and images of tasks. */
export function checkServices(
  { rejectedNames, services }: Pick<CheckedServices, 'rejectedNames' | 'services'>,
  targets: readonly string[] = [],
): Diagnostic[] {
  return [
    ...checkNodePorts(services),
    ...services.flatMap(checkSingleAddress),
    ...services.flatMap(checkSubdomain),
    ...services.flatMap((service) => checkConnectsTo(service, services, { rejectedNames, targets })),
    ...checkImageFrom(services, rejectedNames),
    ...services.flatMap((service) =>
      [...checkPoolSize(service.definition), ...checkAvailability(service.definition)].map((finding) =>
        serviceDiagnostic(service, [finding.setting].flat(), finding),
      ),
    ),
  ];
}

/** True if two services or variants claim one node port, or two services one priority of a load balancer. */
export function hasAddressConflict(services: readonly Service[]): boolean {
  const nodePorts = services.flatMap(({ definition }) => nodePortClaims(definition).map(({ nodePort }) => nodePort));
  const priorities = services.flatMap(({ definition }) => {
    const address = serviceAddress(definition);
    return address ? [`${addressSetting(definition)} ${address.priority}`] : [];
  });
  return new Set(nodePorts).size < nodePorts.length || new Set(priorities).size < priorities.length;
}

/** Sorts services with their accepted address to the front, so that a conflict is reported for the new one. */
export function acceptedFirst(services: readonly Service[], accepted: AcceptedAddresses): Service[] {
  const isAccepted = ({ definition }: Service) => {
    const address = serviceAddress(definition);
    if (!address) return false;
    const name = stableName(definition);
    const priority = accepted.priorities.get(name);
    return (
      accepted.nodePorts.get(name) === address.nodePort && (priority === undefined || priority === address.priority)
    );
  };
  return [...services.filter(isAccepted), ...services.filter((service) => !isAccepted(service))];
}

/** Node ports that two services or variants claim: the later one of the list is at fault. */
function checkNodePorts(services: readonly Service[]): Diagnostic[] {
  const owners = new Map<number, string>();
  return services.flatMap((service) =>
    nodePortClaims(service.definition).flatMap(({ name, nodePort, setting }) => {
      const owner = owners.get(nodePort);
      owners.set(nodePort, owner ?? name);
      if (owner === undefined) return [];
      return [
        serviceDiagnostic(service, setting, {
          id: 'node-port-conflict',
          message: `nodePort must be unique; got ${nodePort}, the node port of ${owner}`,
          hint: `choose another port from 30000 to 32767, and keep that of ${owner}`,
        }),
      ];
    }),
  );
}

function nodePortClaims(service: ServiceDefinition) {
  const [address, setting] = [serviceAddress(service), addressSetting(service)];
  if (service.kind !== 'web-service') return [];
  return [
    ...(address && setting
      ? [{ name: `'${service.name}'`, nodePort: address.nodePort, setting: [setting, 'nodePort'] }]
      : []),
    ...Object.entries(service.variants ?? {}).map(([variant, { nodePort }]) => ({
      name: `variant '${variant}' of '${service.name}'`,
      nodePort,
      setting: ['variants', variant, 'nodePort'],
    })),
  ];
}

function checkSingleAddress(service: Service): Diagnostic[] {
  const { definition } = service;
  if (definition.kind !== 'web-service' || !definition.publicAddress || !definition.internalAddress) return [];
  return [
    serviceDiagnostic(service, ['internalAddress'], {
      id: 'service-address',
      message: 'internalAddress must be absent from a service with a publicAddress; got both',
      hint: 'remove one of them, or define a second service for the other address',
    }),
  ];
}

/** A certificate has the domain and one label below it; the subdomain is this label. */
function checkSubdomain(service: Service): Diagnostic[] {
  const [address, setting] = [serviceAddress(service.definition), addressSetting(service.definition)];
  if (!address || !setting) return [];
  if (setting === 'publicAddress' && address.subdomain === internalLabel) {
    return [
      serviceDiagnostic(service, [setting, 'subdomain'], {
        id: 'subdomain',
        message: `subdomain must not be '${internalLabel}', the domain of internal addresses; got '${internalLabel}'`,
        hint: 'choose another subdomain: the network finds only internal addresses there',
      }),
    ];
  }
  if (/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)?$/.test(address.subdomain)) return [];
  const label = /^[a-z0-9-]+/.exec(address.subdomain.toLowerCase().replace(/^[^a-z0-9]*/, ''))?.[0] ?? 'app';
  return [
    serviceDiagnostic(service, [setting, 'subdomain'], {
      id: 'subdomain',
      message: `subdomain must be one label of lower-case letters, digits and inner hyphens, or empty; got '${address.subdomain}'`,
      hint: `write '${label.slice(0, 63).replace(/-+$/, '')}', or '' for the domain itself`,
    }),
  ];
}

function checkConnectsTo(
  service: Service,
  services: readonly Service[],
  { rejectedNames, targets }: { readonly rejectedNames: readonly string[]; readonly targets: readonly string[] },
): Diagnostic[] {
  const names = services.filter(({ definition }) => definition.kind === 'web-service').map((each) => each.definition);
  const words = services.flatMap(({ definition }) => serviceTargets(definition));
  const known = [...targets, ...infrastructureTargets, ...words];
  return service.definition.connectsTo.flatMap((target, index) => {
    if (target === service.definition.name || serviceTargets(service.definition).includes(target)) {
      return [
        serviceDiagnostic(service, ['connectsTo', String(index)], {
          id: 'connection-target',
          message: `connectsTo must contain other services; got '${target}', the service itself`,
          hint: 'remove it',
        }),
      ];
    }
    if (known.includes(target) || rejectedNames.includes(target.split(':')[0] ?? '')) return [];
    const renamed = names.find(({ renamedFrom }) => renamedFrom === target);
    return [
      serviceDiagnostic(service, ['connectsTo', String(index)], {
        id: 'connection-target',
        message: `connectsTo must contain web services and targets of the platform (${known.join(', ')}); got '${target}'`,
        hint: renamed ? `write '${renamed.name}', the new name of '${target}'` : suggestion(target, known),
      }),
    ];
  });
}

function checkImageFrom(services: readonly Service[], rejectedNames: readonly string[]): Diagnostic[] {
  const released = services.filter(({ definition }) => !isTask(definition)).map(({ definition }) => definition.name);
  return services
    .filter(({ definition }) => isTask(definition) && ![...released, ...rejectedNames].includes(imageOwner(definition)))
    .map((service) => {
      const owner = imageOwner(service.definition);
      return serviceDiagnostic(service, ['imageFrom'], {
        id: 'task-image',
        message: `imageFrom must name a service with an image of its own (${released.join(', ')}); got '${owner}'`,
        hint: suggestion(owner, released),
      });
    });
}

/** A diagnostic of a service's definition. */
export function serviceDiagnostic(
  { key, location }: Service,
  setting: readonly string[],
  finding: Omit<Finding, 'setting'>,
): Diagnostic {
  return locate({ ...finding, setting }, `services/${key}`, location);
}

/** A hint that contains the name that is probably meant. */
export function suggestion(written: string, names: readonly string[]): string {
  const meant = didYouMean(written, names);
  if (meant !== undefined) return `did you mean '${meant}'?`;
  return names.length === 0 ? 'remove it' : `write one of ${names.join(', ')}`;
}

function variantNames(service: ServiceDefinition): string[] {
  return service.kind === 'web-service' ? Object.keys(service.variants ?? {}) : [];
}

function withoutVariants(service: Service, names: readonly string[]): Service {
  const { definition } = service;
  if (definition.kind !== 'web-service') return service;
  const variants = Object.entries(definition.variants ?? {}).filter(([name]) => !names.includes(name));
  return { ...service, definition: { ...definition, variants: Object.fromEntries(variants) } };
}
