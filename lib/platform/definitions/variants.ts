import { stableName } from '../../core/stable-name';
import { variantName } from '../../core/contract';
import type { SettingsLocation } from '../../core/settings-location';

import type { LocateSetting } from './exposures';
import type { WebServiceDefinition } from './service-definition';

/** A variant as a workload of its own: the service with another name and node port, and with the variant's settings. */
export function variantWorkload(service: WebServiceDefinition, variant: string): WebServiceDefinition | undefined {
  const { internalAddress, physicalName, publicAddress, renamedFrom, variants = {}, ...shared } = service;
  const definition = variants[variant];
  if (!definition) return undefined;
  const { config, nodePort, secrets, ...own } = definition;
  return {
    ...shared,
    ...own,
    config: { ...service.config, ...config },
    name: variantName(service.name, variant),
    ...((physicalName ?? renamedFrom) !== undefined && {
      physicalName: variantName(stableName(service), variant),
    }),
    secrets: { ...service.secrets, ...secrets },
    ...(internalAddress && { internalAddress: { ...internalAddress, nodePort } }),
    ...(publicAddress && { publicAddress: { ...publicAddress, nodePort } }),
  };
}

/** The location of a variant's setting: in the variant if it sets it, else in its service. */
export function variantLocation(service: SettingsLocation, variant: string): LocateSetting {
  return (...path) => {
    const own = service.atPath('variants', variant, ...path);
    return own.isSet ? own : service.atPath(...path);
  };
}
