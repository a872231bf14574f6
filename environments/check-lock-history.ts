import { sortedEntries } from '../lib/core/canonical';
import type { Diagnostic } from '../lib/core/diagnostics';
import { repositoryAddress } from '../lib/core/image-address';
import { checkRegion } from '../lib/core/regions';
import type { SettingsLocation } from '../lib/core/settings-location';
import { type EnvironmentDefinition, settingDiagnostic } from './define-environment';
import type { Lock, MachineImageLockPin, Pinned, PinnedContainerImage } from './locks';

interface LockFile<Entry> {
  readonly lock: Lock<Entry>;
  readonly location: SettingsLocation;
}

/** A pin with its place in a lock file. */
interface Placed<Entry> {
  readonly definition: EnvironmentDefinition;
  readonly environment: string;
  readonly name: string;
  readonly entry: Entry;
  readonly location: SettingsLocation;
}

/**
 * Number of minor versions that a kubelet may be older than its API server.
 *
 * @see https://kubernetes.io/releases/version-skew-policy/#kubelet
 */
const maxKubeletSkew = 3;

/** Returns diagnostics of machine images that contradict each other: versions, promotion, and ids of AMIs. */
export function checkMachineImageHistory(
  definitions: readonly EnvironmentDefinition[],
  file: LockFile<Pinned<MachineImageLockPin>>,
): Diagnostic[] {
  const pins = placed(definitions, file);
  return [
    ...pins.flatMap(({ entry: { history, pinned }, ...place }) =>
      checkNotInHistory(place, history, ({ recipe }) => recipe === pinned.recipe),
    ),
    ...pins.flatMap(checkSteps),
    ...definitions.flatMap((definition) => checkSkew(definition, pins)),
    ...pins.flatMap((pin) => checkPromotion(pin, definitions, pins)),
    ...checkImageIds(pins),
  ];
}

/** Returns diagnostics of container images that contradict each other: repositories, and pins that are in their own history. */
export function checkContainerImageHistory(
  definitions: readonly EnvironmentDefinition[],
  file: LockFile<PinnedContainerImage>,
): Diagnostic[] {
  return placed(definitions, file).flatMap(({ entry: { history, pinned, variants = {} }, ...place }) => [
    ...checkNotInHistory(place, history, ({ digest }) => digest === pinned.digest),
    ...sortedEntries(variants).flatMap(([variant, own]) =>
      checkNotInHistory(
        { ...place, location: place.location.atPath('variants', variant), name: `${place.name}.${variant}` },
        own.history,
        ({ digest }) => digest === own.pinned.digest,
      ),
    ),
    ...[pinned, ...Object.values(variants).map((variant) => variant.pinned)].flatMap(({ repository }, index) =>
      checkRepository(
        place,
        repository,
        index === 0
          ? place.location.atPath('pinned', 'repository')
          : place.location.atPath('variants', sortedEntries(variants)[index - 1]?.[0] ?? '', 'pinned', 'repository'),
        Object.keys(file.lock[place.environment] ?? {}),
      ),
    ),
  ]);
}

function placed<Entry>(
  definitions: readonly EnvironmentDefinition[],
  { location, lock }: LockFile<Entry>,
): Placed<Entry>[] {
  return definitions.flatMap((definition) => {
    const { name: environment } = definition.settings;
    return sortedEntries<string, Entry>(lock[environment] ?? {}).map(([name, entry]) => ({
      definition,
      entry,
      environment,
      location: location.atPath(environment, name),
      name,
    }));
  });
}

function report(
  { environment, name }: Pick<Placed<unknown>, 'environment' | 'name'>,
  source: SettingsLocation,
  finding: Pick<Diagnostic, 'hint' | 'id' | 'message'>,
): Diagnostic {
  return { ...finding, path: `${environment}/${name}`, source: source.toString() };
}

/** A pin is moved to the history when another one takes its place. */
function checkNotInHistory<Pin>(
  place: Omit<Placed<unknown>, 'entry'>,
  history: readonly Pin[],
  isPinned: (pin: Pin) => boolean,
): Diagnostic[] {
  const index = history.findIndex(isPinned);
  if (index < 0) return [];
  return [
    report(place, place.location.atPath('history', String(index)), {
      id: 'pin-history',
      message: `history must not contain the pinned image; got the pin of ${place.name} as entry ${index + 1}`,
      hint: 'delete the entry: history has the pins before this one',
    }),
  ];
}

/** Upgrades and rollbacks go one minor version at a time. */
function checkSteps({ entry: { history, pinned }, ...place }: Placed<Pinned<MachineImageLockPin>>): Diagnostic[] {
  const source = place.location.atPath('pinned', 'kubernetesVersion');
  const { podSecurityVersion } = place.definition.settings.cluster;
  const [minor, server] = [minorOf(pinned.kubernetesVersion), minorOf(podSecurityVersion)];
  const before = history[0]?.kubernetesVersion;
  const reference = before === undefined ? server : minorOf(before);
  if (Math.abs(minor - reference) > 1 && (before !== undefined || minor > server)) {
    return [
      report(place, source, {
        id: 'kubernetes-version-step',
        message: `kubernetesVersion must be at most one minor version from ${before === undefined ? `cluster.podSecurityVersion (${podSecurityVersion})` : `the pin before (${before})`}; got ${pinned.kubernetesVersion}`,
        hint: 'upgrade and roll back one minor version at a time',
      }),
    ];
  }
  return [];
}

