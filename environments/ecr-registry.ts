import { byCodePoint, entriesOf } from '../lib/core/canonical';
import { repositoryAddress } from '../lib/core/image-address';
import { type Definition, freeze } from './define-environment';
import type { RegistrySettings } from './environment';
import type { Lock, PinnedRelease } from './locks';

/**
 * The registry that an environment owns: whatever releases of any environment come from its account and region, now or
 * before, since the way back is an earlier pin. None where releases come from elsewhere.
 */
export function registryOwnedBy(
  { settings: owner }: Definition,
  definitions: readonly Definition[],
  releases: Lock<PinnedRelease>,
): RegistrySettings | undefined {
  const users = definitions.map(({ settings: { account, name } }) => {
    const pins = entriesOf(releases[name] ?? {}).flatMap(([, { revisions = {}, ...own }]) =>
      [own, ...Object.values(revisions)].flatMap(({ history, pinned }) => [pinned, ...history]),
    );
    const repositories = pins.flatMap(({ repository }) => {
      const found = repositoryAddress(repository);
      return found?.account === owner.account && found.region === owner.region ? [found.name] : [];
    });
    return { account, name, repositories };
  });
  const repositories = [...new Set(users.flatMap((user) => user.repositories))].sort(byCodePoint);
  if (repositories.length === 0) return undefined;
  const pulling = users.filter((user) => user.repositories.length > 0);
  return freeze({ pulledBy: Object.fromEntries(pulling.map(({ account, name }) => [name, account])), repositories });
}
