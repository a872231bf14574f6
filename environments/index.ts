import { sortedEntries } from '../lib/core/canonical';
import { variantName } from '../lib/core/contract';
import { type Diagnostic, dedupe } from '../lib/core/diagnostics';
import { SettingsLocation } from '../lib/core/settings-location';
import type { Environment, MachineImagePin, ContainerImagePin } from './environment';
import machineImagesLock from './machine-images.lock.json';
import { lab } from './lab';
import {
  containerImagesFile,
  type MachineImageLockPin,
  type Lock,
  type Pinned,
  type PinnedContainerImage,
  readMachineImages,
  readContainerImages,
} from './locks';
import { production } from './production';
import { ownedRegistry } from './ecr-registry';
import containerImagesLock from './container-images.lock.json';
import { staging } from './staging';
import { checkEnvironments, withSamples } from './check-environments';
import { checkList, type EnvironmentList } from './check-list';
import { checkContainerImages, checkMachineImages, checkPinnedEnvironments } from './check-pins';
import { checkContainerImageHistory, checkMachineImageHistory } from './check-lock-history';
import { checkSettings } from './check-settings';

/** The one list of environments, by the name of the file that defines each. */
const definitions: EnvironmentList = { lab, staging, production };

/** Environments with their pins, and the diagnostics of settings and lock files. */
export interface ResolvedEnvironments {
  /** The environments whose settings have the right types, so that constructs can be built from them. */
  readonly environments: Readonly<Record<string, Environment>>;
  readonly diagnostics: readonly Diagnostic[];
  /** The names of all environments. */
  readonly names: readonly string[];
  /** True if `environments` has all of them. */
  readonly isComplete: boolean;
}

const locations = new WeakMap<Environment, SettingsLocation<Environment>>();

/**
 * Returns the location of an environment's settings: each is in the environment's own file if that sets it, else in `base.ts`.
 *
 * @example settingsLocation(lab).at('nodeGroups').at('general').at('labels')
 */
export function settingsLocation(environment: Environment): SettingsLocation<Environment> {
  return locations.get(environment) ?? unrecordedLocation(environment);
}

const imageLocations = new WeakMap<Environment, SettingsLocation>();

/** Returns the location of the pins of an environment's container images. */
export function containerImagesLocation(environment: Environment): SettingsLocation {
  return imageLocations.get(environment) ?? unrecordedImages(environment);
}

function unrecordedImages({ containerImages, name }: Environment): SettingsLocation {
  const pins = Object.fromEntries(sortedEntries(containerImages).map(([image, pinned]) => [image, { pinned }]));
  return new SettingsLocation([{ file: containerImagesFile, settings: { [name]: pins } }]).atPath(name);
}

/** The location of an environment that was not read from a file, as tests have. */
function unrecordedLocation(environment: Environment): SettingsLocation<Environment> {
  return new SettingsLocation([{ file: `environments/${environment.name}.ts`, settings: environment }]);
}

