import { entriesOf } from '../lib/core/canonical';
import { revisionName } from '../lib/core/contract';
import { type Problem, type Source, toldOnce } from '../lib/core/diagnostics';
import { type Definition } from './define-environment';
import type { Environment, ImagePin, ReleasePin } from './environment';
import imagesLock from './machine-images.lock.json';
import { lab } from './lab';
import { type ImageLockPin, type Lock, type Pinned, type PinnedRelease, readImages, readReleases } from './locks';
import { production } from './production';
import { registryOwnedBy } from './ecr-registry';
import releasesLock from './container-images.lock.json';
import { shapeProblems } from './schema-errors';
import { staging } from './staging';
import { missingImages, missingReleases, validateDefinitions } from './check-environments';

/** The one list of environments. */
const definitions: readonly Definition[] = [lab, staging, production];

/** Environments with what is pinned for them, and everything that is wrong with them. */
export interface Resolved {
  /** Those with every setting that something is built from. */
  readonly environments: Readonly<Record<string, Environment>>;
  readonly problems: readonly Problem[];
  /** Whether these are all environments: where one has no settings to build from, nothing is built. */
  readonly whole: boolean;
}

const written = new WeakMap<Environment, Source>();

/** Where an environment's settings stand, for error messages. */
export function sourceOf(environment: Environment): Source {
  return written.get(environment) ?? ((setting) => `${environment.name} → ${setting}`);
}

/** Joins definitions and lock files. It is a function of its arguments, so that tests can make mistakes in them. */
export function resolve(
  defined: readonly Definition[],
  locks: { readonly images: string; readonly releases: string },
): Resolved {
  const images = readImages(locks.images);
  const releases = readReleases(locks.releases);
  const shapes = defined.map((definition) => ({ definition, wrong: shapeProblems(definition) }));
  const sound = shapes.filter(({ wrong }) => wrong.length === 0).map(({ definition }) => definition);
  // What `base.ts` says is wrong for each environment that has it.
  const problems = [...toldOnce(shapes.flatMap(({ wrong }) => wrong)), ...validateDefinitions(sound)];
  if ('problems' in images) problems.push(...images.problems);
  if ('problems' in releases) problems.push(...releases.problems);
  const environments = sound.map((definition) => {
    const { name, region } = definition.settings;
    const pinned = 'lock' in images ? imagesIn(images.lock, name, region) : {};
    const released = 'lock' in releases ? releasesIn(releases.lock, name) : {};
    // A lock file that cannot be read has nothing pinned; saying so for every image would hide the one mistake.
    if ('lock' in images) problems.push(...missingImages(definition, new Set(Object.keys(pinned))));
    if ('lock' in releases) problems.push(...missingReleases(definition, new Set(Object.keys(released))));
    const registry = 'lock' in releases ? registryOwnedBy(definition, sound, releases.lock) : undefined;
    const environment: Environment = Object.freeze({
      ...definition.settings,
      ...(registry && { registry }),
      images: pinned,
      releases: released,
    });
    written.set(environment, definition.source);
    return environment;
  });
  return {
    environments: Object.fromEntries(environments.map((environment) => [environment.name, environment])),
    problems,
    whole: sound.length === defined.length,
  };
}

function imagesIn(
  lock: Lock<Pinned<ImageLockPin>>,
  environment: string,
  region: string,
): Readonly<Record<string, ImagePin>> {
  return Object.fromEntries(
    entriesOf(lock[environment] ?? {}).flatMap(([image, { pinned }]) => {
      const id = pinned.images[region];
      return id === undefined
        ? []
        : [[image, { id, kubernetesVersion: pinned.kubernetesVersion, recipe: pinned.recipe }]];
    }),
  );
}

function releasesIn(lock: Lock<PinnedRelease>, environment: string): Readonly<Record<string, ReleasePin>> {
  return Object.fromEntries(
    entriesOf(lock[environment] ?? {}).flatMap(([service, { pinned, revisions = {} }]) => [
      [service, pinned] as const,
      ...entriesOf(revisions).map(([revision, entry]) => [revisionName(service, revision), entry.pinned] as const),
    ]),
  );
}

/** The environments as committed. */
export const committed: Resolved = resolve(definitions, { images: imagesLock, releases: releasesLock });

export const environments = committed.environments;
