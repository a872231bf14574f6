import type { RabbitmqImage } from './props';

/** A version: major, minor, patch. */
export type Version = readonly [major: number, minor: number, patch: number];

/** Returns the server's version from the tag of its image, or undefined for a tag such as `latest`, `4.2` or `4.2.4-rc.1`. */
export function imageVersion({ tag }: RabbitmqImage): Version | undefined {
  // A release candidate precedes the release of its number, so it may lack what the release has.
  if (/(?:alpha|beta|rc)[.-]?\d/.test(tag)) return undefined;
  return parseVersion(/^\d+\.\d+\.\d+(?=-|$)/.exec(tag)?.[0] ?? '');
}

/** Returns the parts of a version such as `2.20.0`, or undefined for another text. */
export function parseVersion(text: string): Version | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}

/** True if a version is `minimum` or later. */
export function isNotBefore(version: Version, minimum: Version): boolean {
  const index = version.findIndex((part, position) => part !== minimum[position]);
  return index < 0 || (version[index] ?? 0) > (minimum[index] ?? 0);
}

/** True if the server has this version or a later one. A tag without a version, which a check rejects, counts as the latest. */
export function isAtLeast(image: RabbitmqImage, major: number, minor: number): boolean {
  const version = imageVersion(image);
  return version === undefined || isNotBefore(version, [major, minor, 0]);
}
