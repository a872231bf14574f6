import type { Exposure } from '../core/contract';
import type { Environment } from '../../environments/environment';
import { serviceDomains } from './contract';
import { services } from '../../apps/services';
import { isReleased } from './variants';
import type { ServiceDefinition } from './service-definition';

/** What an environment brings to the outside: the one declaration from which both halves are made. */
export function exposures(environment: Environment, of: readonly ServiceDefinition[] = services): Exposure[] {
  return of.filter(isReleased(environment)).flatMap((service) => {
    return exposureFor(service, environment) ?? [];
  });
}

/** A service that has two addresses, which is reported, is made with the public one. */
export function exposureFor(service: ServiceDefinition, environment: Environment): Exposure | undefined {
  if (service.kind !== 'web-service') return undefined;
  const address = service.publicAddress ?? service.internalAddress;
  if (!address) return undefined;
  const { subdomain, ...own } = address;
  const scheme = service.publicAddress ? 'internet-facing' : 'internal';
  const domain = serviceDomains(environment)[scheme];
  return {
    ...own,
    scheme,
    host: subdomain === '' ? domain : `${subdomain}.${domain}`,
  };
}
