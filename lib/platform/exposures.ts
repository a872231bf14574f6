import type { Exposure } from '../core/contract';
import { physicalNameOf } from '../kubernetes/workloads/workload';
import type { Environment } from '../../environments/environment';
import { domainsOf } from './contract';
import { services } from '../../apps/services';
import { releasedIn } from './variants';
import type { ServiceDefinition } from './service-definition';

/** What an environment brings to the outside: the one declaration from which both halves are made. */
export function exposuresOf(environment: Environment, of: readonly ServiceDefinition[] = services): Exposure[] {
  return of.filter(releasedIn(environment)).flatMap((service) => {
    const exposure = exposureOf(service, environment);
    return exposure ? [exposure] : [];
  });
}

/** A service that has two addresses, which is reported, is made with the public one. */
export function exposureOf(service: ServiceDefinition, environment: Environment): Exposure | undefined {
  if (service.kind !== 'web-service') return undefined;
  const address = service.publicAddress ?? service.internalAddress;
  if (!address) return undefined;
  const { subdomain, ...own } = address;
  const facing = service.publicAddress ? 'internet' : 'internal';
  const domain = domainsOf(environment)[facing];
  return {
    ...own,
    drain: service.drain,
    facing,
    healthPath: service.readinessPath,
    host: subdomain === '' ? domain : `${subdomain}.${domain}`,
    service: physicalNameOf(service),
  };
}
