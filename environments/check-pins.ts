import { sortedEntries } from '../lib/core/canonical';
import { variantName } from '../lib/core/contract';
import type { Diagnostic } from '../lib/core/diagnostics';
import { didYouMean } from '../lib/core/did-you-mean';
import { checkName } from '../lib/core/naming';
import { checkRegion } from '../lib/core/regions';
import type { SettingsLocation } from '../lib/core/settings-location';
import type { CheckedServices } from '../lib/platform/checks/check-services';
import { imageOwner, type ServiceDefinition } from '../lib/platform/definitions/service-definition';
import { type EnvironmentDefinition, fileName, settingDiagnostic } from './define-environment';
import type { Environment } from './environment';
import {
  containerImagesFile,
  type Lock,
  machineImagesFile,
  type MachineImageLockPin,
  platformImages,
  type Pinned,
  type PinnedContainerImage,
} from './locks';

interface LockFile<Entry> {
  readonly lock: Lock<Entry>;
  readonly location: SettingsLocation;
}

/** A pin that a setting needs and the lock file does not have, in one environment. */
interface MissingPin {
  readonly environment: string;
  /** The setting that needs it. */
  readonly source: SettingsLocation;
  /** The name as the setting has it: `'nodee'`. */
  readonly name: string;
  readonly pinned: readonly string[];
}

/** Returns a diagnostic for each machine image that a node group uses and that is not pinned in its region. */
export function checkMachineImages(
  definitions: readonly EnvironmentDefinition[],
  { lock, location }: LockFile<Pinned<MachineImageLockPin>>,
): Diagnostic[] {
  const pinnedHere = definitions.filter(({ settings }) => lock[settings.name]);
  const missing = pinnedHere.flatMap(({ location: source, settings: { name, nodeGroups } }): MissingPin[] => {
    const pinned = Object.keys(lock[name] ?? {});
    return sortedEntries(nodeGroups)
      .filter(([, { image }]) => !pinned.includes(image))
      .map(([group, { image }]) => ({
        environment: name,
        name: image,
        pinned,
        source: source.atPath('nodeGroups', group, 'image'),
      }));
  });
  return [
    ...checkEnvironmentIsPinned(definitions, { lock, location }, ({ nodeGroups }) =>
      Object.values(nodeGroups).map(({ image }) => image),
    ),
    ...pinnedHere.flatMap((definition) => checkPinsOfRegion(definition, { lock, location })),
    ...checkUnusedMachineImages(definitions, { lock, location }),
    ...byName(missing).map(([{ name, pinned, source }, environments]) => {
      const meant = didYouMean(name, pinned);
      const add = `add '${name}' to ${machineImagesFile} → ${environments}`;
      return {
        id: 'machine-image-pin',
        path: fileName(source),
        message: `image must be pinned for ${environments} (${pinned.join(', ')}); got '${name}'`,
        source: source.toString(),
        hint: meant === undefined ? add : `did you mean ${meant}? Otherwise ${add}`,
      };
    }),
  ];
}

/** A machine image that no node group of any environment uses is pinned under a misspelt name, or is left over. */
function checkUnusedMachineImages(
  definitions: readonly EnvironmentDefinition[],
  { lock, location }: LockFile<Pinned<MachineImageLockPin>>,
): Diagnostic[] {
  const used = definitions.flatMap(({ settings }) => Object.values(settings.nodeGroups).map(({ image }) => image));
  const names = [...new Set(used)].sort();
  return definitions.flatMap(({ settings: { name: environment } }) => {
    const pins = lock[environment] ?? {};
    const isMissing = (name: string) => !Object.hasOwn(pins, name);
    return (
      Object.keys(pins)
        // The misspelt name of a node group's image is reported there.
        .filter(
          (image) => !names.includes(image) && !names.some((name) => isMissing(name) && didYouMean(name, [image])),
        )
        .map((image) => {
          const meant = didYouMean(image, names);
          return {
            id: 'unknown-pin',
            path: machineImagesFile,
            message: `pins must be of images that node groups use (${names.join(', ')}); got '${image}'`,
            source: location.atPath(environment, image).toString(),
            hint: meant === undefined ? 'remove it, or use it in a node group' : `rename the key to '${meant}'`,
          };
        })
    );
  });
}