/** Kubelets that are too old for the API server. If all of an environment are, its own setting is at fault. */
function checkSkew(
  definition: EnvironmentDefinition,
  pins: readonly Placed<Pinned<MachineImageLockPin>>[],
): Diagnostic[] {
  const { podSecurityVersion } = definition.settings.cluster;
  const oldest = minorOf(podSecurityVersion) - maxKubeletSkew;
  const own = pins.filter((pin) => pin.definition === definition);
  const tooOld = own.filter(({ entry }) => minorOf(entry.pinned.kubernetesVersion) < oldest);
  if (tooOld.length > 0 && tooOld.length === own.length) {
    const newest = Math.max(...own.map(({ entry }) => minorOf(entry.pinned.kubernetesVersion)));
    return [
      settingDiagnostic(definition, {
        id: 'kubernetes-version-step',
        setting: 'cluster.podSecurityVersion',
        message: `podSecurityVersion must be at most ${maxKubeletSkew} minor versions above the machine images (1.${newest}); got ${podSecurityVersion}`,
        hint: `write 'v1.${newest}'`,
      }),
    ];
  }
  return tooOld.map((pin) =>
    report(pin, pin.location.atPath('pinned', 'kubernetesVersion'), {
      id: 'kubernetes-version-step',
      message: `kubernetesVersion must be at most ${maxKubeletSkew} minor versions below cluster.podSecurityVersion (${podSecurityVersion}); got ${pin.entry.pinned.kubernetesVersion}`,
      hint: `pin an image of 1.${oldest} or later: the API server rejects older kubelets`,
    }),
  );
}

/** Returns the minor version of `1.34.2` or `v1.34`. */
function minorOf(version: string): number {
  return Number(/^v?1\.(\d+)/.exec(version)?.[1]);
}

/** An environment whose data is protected gets an image that all environments before it have run. */
function checkPromotion(
  { definition, entry: { pinned }, ...place }: Placed<Pinned<MachineImageLockPin>>,
  definitions: readonly EnvironmentDefinition[],
  pins: readonly Placed<Pinned<MachineImageLockPin>>[],
): Diagnostic[] {
  const earlier = definitions.slice(0, definitions.indexOf(definition)).map(({ settings }) => settings.name);
  const known = pins.filter(({ environment, name }) => earlier.includes(environment) && name === place.name);
  if (!definition.settings.deletionProtection || known.length === 0) return [];
  const missing = known
    .filter(({ entry }) => ![entry.pinned, ...entry.history].some(({ recipe }) => recipe === pinned.recipe))
    .map(({ environment }) => environment);
  if (missing.length === 0) return [];
  return [
    report(place, place.location.atPath('pinned', 'recipe'), {
      id: 'image-promotion',
      message: `recipe must be one that ${missing.join(' and ')} ${missing.length === 1 ? 'has' : 'have'} or had, because ${place.environment} is protected; got ${pinned.recipe.slice(0, 12)}… (${pinned.kubernetesVersion})`,
      hint: `pin an image of this recipe in ${missing[0]} first`,
    }),
  ];
}

/** An AMI has one recipe and one version, and belongs to one account. */
function checkImageIds(pins: readonly Placed<Pinned<MachineImageLockPin>>[]): Diagnostic[] {
  interface Owner extends MachineImageLockPin {
    readonly account: string;
    readonly where: string;
  }
  const owners = new Map<string, Owner>();
  return pins.flatMap(({ definition: { settings }, entry: { history, pinned }, ...place }) =>
    [pinned, ...history].flatMap((pin, index) => {
      const location =
        index === 0 ? place.location.atPath('pinned') : place.location.atPath('history', String(index - 1));
      return sortedEntries(pin.images).flatMap(([region, id]): Diagnostic[] => {
        const owner = owners.get(id);
        const source = location.atPath('images', region);
        if (!owner) {
          owners.set(id, { ...pin, account: settings.account, where: `${place.environment}.${place.name}` });
          return [];
        }
        const isSame = owner.recipe === pin.recipe && owner.kubernetesVersion === pin.kubernetesVersion;
        if (!isSame) {
          return [
            report(place, source, {
              id: 'machine-image-conflict',
              message: `an AMI must have one recipe and version; got ${id} of ${pin.kubernetesVersion}, which is ${owner.kubernetesVersion} in ${owner.where}`,
              hint: 'copy the id, the version and the recipe that Packer printed together',
            }),
          ];
        }
        if (owner.account === settings.account || (pin.owner ?? 'self') !== 'self') return [];
        return [
          report(place, source, {
            id: 'machine-image-conflict',
            message: `an AMI must belong to the account of its environment (${settings.account}); got ${id}, which ${owner.where} has in account ${owner.account}`,
            hint: `copy the image to the account, or share it and write "owner": "${owner.account}"`,
          }),
        ];
      });
    }),
  );
}

/** A repository of another service, or of a region that the environment's nodes do not pull from. */
function checkRepository(
  place: Omit<Placed<unknown>, 'entry'>,
  repository: string,
  source: SettingsLocation,
  services: readonly string[],
): Diagnostic[] {
  const last = repository.split('/').at(-1) ?? '';
  if (last !== place.name && services.includes(last)) {
    return [
      report(place, source, {
        id: 'container-image-repository',
        message: `repository must not be that of another service; got '${repository}', the repository of ${last}`,
        hint: `write '${repository.slice(0, -last.length)}${place.name}'`,
      }),
    ];
  }
  const { region } = place.definition.settings;
  const address = repositoryAddress(repository);
  // A misspelt region is reported by itself.
  if (!address || address.region === region || checkRegion(region).length > 0) return [];
  return [
    report(place, source, {
      id: 'container-image-region',
      message: `repository must be in the region of its environment (${region}); got '${repository}'`,
      hint: `replicate the repository to ${region}: interface endpoints lead to the registry of their own region only`,
    }),
  ];
}
