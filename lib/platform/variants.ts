import { entriesOf } from '../core/canonical';
import { revisionName } from '../core/contract';
import { physicalNameOf } from '../kubernetes/workloads/workload';
import type { Environment, ServiceSettings } from '../../environments/environment';
import { services } from '../../apps/services';
import { isTask, type ServiceDefinition, type WebServiceDefinition } from './service-definition';

/** A revision that runs beside a service. */
export interface Revision {
  /** The service under the revision's own name, with what is different of it. Nobody in the cluster calls it by that name. */
  readonly workload: WebServiceDefinition;
  readonly size: ServiceSettings;
  /** Its share of the requests from outside of the cluster, in percent. */
  readonly weight: number;
}

/** The revisions that run beside a service in an environment, by name. One that has no node port has been reported. */
export function revisionsOf(service: ServiceDefinition, environment: Environment): Readonly<Record<string, Revision>> {
  const size = sizeOf(service, environment);
  if (service.kind !== 'web-service' || !size) return {};
  const revisions = environment.services[service.name]?.revisions ?? {};
  return Object.fromEntries(
    entriesOf(revisions).flatMap(([name, { weight, ...own }]) => {
      const workload = workloadOf(service, name);
      return workload ? [[name, { size: { ...size, ...own }, weight, workload }] as const] : [];
    }),
  );
}

/** What runs in an environment, in the size that it has there. */
export interface Running {
  readonly service: ServiceDefinition;
  /** The service that it is a revision of, and which. Left out for the service itself. */
  readonly revisionOf?: { readonly service: string; readonly revision: string };
  /** Left out where nobody said it, which has been reported. */
  readonly size: ServiceSettings | undefined;
}

/** Every service that an environment has an image of, each followed by the revisions that run beside it there. */
export function runningIn(environment: Environment, of: readonly ServiceDefinition[] = services): readonly Running[] {
  return of.filter(releasedIn(environment)).flatMap((service) => [
    { service, size: sizeOf(service, environment) },
    ...entriesOf(revisionsOf(service, environment)).map(([revision, { size, workload }]) => ({
      revisionOf: { revision, service: service.name },
      service: workload,
      size,
    })),
  ]);
}

/** Whether an environment has pinned a service's image. Until then nothing of it is made there: a new one waits for its first release. */
export function releasedIn({ releases }: Environment): (service: ServiceDefinition) => boolean {
  return (service) => releases[isTask(service) ? service.release : service.name] !== undefined;
}

/** What a service is given in an environment: its own size, where the environment says nothing else. */
function sizeOf(service: ServiceDefinition, environment: Environment): Omit<ServiceSettings, 'revisions'> | undefined {
  if (isTask(service)) return undefined;
  const said = environment.services[service.name];
  if (!said) return service.size;
  const { cpu, max, memory, min } = said;
  return { cpu, max, memory, min };
}

/** A revision as a workload of its own: everything of the service's but its name, its node port and what it says itself. */
function workloadOf(service: WebServiceDefinition, revision: string): WebServiceDefinition | undefined {
  const { internalAddress, physicalName, publicAddress, renamedFrom, revisions = {}, ...shared } = service;
  const definition = revisions[revision];
  if (!definition) return undefined;
  const { config, nodePort, secrets, ...own } = definition;
  return {
    ...shared,
    ...own,
    config: { ...service.config, ...config },
    name: revisionName(service.name, revision),
    ...((physicalName ?? renamedFrom) !== undefined && {
      physicalName: revisionName(physicalNameOf(service), revision),
    }),
    secrets: { ...service.secrets, ...secrets },
    ...(internalAddress && { internalAddress: { ...internalAddress, nodePort } }),
    ...(publicAddress && { publicAddress: { ...publicAddress, nodePort } }),
  };
}