/** An image is pinned in some regions only. If no image is pinned in the environment's region, the region is at fault. */
function checkPinsOfRegion(
  definition: EnvironmentDefinition,
  { lock, location }: LockFile<Pinned<MachineImageLockPin>>,
): Diagnostic[] {
  const { name, nodeGroups, region } = definition.settings;
  if (checkRegion(region).length > 0) return [];
  const used = [...new Set(Object.values(nodeGroups).map(({ image }) => image))].sort();
  const pins = used.flatMap((image) => {
    const entry = lock[name]?.[image];
    return entry ? [{ image, regions: Object.keys(entry.pinned.images).sort() }] : [];
  });
  const elsewhere = pins.filter(({ regions }) => !regions.includes(region));
  if (elsewhere.length > 0 && elsewhere.length === pins.length) {
    const regions = [...new Set(elsewhere.flatMap((pin) => pin.regions))].sort();
    const meant = didYouMean(region, regions);
    const copy = `copy the images to ${region} and add their ids to ${machineImagesFile} → ${name}`;
    return [
      settingDiagnostic(definition, {
        id: 'region',
        setting: 'region',
        message: `region must be one that machine images are pinned in (${regions.join(', ')}); got '${region}'`,
        hint: meant === undefined ? copy : `did you mean ${meant}? Otherwise ${copy}`,
      }),
    ];
  }
  return elsewhere.map(({ image, regions }) => ({
    id: 'machine-image-pin',
    path: machineImagesFile,
    message: `${image} must be pinned in ${region}; got ${regions.join(', ')}`,
    source: location.atPath(name, image, 'pinned', 'images').toString(),
    hint: `copy the image to ${region} and add its id`,
  }));
}

/** Returns a diagnostic for each service and variant that an environment gives a size and that has no pinned image. */
export function checkContainerImages(
  definitions: readonly EnvironmentDefinition[],
  { lock, location }: LockFile<PinnedContainerImage>,
): Diagnostic[] {
  const missing = definitions
    .filter(({ settings }) => lock[settings.name])
    .flatMap(({ location: source, settings: { name: environment, services } }) => {
      const pins = lock[environment] ?? {};
      const pin = (name: string, pinned: readonly string[], ...path: readonly string[]) =>
        pinned.includes(name) ? [] : [{ environment, name: path.join('.'), pinned, source: source.atPath(...path) }];
      return [
        ...platformImages.flatMap((image): MissingPin[] => pin(image, Object.keys(pins), image)),
        ...sortedEntries(services).flatMap(([service, { variants = {} }]): MissingPin[] => [
          ...pin(service, Object.keys(pins), 'services', service),
          ...Object.keys(variants).flatMap((variant) =>
            pin(variant, Object.keys(pins[service]?.variants ?? {}), 'services', service, 'variants', variant),
          ),
        ]),
      ];
    });
  return [
    ...checkEnvironmentIsPinned(definitions, { lock, location }, ({ services }) => [
      ...Object.keys(services),
      ...platformImages,
    ]),
    ...byName(missing).map(([{ name, pinned, source }, environments]) => ({
      id: 'container-image-pin',
      path: fileName(source),
      message: `${name} must have an image pinned for ${environments}; got ${pinned.join(', ') || 'none'}`,
      source: source.toString(),
      hint: `add the digest to ${environments
        .split(', ')
        .map((environment) => `${containerImagesFile} → ${[environment, ...name.split('.').slice(1)].join('.')}`)
        .join(', ')}`,
    })),
  ];
}

/** Returns a diagnostic for each environment of a lock file that is not in the list. */
export function checkPinnedEnvironments<Entry>(
  names: readonly string[],
  { location, lock }: LockFile<Entry>,
): Diagnostic[] {
  return unknownEnvironments(names, lock).map((key) => {
    const meant = didYouMean(key, names);
    return {
      id: 'unknown-pin',
      path: location.file,
      message: `keys must be environments of environments/index.ts (${names.join(', ')}); got '${key}'`,
      source: location.at(key).toString(),
      hint: meant === undefined ? `remove it, or add ${key} to environments/index.ts` : `did you mean '${meant}'?`,
    };
  });
}

function unknownEnvironments<Entry>(names: readonly string[], lock: Lock<Entry>): string[] {
  return Object.keys(lock).filter((key) => key !== '$schema' && !names.includes(key));
}

