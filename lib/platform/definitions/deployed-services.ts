import { sortedEntries } from '../../core/canonical';
import { type Exposure, variantName } from '../../core/contract';
import type { Finding, Sources } from '../../core/diagnostics';
import type { SettingsLocation } from '../../core/settings-location';
import type { Cpu, Memory } from '../../core/units';
import type { ImageByDigest } from '../../kubernetes/pod/props';
import { exposureSources, type LocateSetting, serviceExposure } from './exposures';
import { imageOwner, isTask, type ServiceDefinition, type ServiceSize } from './service-definition';
import type { Service } from './service-list';
import type { ServiceSettings } from './service-settings';
import { variantLocation, variantWorkload } from './variants';

/** Settings of an environment that decide which services run in it. */
export interface ServiceEnvironment {
  /** Public domain of the environment. */
  readonly domain: string;
  /** Sizes by the name of their service. */
  readonly services: Readonly<Record<string, ServiceSettings>>;
  /** Images by the name of the service or variant that runs them: `web`, `web-canary`. */
  readonly containerImages: Readonly<Record<string, ImageByDigest>>;
}

/** A service with everything that its pods and its load balancer need in one environment. */
export interface DeployedService {
  readonly definition: ServiceDefinition;
  readonly image: ImageByDigest;
  readonly size: { readonly cpu: Cpu; readonly memory: Memory } & Partial<ServiceSize>;
  /** @default only services of the cluster connect to it */
  readonly exposure?: Exposure;
  /** Its variants that run in the environment, by name. */
  readonly variants: Readonly<Record<string, DeployedVariant>>;
  /** Returns the location of a setting of its definition. */
  readonly settingLocation: LocateSetting;
  /** Returns the location of a setting of its size. */
  readonly sizeLocation: LocateSetting;
  readonly exposureSources?: Sources<Exposure>;
  /**
   * Location of its image.
   *
   * @default none: mistakes are reported for the workload's image
   */
  readonly imageLocation?: SettingsLocation;
  /**
   * Settings that its schema rejects. It is not created, and charts and `exposeServices` report them.
   *
   * @default none
   */
  readonly mistakes?: readonly Finding[];
}

/** A variant that runs in an environment. */
export interface DeployedVariant {
  readonly service: DeployedService;
  /** Percentage of the requests from outside of the cluster. */
  readonly weight: number;
  readonly weightLocation: SettingsLocation;
}

/**
 * The services that an environment runs: those with a pinned image and a size. A service without a size, or a variant without
 * image or node port, is reported by the checks.
 *
 * @param location location of the environment's settings
 * @param pins location of the environment's pinned images, by the name of their service
 */
export function deployedServices(
  services: readonly Service[],
  environment: ServiceEnvironment,
  location: SettingsLocation,
  pins?: SettingsLocation,
): DeployedService[] {
  return services.flatMap((service) => deployedService(service, environment, { location, pins }) ?? []);
}

/** Services, each followed by its variants: everything that runs pods. */
export function withVariants(services: readonly DeployedService[]): DeployedService[] {
  return services.flatMap((service) => [
    service,
    ...sortedEntries(service.variants).map(([, variant]) => variant.service),
  ]);
}

/** True for a service whose image is pinned in an environment. A service is not created before its first release. */
export function isReleased(
  { containerImages }: Pick<ServiceEnvironment, 'containerImages'>,
  service: ServiceDefinition,
): boolean {
  return containerImages[imageOwner(service)] !== undefined;
}

/** Locations of an environment's settings and pins. */
interface EnvironmentLocations {
  readonly location: SettingsLocation;
  readonly pins: SettingsLocation | undefined;
}

function deployedService(
  { definition, location: file }: Service,
  environment: ServiceEnvironment,
  locations: EnvironmentLocations,
): DeployedService | undefined {
  const { location, pins } = locations;
  const image = environment.containerImages[imageOwner(definition)];
  const size = serviceSize(definition, environment);
  if (!image || !size) return undefined;
  const settings = environment.services[definition.name];
  const sizes = isTask(definition) || !settings ? file.at('size') : location.atPath('services', definition.name);
  const service = withExposure(
    {
      definition,
      image,
      size,
      variants: {},
      ...(pins && { imageLocation: pins.atPath(imageOwner(definition), 'pinned') }),
      settingLocation: (...path) => file.atPath(...path),
      sizeLocation: (...path) => sizes.atPath(...path),
    },
    environment,
    location,
  );
  return { ...service, variants: deployedVariants(service, environment, file, locations) };
}

function deployedVariants(
  { definition, size }: DeployedService,
  environment: ServiceEnvironment,
  file: SettingsLocation,
  { location, pins }: EnvironmentLocations,
): Readonly<Record<string, DeployedVariant>> {
  if (definition.kind !== 'web-service') return {};
  const { name } = definition;
  const settings = environment.services[name]?.variants ?? {};
  return Object.fromEntries(
    sortedEntries(settings).flatMap(([variant, { weight, ...own }]) => {
      const workload = variantWorkload(definition, variant);
      const image = environment.containerImages[variantName(name, variant)];
      if (!workload || !image) return [];
      const service: DeployedService = {
        definition: workload,
        image,
        size: { ...size, ...own },
        variants: {},
        ...(pins && { imageLocation: pins.atPath(name, 'variants', variant, 'pinned') }),
        settingLocation: variantLocation(file, variant),
        sizeLocation: variantLocation(location.atPath('services', name), variant),
      };
      const weightLocation = location.atPath('services', name, 'variants', variant, 'weight');
      return [[variant, { service: withExposure(service, environment, location, variant), weight, weightLocation }]];
    }),
  );
}

function withExposure(
  service: DeployedService,
  { domain }: ServiceEnvironment,
  location: SettingsLocation,
  variant?: string,
): DeployedService {
  const { definition, settingLocation } = service;
  const exposure = serviceExposure(definition, domain);
  if (!exposure) return service;
  const zone = { name: domain, location: location.at('domain') };
  return { ...service, exposure, exposureSources: exposureSources(definition, settingLocation, zone, variant) };
}

/** The size of a service in an environment: the environment's own settings, or the definition's. */
function serviceSize(
  service: ServiceDefinition,
  { services }: Pick<ServiceEnvironment, 'services'>,
): DeployedService['size'] | undefined {
  const settings = services[service.name];
  if (isTask(service) || !settings) return service.size;
  const { cpu, maxReplicas, memory, minReplicas } = settings;
  return { cpu, maxReplicas, memory, minReplicas };
}
