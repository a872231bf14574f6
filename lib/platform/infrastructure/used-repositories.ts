import type { Repositories } from '../../aws/ecr/ecr-repositories';
import { byCodePoint } from '../../core/canonical';
import { repositoryAddress } from '../../core/image-address';

/** The repositories of pinned images, by which an environment's nodes are restricted to pull from no others. */
export function usedRepositories(
  containerImages: Readonly<Record<string, { readonly repository: string }>>,
): Repositories {
  const found = Object.values(containerImages).flatMap(({ repository }) => repositoryAddress(repository) ?? []);
  const [first] = found;
  // A service and its variants share a repository. The order of names in AWS outlives a rename of a service.
  const repositories = [...new Set(found.map(({ name }) => name))].sort(byCodePoint);
  return { account: first?.account ?? '', region: first?.region ?? '', repositories };
}
