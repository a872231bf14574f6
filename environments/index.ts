import { sortedEntries } from '../lib/core/canonical';
import { variantName } from '../lib/core/contract';
import { type Diagnostic, dedupe } from '../lib/core/diagnostics';
import { type SettingPath, SettingsLocation } from '../lib/core/settings-location';
import { type EnvironmentDefinition } from './define-environment';
import type { Environment, MachineImagePin, ContainerImagePin } from './environment';
import imagesLock from './machine-images.lock.json';
import { lab } from './lab';
import {
  type MachineImageLockPin,
  type Lock,
  type Pinned,
  type PinnedContainerImage,
  readMachineImages,
  readContainerImages,
} from './locks';
import { production } from './production';
import { ownedRegistry } from './ecr-registry';
import releasesLock from './container-images.lock.json';
import { schemaErrors } from './schema-errors';
import { staging } from './staging';
import { checkMachineImages, checkContainerImages, checkEnvironments } from './check-environments';

/** The one list of environments. */
const definitions: readonly EnvironmentDefinition[] = [lab, staging, production];

/** Environments with what is pinned for them, and everything that is wrong with them. */
export interface Resolved {
  /** Those with every setting that something is built from. */
  readonly environments: Readonly<Record<string, Environment>>;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether these are all environments: where one has no settings to build from, nothing is built. */
  readonly isComplete: boolean;
}

const locations = new WeakMap<Environment, SettingsLocation>();

/**
 * Returns the location of a setting: in the environment's own file if it sets it, else in `base.ts`.
 *
 * @example settingLocation(lab, 'nodeGroups', 'general', 'labels', 'node.adamant.dev/group')
 */
export function settingLocation(environment: Environment, ...path: SettingPath): SettingsLocation {
  const location = locations.get(environment) ?? unrecordedLocation(environment);
  return location.at(...path);
}

/** The location of an environment that was not read from a file, as tests have. */
function unrecordedLocation(environment: Environment): SettingsLocation {
  return new SettingsLocation([{ file: `environments/${environment.name}.ts`, settings: environment }]);
}

/** Transitional: `settingLocation` takes its place. */
export function settingSource(environment: Environment): (setting: string) => string {
  return (setting) => settingLocation(environment, ...setting.split('.')).toString();
}

/** Joins definitions and lock files. It is a function of its arguments, so that tests can make mistakes in them. */
export function resolve(
  defined: readonly EnvironmentDefinition[],
  locks: { readonly images: string; readonly releases: string },
): Resolved {
  const images = readMachineImages(locks.images);
  const releases = readContainerImages(locks.releases);
  const shapes = defined.map((definition) => ({ definition, wrong: schemaErrors(definition) }));
  const sound = shapes.filter(({ wrong }) => wrong.length === 0).map(({ definition }) => definition);
  // What `base.ts` says is wrong for each environment that has it.
  const diagnostics = [...dedupe(shapes.flatMap(({ wrong }) => wrong)), ...checkEnvironments(sound)];
  if ('diagnostics' in images) diagnostics.push(...images.diagnostics);
  if ('diagnostics' in releases) diagnostics.push(...releases.diagnostics);
  const environments = sound.map((definition) => {
    const { name, region } = definition.settings;
    const pinned = 'lock' in images ? pinnedMachineImages(images.lock, name, region) : {};
    const released = 'lock' in releases ? pinnedContainerImages(releases.lock, name) : {};
    // A lock file that cannot be read has nothing pinned; saying so for every image would hide the one mistake.
    if ('lock' in images) diagnostics.push(...checkMachineImages(definition, new Set(Object.keys(pinned))));
    if ('lock' in releases) diagnostics.push(...checkContainerImages(definition, new Set(Object.keys(released))));
    const registry = 'lock' in releases ? ownedRegistry(definition, sound, releases.lock) : undefined;
    const environment: Environment = Object.freeze({
      ...definition.settings,
      ...(registry && { registry }),
      machineImages: pinned,
      containerImages: released,
    });
    locations.set(environment, definition.location);
    return environment;
  });
  return {
    environments: Object.fromEntries(environments.map((environment) => [environment.name, environment])),
    diagnostics,
    isComplete: sound.length === defined.length,
  };
}

function pinnedMachineImages(
  lock: Lock<Pinned<MachineImageLockPin>>,
  environment: string,
  region: string,
): Readonly<Record<string, MachineImagePin>> {
  return Object.fromEntries(
    sortedEntries(lock[environment] ?? {}).flatMap(([image, { pinned }]) => {
      const id = pinned.images[region];
      return id === undefined
        ? []
        : [[image, { id, kubernetesVersion: pinned.kubernetesVersion, recipe: pinned.recipe }]];
    }),
  );
}

function pinnedContainerImages(
  lock: Lock<PinnedContainerImage>,
  environment: string,
): Readonly<Record<string, ContainerImagePin>> {
  return Object.fromEntries(
    sortedEntries(lock[environment] ?? {}).flatMap(([service, { pinned, variants = {} }]) => [
      [service, pinned] as const,
      ...sortedEntries(variants).map(([revision, entry]) => [variantName(service, revision), entry.pinned] as const),
    ]),
  );
}

/** The environments as committed. */
export const committed: Resolved = resolve(definitions, { images: imagesLock, releases: releasesLock });

export const environments = committed.environments;
