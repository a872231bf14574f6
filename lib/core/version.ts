/** A version: major, minor, patch. */
export type Version = readonly [major: number, minor: number, patch: number];

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
