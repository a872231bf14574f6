import { Key } from '../../lib/aws/iam/kms-key';
import { type Grantee, Registry, type RepositoryProps } from '../../lib/aws/ecr/ecr-repositories';
import type { Stack } from '../../lib/aws/stack/stack';
import { entriesOf } from '../../lib/core/canonical';
import { writtenIn } from '../../lib/core/diagnostics';
import type { Environment } from '../../environments/environment';
import { namesOf } from '../../lib/platform/contract';

/** Where the images of releases are kept, in the one environment whose account they come from. */
export function registry(stack: Stack, { account, name, protection, region, registry: owned }: Environment): void {
  if (!owned) return;
  const key = new Key(stack, 'registry-key', {
    account,
    description: 'images of releases',
    name: `${name}-registry`,
    protect: protection.stateful,
    region,
  });
  const made = new Registry(stack, 'registry', {
    key,
    protect: protection.stateful,
    pull: Object.fromEntries(entriesOf(owned.pulledBy).map(nodesOf)),
    // Builds run in this account, where the policy of their own role is enough.
    push: {},
    repositories: Object.fromEntries(owned.repositories.map(repositoryOf)),
  });
  writtenIn(made, () => 'environments/container-images.lock.json');
}

function nodesOf([name, account]: readonly [string, string]): [string, Grantee] {
  return [name, { account, roles: [namesOf({ account, name }).nodeRole] }];
}

/** Addresses in the state have no slashes. */
function repositoryOf(name: string): [string, RepositoryProps] {
  return [name.replaceAll(/[^a-z0-9]+/g, '-'), { name }];
}
