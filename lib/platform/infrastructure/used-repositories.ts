import type { Repositories } from '../../aws/ecr/ecr-repositories';
import { byCodePoint, sortedEntries } from '../../core/canonical';
import { repositoryAddress } from '../../core/image-address';

/**
 * The repositories of pinned images by their registry in ECR, by which an environment's nodes are restricted to pull from no
 * others. Images outside of ECR need no permission.
 */
export function usedRepositories(
  containerImages: Readonly<Record<string, { readonly repository: string }>>,
): Readonly<Record<string, Repositories>> {
  const found = sortedEntries(containerImages).flatMap(([, { repository }]) => repositoryAddress(repository) ?? []);
  const registries = new Map(found.map(({ account, region }) => [`${account}-${region}`, { account, region }]));
  return Object.fromEntries(
    [...registries].map(([registry, { account, region }]) => {
      const own = found.filter((address) => address.account === account && address.region === region);
      // A service and its variants share a repository. Names in AWS are sorted: a renamed service keeps its place.
      return [registry, { account, region, repositories: [...new Set(own.map(({ name }) => name))].sort(byCodePoint) }];
    }),
  );
}
