import { sortedEntries } from '../lib/core/canonical';
import type { Lock, MachineImageLockPin, Pinned } from './locks';

/** The machine images of a lock file, by environment and name. */
export type MachineImages = Lock<Pinned<MachineImageLockPin>>;

/** Pins an image that was built. The pin before it moves to the front of the history, and one of the same recipe leaves it. */
export function pinImage(
  lock: MachineImages,
  environment: string,
  image: string,
  pin: MachineImageLockPin,
): MachineImages {
  const entry = lock[environment]?.[image];
  if (!entry) return withEntry(lock, environment, image, { pinned: pin, history: [] });
  const { history, pinned } = entry;
  const isSame = pinned.recipe === pin.recipe && pinned.kubernetesVersion === pin.kubernetesVersion;
  return withEntry(lock, environment, image, {
    // The same image in another region, or built again.
    pinned: isSame ? { ...pin, images: { ...pinned.images, ...pin.images } } : pin,
    history: isSame ? history : [pinned, ...history].filter(({ recipe }) => recipe !== pin.recipe),
  });
}

/**
 * Pins the images of an environment in another one. An image of another account is used by its id, as one that its owner shares.
 *
 * @param accounts numbers of the accounts of both environments
 */
export function promoteImages(
  lock: MachineImages,
  from: string,
  to: string,
  accounts: Readonly<Record<string, string>>,
): MachineImages {
  const images = sortedEntries<string, Pinned<MachineImageLockPin>>(lock[from] ?? {});
  return images.reduce((changed, [image, { pinned }]) => {
    const current = changed[to]?.[image]?.pinned;
    if (current?.recipe === pinned.recipe && current.kubernetesVersion === pinned.kubernetesVersion) return changed;
    const owner = pinned.owner ?? (accounts[from] === accounts[to] ? undefined : accounts[from]);
    return pinImage(changed, to, image, { ...pinned, ...(owner !== undefined && { owner }) });
  }, lock);
}

/** Pins the images before the current ones, which become the newest of the history. One without a history stays. */
export function rollBackImages(lock: MachineImages, environment: string, images: readonly string[]): MachineImages {
  return images.reduce((changed, image) => {
    const { history = [], pinned } = changed[environment]?.[image] ?? {};
    const [before, ...earlier] = history;
    if (!before || !pinned) return changed;
    return withEntry(changed, environment, image, { pinned: before, history: [pinned, ...earlier] });
  }, lock);
}

function withEntry(
  lock: MachineImages,
  environment: string,
  image: string,
  entry: Pinned<MachineImageLockPin>,
): MachineImages {
  return { ...lock, [environment]: { ...lock[environment], [image]: entry } };
}
