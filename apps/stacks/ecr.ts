import { EcrRepositories, type Grantee, type RepositoryProps } from '../../lib/aws/ecr/ecr-repositories';
import type { Stack } from '../../lib/aws/stack/stack';
import { sortedEntries } from '../../lib/core/canonical';
import { computedProps, withSources } from '../../lib/core/diagnostics';
import { resourceNames } from '../../lib/platform/infrastructure/resource-names';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { encryptionKey } from './encryption-key';

/** The repositories of container images, in the one environment whose account owns them. */
export function ecrRepositories(stack: Stack, environment: Environment): void {
  const { deletionProtection, name, registry } = environment;
  if (!registry) return;
  const repositories = new EcrRepositories(stack, 'registry', {
    key: encryptionKey(stack, 'registry-key', environment, {
      description: 'images of releases',
      name: `${name}-registry`,
    }),
    deletionProtection,
    pull: Object.fromEntries(sortedEntries(registry.pullAccounts).map(nodeGrantee)),
    // Builds run in this account, where the policy of their own role is sufficient.
    push: {},
    repositories: Object.fromEntries(registry.repositories.map(repositoryEntry)),
  });
  withSources(EcrRepositories, repositories, {
    ...settingsLocation(environment).pick('deletionProtection'),
    // Repositories follow from the pins of all environments.
    ...computedProps('key', 'pull', 'push', 'repositories'),
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
