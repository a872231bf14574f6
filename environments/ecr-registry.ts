import { byCodePoint, sortedEntries } from '../lib/core/canonical';
import { repositoryAddress } from '../lib/core/image-address';
import { type EnvironmentDefinition, freeze } from './define-environment';
import type { RegistrySettings } from './environment';
import type { Lock, PinnedContainerImage } from './locks';

/**
 * Returns the ECR registry that an environment owns: the repositories of its account and region from which any environment
 * pins an image, now or in its history, since a rollback pins an earlier image. Undefined if there are none.
 */
export function ownedRegistry(
  { settings: owner }: EnvironmentDefinition,
  definitions: readonly EnvironmentDefinition[],
  containerImages: Lock<PinnedContainerImage>,
): RegistrySettings | undefined {
  const users = definitions.map(({ settings: { account, name } }) => {
    const pins = sortedEntries(containerImages[name] ?? {}).flatMap(([, { variants = {}, ...own }]) =>
      [own, ...Object.values(variants)].flatMap(({ history, pinned }) => [pinned, ...history]),
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
  return freeze({
    pullAccounts: Object.fromEntries(pulling.map(({ account, name }) => [name, account])),
    repositories,
  });
}
