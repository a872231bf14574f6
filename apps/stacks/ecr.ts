import { KmsKey } from '../../lib/aws/iam/kms-key';
import { type Grantee, EcrRepositories, type RepositoryProps } from '../../lib/aws/ecr/ecr-repositories';
import type { Stack } from '../../lib/aws/stack/stack';
import { sortedEntries } from '../../lib/core/canonical';
import { withSource } from '../../lib/core/diagnostics';
import type { Environment } from '../../environments/environment';
import { resourceNames } from '../../lib/platform/contract';

/** Where the images of releases are kept, in the one environment whose account they come from. */
export function ecrRepositories(
  stack: Stack,
  { account, name, protection, region, registry: owned }: Environment,
): void {
  if (!owned) return;
  const key = new KmsKey(stack, 'registry-key', {
    account,
    description: 'images of releases',
    name: `${name}-registry`,
    deletionProtection: protection.stateful,
    region,
  });
  const made = new EcrRepositories(stack, 'registry', {
    key,
    deletionProtection: protection.stateful,
    pull: Object.fromEntries(sortedEntries(owned.pullAccounts).map(nodesOf)),
    // Builds run in this account, where the policy of their own role is enough.
    push: {},
    repositories: Object.fromEntries(owned.repositories.map(repositoryOf)),
  });
  withSource(made, () => 'environments/container-images.lock.json');
}

function nodesOf([name, account]: readonly [string, string]): [string, Grantee] {
  return [name, { account, roles: [resourceNames({ account, name }).nodeRole] }];
}

/** Addresses in the state have no slashes. */
function repositoryOf(name: string): [string, RepositoryProps] {
  return [name.replaceAll(/[^a-z0-9]+/g, '-'), { name }];
}
