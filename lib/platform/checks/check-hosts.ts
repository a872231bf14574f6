import type { Diagnostic } from '../../core/diagnostics';
import { addressSetting, serviceAddress, serviceExposure } from '../definitions/exposures';
import type { Service } from '../definitions/service-list';
import { serviceDiagnostic } from './check-services';

/** An environment, as its host names are compared with the domains of others. */
export interface DomainOwner {
  readonly name: string;
  readonly domain: string;
}

/**
 * Mistakes of host names across environments: a domain below another one has a zone of its own, to which the parent's zone delegates.
 * A record of the same name in the parent's zone is never read.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/CreatingNewSubdomain.html
 */
export function checkHosts(services: readonly Service[], environments: readonly DomainOwner[]): Diagnostic[] {
  return services.flatMap((service) => {
    const [address, setting] = [serviceAddress(service.definition), addressSetting(service.definition)];
    if (!address || !setting || address.subdomain === '') return [];
    return environments.flatMap(({ domain, name }) => {
      const host = serviceExposure(service.definition, domain)?.host;
      const owner = environments.find((other) => other.name !== name && other.domain === host);
      if (!owner) return [];
      return [
        serviceDiagnostic(service, [setting, 'subdomain'], {
          id: 'subdomain',
          message: `subdomain must not name the domain of another environment; got '${address.subdomain}', since ${host} of ${name} is the domain of ${owner.name}`,
          hint: 'choose another subdomain',
        }),
      ];
    });
  });
}
