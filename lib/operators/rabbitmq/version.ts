import type { RabbitmqImage } from './props';

/** Returns the server's version from the tag of its image, or undefined for a tag such as `latest`. */
export function imageVersion({ tag }: RabbitmqImage): readonly [major: number, minor: number] | undefined {
  const match = /^(\d+)\.(\d+)(?:\D|$)/.exec(tag);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/** True if the server has this version or a later one. A tag without a version, which a check rejects, counts as the latest. */
export function isAtLeast(image: RabbitmqImage, major: number, minor: number): boolean {
  const [imageMajor, imageMinor] = imageVersion(image) ?? [Infinity, Infinity];
  return imageMajor > major || (imageMajor === major && imageMinor >= minor);
}
