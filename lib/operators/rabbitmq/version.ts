import { isNotBefore, parseVersion, type Version } from '../../core/version';
import type { RabbitmqImage } from './props';

/** Returns the server's version from the tag of its image, or undefined for a tag such as `latest`, `4.2` or `4.2.4-rc.1`. */
export function imageVersion({ tag }: RabbitmqImage): Version | undefined {
  // A release candidate precedes the release of its number, so it may lack what the release has.
  if (/(?:alpha|beta|rc)[.-]?\d/.test(tag)) return undefined;
  return parseVersion(/^\d+\.\d+\.\d+(?=-|$)/.exec(tag)?.[0] ?? '');
}

/** True if the server has this version or a later one. A tag without a version, which a check rejects, counts as the latest. */
export function isAtLeast(image: RabbitmqImage, major: number, minor: number): boolean {
  const version = imageVersion(image);
  return version === undefined || isNotBefore(version, [major, minor, 0]);
}
