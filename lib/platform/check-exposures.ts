import { entriesOf } from '../core/canonical';
import type { Problem } from '../core/diagnostics';
import { sourceOf } from '../../environments';
import type { Environment, RevisionSettings, ServiceSettings } from '../../environments/environment';
import { problemOf } from './problem';
import type { ServiceDefinition, WebServiceDefinition } from './service-definition';

/** Node ports that two services or revisions claim. Every node listens on all of them, so each leads to one. */
export function sharedNodePorts(services: readonly ServiceDefinition[]): Problem[] {
  const owners = new Map<number, string>();
  return services.flatMap((service) =>
    claimsOf(service).flatMap(({ name, nodePort, setting }) => {
      const owner = owners.get(nodePort);
      owners.set(nodePort, owner ?? name);
      if (owner === undefined) return [];
      const fix = 'choose a free port, and leave the older one as it is';
      return [problemOf(service, setting, `nodePort ${nodePort} is taken by ${owner}`, fix)];
    }),
  );
}

/** The node ports that a service has, for itself and for the revisions that may stand beside it. */
function claimsOf(service: ServiceDefinition) {
  if (service.kind !== 'web-service') return [];
  const { internalAddress, name, publicAddress, revisions = {} } = service;
  const address = publicAddress ? 'publicAddress' : 'internalAddress';
  const own = publicAddress ?? internalAddress;
  return [
    ...(own ? [{ name, nodePort: own.nodePort, setting: `${address}.nodePort` }] : []),
    ...entriesOf(revisions).map(([revision, { nodePort }]) => ({
      name: `${revision} of ${name}`,
      nodePort,
      setting: `revisions.${revision}.nodePort`,
    })),
  ];
}

/** A service that is asked in two places. One listener rule leads to it, so one of them would be left out. */
export function twoAddresses(service: ServiceDefinition): Problem[] {
  if (service.kind !== 'web-service' || !service.publicAddress || !service.internalAddress) return [];
  const rule = 'a service has one address, got a public and an internal one';
  return [problemOf(service, 'internalAddress', rule, 'keep one, or make a second service for the other')];
}

/** What is wrong with the revisions that an environment runs beside a service. */
export function checkRevisions(service: ServiceDefinition, environment: Environment): Problem[] {
  const settings = environment.services[service.name];
  const revisions = entriesOf(settings?.revisions ?? {});
  if (!settings || revisions.length === 0) return [];
  const problem = (setting: string, rule: string, fix: string): Problem => ({
    fix,
    path: environment.name,
    rule,
    where: sourceOf(environment)(`services.${service.name}.revisions${setting}`),
  });
  if (service.kind !== 'web-service' || !(service.publicAddress ?? service.internalAddress)) {
    const rule = `requests are shared by a load balancer, got revisions of ${service.name}, which is behind none`;
    return [problem('', rule, 'give the service an address, or change its image as a whole')];
  }
  const found = revisions.flatMap(([name, revision]) => checkRevision(service, name, revision, settings, problem));
  const sum = revisions.reduce((total, [, { weight }]) => total + weight, 0);
  // A weight that is none of its own has been told, and adds up to nothing.
  if (sum <= 100 || !revisions.every(([, { weight }]) => isShare(weight))) return found;
  const rule = `weights are percent and add up to at most 100, got ${sum}`;
  return [...found, problem('', rule, "what they leave is the service's own")];
}

function isShare(weight: number): boolean {
  return Number.isInteger(weight) && weight >= 0 && weight <= 100;
}

function checkRevision(
  { name: service, revisions = {} }: WebServiceDefinition,
  name: string,
  revision: RevisionSettings,
  settings: ServiceSettings,
  problem: (setting: string, rule: string, fix: string) => Problem,
): Problem[] {
  const { weight } = revision;
  if (!revisions[name]) {
    const known = Object.keys(revisions).join(', ') || 'none';
    const rule = `a revision has a node port of its own, got none for '${name}' (revisions of ${service}: ${known})`;
    return [problem(`.${name}`, rule, `write one to apps/services/${service}.ts → revisions.${name}.nodePort`)];
  }
  if (!isShare(weight)) {
    const rule = `a weight is a whole number of percent from 0 to 100, got ${weight}`;
    return [problem(`.${name}.weight`, rule, 'write 0 to keep the revision warm, 100 to send it everything')];
  }
  // Requests move at once, and pods follow in minutes: what is to carry them must stand before.
  return (['min', 'max'] as const).flatMap((size) => {
    const [pods, share] = [revision[size] ?? settings[size], Math.ceil((settings[size] * weight) / 100)];
    if (pods >= share) return [];
    const rule = `${size} must be its share of the service's ${size} (${weight} % of ${settings[size]} is ${share}), got ${pods}`;
    return [
      problem(`.${name}.${size}`, rule, `raise ${size} to ${share}, or leave it out to have as many as the service`),
    ];
  });
}
