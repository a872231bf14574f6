import { checkDomain } from '../../aws/dns/host-name';
import type { Exposure } from '../../core/contract';
import { computed, type Sources } from '../../core/diagnostics';
import type { SettingsLocation } from '../../core/settings-location';
import { serviceDomains } from '../infrastructure/resource-names';
import type { Address, ServiceDefinition } from './service-definition';

/** Returns the location of a setting of a service. */
export type LocateSetting = (...path: readonly string[]) => SettingsLocation;

/** A domain, and the setting that it is copied from. */
export interface SourcedDomain {
  readonly name: string;
  readonly location: SettingsLocation;
}

/** The setting that contains a service's address. A service with two addresses, which is reported, has the public one. */
export function addressSetting(service: ServiceDefinition): 'publicAddress' | 'internalAddress' | undefined {
  if (service.kind !== 'web-service') return undefined;
  if (service.publicAddress) return 'publicAddress';
  return service.internalAddress && 'internalAddress';
}

/** The address of a service. */
export function serviceAddress(service: ServiceDefinition): Address | undefined {
  return service.kind === 'web-service' ? (service.publicAddress ?? service.internalAddress) : undefined;
}

/** The exposure of a service in a domain, from which both halves are created. */
export function serviceExposure(service: ServiceDefinition, domain: string): Exposure | undefined {
  const address = serviceAddress(service);
  if (!address) return undefined;
  const { subdomain, ...own } = address;
  const scheme = addressSetting(service) === 'publicAddress' ? 'internet-facing' : 'internal';
  const zone = serviceDomains({ domain })[scheme];
  return { ...own, scheme, host: subdomain === '' ? zone : `${subdomain}.${zone}` };
}

/**
 * The sources of a service's exposure.
 *
 * @param variant variant whose exposure it is: its node port is a setting of its own
 */
export function exposureSources(
  service: ServiceDefinition,
  setting: LocateSetting,
  domain: SourcedDomain,
  variant?: string,
): Sources<Exposure> {
  const address = addressSetting(service) ?? 'publicAddress';
  return {
    scheme: computed,
    // An invalid domain makes every host name in it invalid; the mistake is the domain's.
    host: checkDomain(domain.name, 'name').length === 0 ? setting(address, 'subdomain') : domain.location,
    paths: setting(address, 'paths'),
    priority: setting(address, 'priority'),
    nodePort: variant === undefined ? setting(address, 'nodePort') : setting('nodePort'),
    idleTimeout: setting(address, 'idleTimeout'),
  };
}
