import type { Exposure } from '../../lib/core/contract';
import { physicalNameOf } from '../../lib/kubernetes/workload';
import type { Environment } from '../../environments/environment';
import { domainsOf } from '../stacks/names';
import { services } from '.';
import { releasedIn } from './revisions';
import type { ServiceDefinition } from './service';

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