/**
 * Returns a diagnostic for each pinned image of no service or variant: it is pinned under a misspelt name, or its service was
 * removed or renamed.
 */
export function checkPinnedServices(
  { rejectedNames, services }: Pick<CheckedServices, 'rejectedNames' | 'services'>,
  { containerImages, name: environment, services: sizes }: Environment,
  location: SettingsLocation,
): Diagnostic[] {
  const owners = [...new Set(services.map(({ definition }) => imageOwner(definition)))];
  const names = [...owners, ...rejectedNames, ...platformImages];
  const known = [...names, ...services.flatMap(({ definition }) => variantNames(definition))];
  // A rejected service may have any variant.
  // One that the settings name is reported there.
  const named = sortedEntries(sizes).flatMap(([name, { variants = {} }]) =>
    Object.keys(variants).map((variant) => variantName(name, variant)),
  );
  const isKnown = (image: string) =>
    [...known, ...named].includes(image) || rejectedNames.some((name) => image.startsWith(`${name}-`));
  return Object.keys(containerImages)
    .filter((image) => !isKnown(image))
    .map((image): Diagnostic => {
      // A variant's image has the name <service>-<variant>.
      const owner = services.find(({ definition }) => image.startsWith(`${definition.name}-`))?.definition;
      const variants = owner ? variantNames(owner).map((name) => name.slice(owner.name.length + 1)) : [];
      const variant = owner ? image.slice(owner.name.length + 1) : '';
      if (owner && location.atPath(owner.name, 'variants', variant).isSet) {
        const meant = didYouMean(variant, variants);
        return {
          id: 'unknown-pin',
          path: environment,
          message: `pins must be of variants that ${owner.name} defines (${variants.join(', ') || 'none'}); got '${variant}'`,
          source: location.atPath(owner.name, 'variants', variant).toString(),
          hint: meant === undefined ? 'remove it, or define the variant' : `rename the key to '${meant}'`,
        };
      }
      const renamed = services.find(({ definition }) => definition.renamedFrom === image)?.definition.name;
      const meant = renamed ?? didYouMean(image, owners);
      return {
        id: 'unknown-pin',
        path: environment,
        message: `pins of ${environment} must be of services (${owners.join(', ')}); got '${image}'`,
        source: location.atPath(image).toString(),
        hint: meant === undefined ? 'remove it, or add the service to the list' : `rename the key to '${meant}'`,
      };
    });
}

function variantNames(definition: ServiceDefinition): string[] {
  if (definition.kind !== 'web-service') return [];
  return Object.keys(definition.variants ?? {}).map((variant) => variantName(definition.name, variant));
}

/** An environment without any pin is one diagnostic, not one for each image. */
function checkEnvironmentIsPinned<Entry>(
  definitions: readonly EnvironmentDefinition[],
  { location, lock }: LockFile<Entry>,
  images: (settings: EnvironmentDefinition['settings']) => readonly string[],
): Diagnostic[] {
  const unknown = unknownEnvironments(
    definitions.map(({ settings }) => settings.name),
    lock,
  );
  return definitions.flatMap(({ settings }) => {
    // The misspelt name is reported.
    if (unknown.some((key) => didYouMean(key, [settings.name]) !== undefined)) return [];
    const names = [...new Set(images(settings))].sort();
    // A lock file has no key that is not a valid name.
    const isValidName = checkName('environment', settings.name).length === 0;
    if (lock[settings.name] || names.length === 0 || !isValidName) return [];
    const known = Object.keys(lock).filter((key) => key !== '$schema');
    return [
      {
        id: 'environment-pins',
        path: settings.name,
        message: `${location.file} must have pins for ${settings.name}; got ${known.join(', ') || 'none'}`,
        source: location.at(settings.name).toString(),
        hint: `add ${settings.name}, with pins for ${names.join(', ')}`,
      },
    ];
  });
}

/** A pin that several environments or settings need is one mistake. */
function byName(missing: readonly MissingPin[]): [MissingPin, string][] {
  const names = [...new Set(missing.map(({ name }) => name))];
  return names.flatMap((name): [MissingPin, string][] => {
    const same = missing.filter((pin) => pin.name === name);
    const [first] = same;
    return first ? [[first, [...new Set(same.map(({ environment }) => environment))].join(', ')]] : [];
  });
}