/** Joins definitions and lock files. A function of its arguments, so that tests can pass mistaken ones. */
export function resolve(
  list: EnvironmentList,
  locks: { readonly machineImages: string; readonly containerImages: string },
): ResolvedEnvironments {
  const machineImages = readMachineImages(locks.machineImages);
  const containerImages = readContainerImages(locks.containerImages);
  const { defined, diagnostics: misnamed } = checkList(list);
  const checked = defined.map((definition) => ({ definition, mistakes: checkSettings(definition) }));
  const valid = checked.filter(({ mistakes }) => mistakes.length === 0).map(({ definition }) => definition);
  const diagnostics = [
    ...misnamed,
    ...missingOnce(checked.flatMap(({ mistakes }) => mistakes)),
    ...checkEnvironments(valid),
    // Without a readable lock file every image lacks a pin: only the lock file is reported.
    ...('lock' in machineImages
      ? [
          ...checkPinnedEnvironments(Object.keys(list), machineImages),
          ...checkMachineImages(valid, machineImages),
          ...checkMachineImageHistory(valid, machineImages),
        ]
      : machineImages.diagnostics),
    ...('lock' in containerImages
      ? [
          ...checkPinnedEnvironments(Object.keys(list), containerImages),
          ...checkContainerImages(valid, containerImages),
          ...checkContainerImageHistory(valid, containerImages),
        ]
      : containerImages.diagnostics),
  ];
  const buildable = valid.map(withSamples);
  const environments = buildable.map((definition) => {
    const { name, region } = definition.settings;
    const registry = 'lock' in containerImages ? ownedRegistry(definition, buildable, containerImages.lock) : undefined;
    const environment: Environment = Object.freeze({
      ...definition.settings,
      ...(registry && { registry }),
      machineImages: 'lock' in machineImages ? pinnedMachineImages(machineImages.lock, name, region) : {},
      containerImages: 'lock' in containerImages ? pinnedContainerImages(containerImages.lock, name) : {},
    });
    locations.set(environment, definition.location);
    if ('lock' in containerImages) imageLocations.set(environment, containerImages.location.at(name));
    return environment;
  });
  return {
    environments: Object.fromEntries(environments.map((environment) => [environment.name, environment])),
    diagnostics: dedupe(diagnostics),
    isComplete: valid.length === Object.keys(list).length,
    names: Object.keys(list),
  };
}

/** A setting that several environments lack is missing in what they share: it is reported once, for the first of them. */
function missingOnce(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const setting = ({ source }: Diagnostic) => source.split(' → ')[1] ?? source;
  const isSame = (one: Diagnostic, other: Diagnostic) =>
    one.id === 'missing-setting' && other.id === one.id && setting(one) === setting(other);
  return diagnostics.flatMap((diagnostic, index) => {
    if (diagnostics.slice(0, index).some((earlier) => isSame(earlier, diagnostic))) return [];
    const others = diagnostics
      .slice(index + 1)
      .filter((later) => isSame(diagnostic, later) && later.path !== diagnostic.path);
    if (others.length === 0) return [diagnostic];
    const environments = others.map(({ path }) => path).join(', ');
    return [
      { ...diagnostic, hint: `${diagnostic.hint}; the same in ${environments}, or for all in environments/base.ts` },
    ];
  });
}

function pinnedMachineImages(
  lock: Lock<Pinned<MachineImageLockPin>>,
  environment: string,
  region: string,
): Readonly<Record<string, MachineImagePin>> {
  return Object.fromEntries(
    sortedEntries(lock[environment] ?? {}).flatMap(([image, { pinned }]) => {
      const id = pinned.images[region];
      return id === undefined ? [] : [[image, machineImagePin(pinned, id)]];
    }),
  );
}

function machineImagePin(pin: MachineImageLockPin, id: string): MachineImagePin {
  const { architecture, kubernetesVersion, owner, recipe, rootDevice } = pin;
  return {
    id,
    kubernetesVersion,
    recipe,
    ...(architecture && { architecture }),
    ...(owner !== undefined && { owner }),
    ...(rootDevice !== undefined && { rootDevice }),
  };
}

function pinnedContainerImages(
  lock: Lock<PinnedContainerImage>,
  environment: string,
): Readonly<Record<string, ContainerImagePin>> {
  return Object.fromEntries(
    sortedEntries(lock[environment] ?? {}).flatMap(([service, { pinned, variants = {} }]) => [
      [service, pinned] as const,
      ...sortedEntries(variants).map(([variant, entry]) => [variantName(service, variant), entry.pinned] as const),
    ]),
  );
}

/** The environments as committed. */
export const committedEnvironments: ResolvedEnvironments = resolve(definitions, {
  machineImages: machineImagesLock,
  containerImages: containerImagesLock,
});

export const environments = committedEnvironments.environments;

/** The environments with other machine images: the content of their lock file. */
export function resolveMachineImages(machineImages: string): ResolvedEnvironments {
  return resolve(definitions, { containerImages: containerImagesLock, machineImages });
}
