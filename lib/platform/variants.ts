import { sortedEntries } from '../core/canonical';
import { variantName } from '../core/contract';
import { objectName } from '../kubernetes/workloads/workload';
import type { Environment } from '../../environments/environment';
import type { ServiceSettings } from './service-settings';
import { services } from '../../apps/services';
import { isTask, type ServiceDefinition, type WebServiceDefinition } from './service-definition';

/** A variant that runs beside a service. */
export interface Variant {
  /** The service under the variant's own name, with what is different of it. Nobody in the cluster calls it by that name. */
  readonly workload: WebServiceDefinition;
  readonly size: ServiceSettings;
  /** Its share of the requests from outside of the cluster, in percent. */
  readonly weight: number;
}

/** The variants that run beside a service in an environment, by name. One that has no node port has been reported. */
export function variantsOfService(
  service: ServiceDefinition,
  environment: Environment,
): Readonly<Record<string, Variant>> {
  const size = sizeFor(service, environment);
  if (service.kind !== 'web-service' || !size) return {};
  const variants = environment.services[service.name]?.variants ?? {};
  return Object.fromEntries(
    sortedEntries(variants).flatMap(([name, { weight, ...own }]) => {
      const workload = variantWorkload(service, name);
      return workload ? [[name, { size: { ...size, ...own }, weight, workload }] as const] : [];
    }),
  );
}

/** What runs in an environment, in the size that it has there. */
export interface DeployedService {
  readonly service: ServiceDefinition;
  /** The service that it is a variant of, and which. Left out for the service itself. */
  readonly variantOf?: { readonly service: string; readonly revision: string };
  /** Left out where nobody said it, which has been reported. */
  readonly size: ServiceSettings | undefined;
}

/** Every service that an environment has an image of, each followed by the variants that run beside it there. */
export function deployedServices(
  environment: Environment,
  of: readonly ServiceDefinition[] = services,
): readonly DeployedService[] {
  return of.filter(isReleased(environment)).flatMap((service) => [
    { service, size: sizeFor(service, environment) },
    ...sortedEntries(variantsOfService(service, environment)).map(([revision, { size, workload }]) => ({
      revisionOf: { revision, service: service.name },
      service: workload,
      size,
    })),
  ]);
}

/** Whether an environment has pinned a service's image. Until then nothing of it is made there: a new one waits for its first release. */
export function isReleased({ containerImages }: Environment): (service: ServiceDefinition) => boolean {
  return (service) => containerImages[isTask(service) ? service.imageFrom : service.name] !== undefined;
}

/** What a service is given in an environment: its own size, where the environment says nothing else. */
function sizeFor(service: ServiceDefinition, environment: Environment): Omit<ServiceSettings, 'variants'> | undefined {
  if (isTask(service)) return undefined;
  const said = environment.services[service.name];
  if (!said) return service.size;
  const { cpu, maxReplicas, memory, minReplicas } = said;
  return { cpu, maxReplicas, memory, minReplicas };
}

/** A variant as a workload of its own: everything of the service's but its name, its node port and what it says itself. */
function variantWorkload(service: WebServiceDefinition, revision: string): WebServiceDefinition | undefined {
  const { internalAddress, physicalName, publicAddress, renamedFrom, variants = {}, ...shared } = service;
  const definition = variants[revision];
  if (!definition) return undefined;
  const { config, nodePort, secrets, ...own } = definition;
  return {
    ...shared,
    ...own,
    config: { ...service.config, ...config },
    name: variantName(service.name, revision),
    ...((physicalName ?? renamedFrom) !== undefined && {
      physicalName: variantName(objectName(service), revision),
    }),
    secrets: { ...service.secrets, ...secrets },
    ...(internalAddress && { internalAddress: { ...internalAddress, nodePort } }),
    ...(publicAddress && { publicAddress: { ...publicAddress, nodePort } }),
  };
}
