import { sortedEntries } from '../core/canonical';
import type { Diagnostic } from '../core/diagnostics';
import { settingSource } from '../../environments';
import type { Environment } from '../../environments/environment';
import type { ServiceSettings, VariantSettings } from './service-settings';
import { serviceDiagnostic } from './problem';
import type { ServiceDefinition, WebServiceDefinition } from './service-definition';

/** Node ports that two services or variants claim. Every node listens on all of them, so each leads to one. */
export function checkNodePorts(services: readonly ServiceDefinition[]): Diagnostic[] {
  const owners = new Map<number, string>();
  return services.flatMap((service) =>
    nodePortClaims(service).flatMap(({ name, nodePort, setting }) => {
      const owner = owners.get(nodePort);
      owners.set(nodePort, owner ?? name);
      if (owner === undefined) return [];
      const hint = 'choose a free port, and leave the older one as it is';
      return [serviceDiagnostic(service, setting, `nodePort ${nodePort} is taken by ${owner}`, hint)];
    }),
  );
}

/** The node ports that a service has, for itself and for the variants that may stand beside it. */
function nodePortClaims(service: ServiceDefinition) {
  if (service.kind !== 'web-service') return [];
  const { internalAddress, name, publicAddress, variants = {} } = service;
  const address = publicAddress ? 'publicAddress' : 'internalAddress';
  const own = publicAddress ?? internalAddress;
  return [
    ...(own ? [{ name, nodePort: own.nodePort, setting: `${address}.nodePort` }] : []),
    ...sortedEntries(variants).map(([revision, { nodePort }]) => ({
      name: `${revision} of ${name}`,
      nodePort,
      setting: `variants.${revision}.nodePort`,
    })),
  ];
}

/** A service that is asked in two places. One listener rule leads to it, so one of them would be left out. */
export function checkSingleAddress(service: ServiceDefinition): Diagnostic[] {
  if (service.kind !== 'web-service' || !service.publicAddress || !service.internalAddress) return [];
  const rule = 'a service has one address, got a public and an internal one';
  return [serviceDiagnostic(service, 'internalAddress', rule, 'keep one, or make a second service for the other')];
}

/** What is wrong with the variants that an environment runs beside a service. */
export function checkVariants(service: ServiceDefinition, environment: Environment): Diagnostic[] {
  const settings = environment.services[service.name];
  const variants = sortedEntries(settings?.variants ?? {});
  if (!settings || variants.length === 0) return [];
  const problem = (setting: string, rule: string, hint: string): Diagnostic => ({
    hint,
    path: environment.name,
    message: rule,
    source: settingSource(environment)(`services.${service.name}.variants${setting}`),
  });
  if (service.kind !== 'web-service' || !(service.publicAddress ?? service.internalAddress)) {
    const rule = `requests are shared by a load balancer, got variants of ${service.name}, which is behind none`;
    return [problem('', rule, 'give the service an address, or change its image as a whole')];
  }
  const found = variants.flatMap(([name, revision]) => checkVariant(service, name, revision, settings, problem));
  const sum = variants.reduce((total, [, { weight }]) => total + weight, 0);
  // A weight that is none of its own has been told, and adds up to nothing.
  if (sum <= 100 || !variants.every(([, { weight }]) => isShare(weight))) return found;
  const rule = `weights are percent and add up to at most 100, got ${sum}`;
  return [...found, problem('', rule, "what they leave is the service's own")];
}

function isShare(weight: number): boolean {
  return Number.isInteger(weight) && weight >= 0 && weight <= 100;
}

function checkVariant(
  { name: service, variants = {} }: WebServiceDefinition,
  name: string,
  revision: VariantSettings,
  settings: ServiceSettings,
  problem: (setting: string, rule: string, hint: string) => Diagnostic,
): Diagnostic[] {
  const { weight } = revision;
  if (!variants[name]) {
    const known = Object.keys(variants).join(', ') || 'none';
    const rule = `a variant has a node port of its own, got none for '${name}' (variants of ${service}: ${known})`;
    return [problem(`.${name}`, rule, `write one to apps/services/${service}.ts → variants.${name}.nodePort`)];
  }
  if (!isShare(weight)) {
    const rule = `a weight is a whole number of percent from 0 to 100, got ${weight}`;
    return [problem(`.${name}.weight`, rule, 'write 0 to keep the variant warm, 100 to send it everything')];
  }
  // Requests move at once, and pods follow in minutes: what is to carry them must stand before.
  return (['minReplicas', 'maxReplicas'] as const).flatMap((size) => {
    const [pods, share] = [revision[size] ?? settings[size], Math.ceil((settings[size] * weight) / 100)];
    if (pods >= share) return [];
    const rule = `${size} must be its share of the service's ${size} (${weight} % of ${settings[size]} is ${share}), got ${pods}`;
    return [
      problem(`.${name}.${size}`, rule, `raise ${size} to ${share}, or leave it out to have as many as the service`),
    ];
  });
}
