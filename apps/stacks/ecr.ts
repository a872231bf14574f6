import { EcrRepositories, type Grantee, type RepositoryProps } from '../../lib/aws/ecr/ecr-repositories';
import { KmsKey } from '../../lib/aws/iam/kms-key';
import type { Stack } from '../../lib/aws/stack/stack';
import { sortedEntries } from '../../lib/core/canonical';
import { resourceNames } from '../../lib/platform/infrastructure/resource-names';
import type { Environment } from '../../environments/environment';

/** The repositories of container images, in the one environment whose account owns them. */
export function ecrRepositories(
  stack: Stack,
  {
    account,
    name,
    deletionProtection,
    region,
    registry,
  }: Pick<Environment, 'account' | 'name' | 'deletionProtection' | 'region' | 'registry'>,
): void {
  if (!registry) return;
  const key = new KmsKey(stack, 'registry-key', {
    account,
    description: 'images of releases',
    name: `${name}-registry`,
    deletionProtection,
    region,
  });
  new EcrRepositories(stack, 'registry', {
    key,
    deletionProtection,
    pull: Object.fromEntries(sortedEntries(registry.pullAccounts).map(nodeGrantee)),
    // Builds run in this account, where the policy of their own role is sufficient.
    push: {},
    repositories: Object.fromEntries(registry.repositories.map(repositoryEntry)),
  });
}

/** The nodes of an environment, which pull images. */
function nodeGrantee([name, account]: readonly [string, string]): [string, Grantee] {
  return [name, { account, roles: [resourceNames({ account, name }).nodeRole] }];
}

/** A repository by its key in Terraform's addresses, which contain no slashes. */
function repositoryEntry(name: string): [string, RepositoryProps] {
  return [name.replaceAll(/[^a-z0-9]+/g, '-'), { name }];
}
