import type { Exposure } from '../../lib/core/contract';
import type { Environment } from '../../environments/environment';
import { services } from '.';
import type { ServiceDefinition } from './service';

/** What an environment brings to the outside: the one declaration from which both halves are made. */
export function exposuresOf(environment: Environment, of: readonly ServiceDefinition[] = services): Exposure[] {
  return of.flatMap((service) => {
    const exposure = exposureOf(service, environment);
    return exposure ? [exposure] : [];
  });
}

export function exposureOf(service: ServiceDefinition, { domain }: Environment): Exposure | undefined {
  if (service.kind !== 'web-service' || !service.publicAddress) return undefined;
  const { subdomain, ...address } = service.publicAddress;
  return {
    ...address,
    drain: service.drain,
    healthPath: service.readinessPath,
    host: subdomain === '' ? domain : `${subdomain}.${domain}`,
    service: service.name,
  };
}
