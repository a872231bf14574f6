import type { Finding } from '../../core/diagnostics';

/** The committed lock file of all stacks. */
export const providerLockFile = 'environments/terraform.lock.hcl';

/** Name of the lock file in a stack's folder. */
export const stackLockFile = '.terraform.lock.hcl';

/** Number of platforms that scripts/lock-providers.sh locks: linux and darwin, amd64 and arm64. */
const platforms = 4;

/**
 * Checks the lock file against the provider versions of the stacks, by provider source: `hashicorp/aws`. With another version
 * every `terraform init` fails; with too few platforms, it fails on other machines.
 */
export function checkProviderLock(lock: string, required: Readonly<Record<string, string>>): Finding[] {
  const blocks = new Map(
    [...lock.matchAll(/^provider "[^"/]+\/([^"]+)" \{\n([\s\S]*?)^\}/gm)].map(([, source = '', body = '']) => [
      source,
      body,
    ]),
  );
  const hint = 'run scripts/lock-providers.sh, and commit the file';
  return Object.entries(required).flatMap(([source, version]): Finding[] => {
    const setting = [source];
    const block = blocks.get(source);
    const locked =
      block === undefined ? 'no such provider' : (/^\s*version\s*=\s*"([^"]+)"/m.exec(block)?.[1] ?? 'none');
    if (block === undefined || locked !== version)
      return [{ id: 'provider-lock', setting, message: `${source} must be locked at ${version}; got ${locked}`, hint }];
    const hashes = [...block.matchAll(/"h1:/g)].length;
    if (hashes >= platforms) return [];
    const message = `${source} must be locked for ${platforms} platforms; got ${hashes}`;
    return [{ id: 'provider-lock-platforms', setting, message, hint }];
  });
}
