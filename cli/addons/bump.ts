import { usedImages } from '../../lib/addons/checks';
import type { Addon } from '../../lib/addons/addon';
import { output, ToolError } from './kustomize';
import { imageDigest } from './registry';

/** A tag of a repository with the commit that it names. */
interface Tag {
  readonly name: string;
  readonly commit: string;
  readonly version: readonly [number, number, number];
}

export interface BumpOptions {
  /**
   * Address of the repository.
   *
   * @default the release's, on GitHub
   */
  readonly remote?: string;
  /**
   * Scheme of the registries.
   *
   * @default 'https'
   */
  readonly scheme?: 'http' | 'https';
}

/**
 * Returns a proposal for the next release of an addon: its tag and commit, and the digests of its images. It changes no file:
 * objects, ports and supported versions of Kubernetes are read by a person, and compared by `adamant addons verify`.
 *
 * @throws ToolError if git or a registry fails
 */
export async function proposeRelease({ props }: Addon, { remote, scheme }: BumpOptions = {}): Promise<string> {
  const { name, release } = props;
  const current = parseTag(release.tag, release.commit);
  if (!current) throw new ToolError(`the tag of ${name} must be a version such as v2.20.0; got '${release.tag}'`);
  const listed = await output('git', ['ls-remote', '--tags', remote ?? `https://github.com/${release.repository}`]);
  const moved = tagsIn(listed).find((tag) => tag.name === release.tag && tag.commit !== release.commit);
  const next = nextTag(tagsIn(listed), current);
  const warning = moved
    ? [`${release.tag} was moved: it names ${moved.commit} now, not the pinned ${release.commit}. Read what changed.`]
    : [];
  if (!next) return [...warning, `${name} ${release.tag} is the newest release`].join('\n');
  const images = await Promise.all(
    usedImages(release).map(async (image) => ({ image, digest: await imageDigest(image, plainVersion(next), scheme) })),
  );
  return [
    ...warning,
    `${name} ${release.tag} → ${next.name}`,
    '',
    'Release:',
    `  tag: '${next.name}',`,
    `  commit: '${next.commit}',`,
    '',
    'Images, to copy to the registry of the platform and to pin in environments/container-images.lock.json:',
    ...images.map(({ digest, image }) => `  ${image}:${plainVersion(next)} ${digest}`),
    '',
    `Read https://github.com/${release.repository}/releases/tag/${next.name}, then run adamant addons verify.`,
  ].join('\n');
}

/** An annotated tag is listed twice: the line with `^{}` has the commit. */
function tagsIn(listed: string): Tag[] {
  const commits = new Map<string, string>();
  for (const line of listed.split('\n')) {
    const [, commit, tag, peeled] = /^([0-9a-f]{40})\trefs\/tags\/([^^\s]+)(\^\{\})?$/.exec(line) ?? [];
    if (commit !== undefined && tag !== undefined && (peeled !== undefined || !commits.has(tag)))
      commits.set(tag, commit);
  }
  return [...commits].flatMap(([name, commit]) => parseTag(name, commit) ?? []);
}

/** Release candidates and tags of other parts of a repository are no versions. */
function parseTag(name: string, commit: string): Tag | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(name);
  return match ? { name, commit, version: [Number(match[1]), Number(match[2]), Number(match[3])] } : undefined;
}

function nextTag(tags: readonly Tag[], current: Tag): Tag | undefined {
  return tags.filter((tag) => compare(tag, current) > 0).sort(compare)[0];
}

function compare({ version: a }: Tag, { version: b }: Tag): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** Images have the version without the `v` of the tag. */
function plainVersion({ name }: Tag): string {
  return name.replace(/^v/, '');
}
