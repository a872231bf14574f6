import type { Finding } from '../../core/diagnostics';

/** Where the one lock file of all stacks is committed. */
export const providerLockFile = 'environments/terraform.lock.hcl';

/** What the file is called beside a stack. */
export const stackLockFile = '.terraform.lock.hcl';

/** linux and darwin, amd64 and arm64: scripts/lock-providers.sh asks for these. */
const platforms = 4;

/**
 * What is wrong with the lock file for stacks that ask for these provider versions, by their source: `hashicorp/aws`.
 * A file of another version stops every `init`; one of too few platforms stops it on somebody else's machine.
 */
export function checkProviderLock(lock: string, required: Readonly<Record<string, string>>): Finding[] {
  const blocks = new Map(
    [...lock.matchAll(/^provider "[^"/]+\/([^"]+)" \{\n([\s\S]*?)^\}/gm)].map(([, of = '', body = '']) => [of, body]),
  );
  const hint = 'run scripts/lock-providers.sh, and commit the file';
  return Object.entries(required).flatMap(([source, version]): Finding[] => {
    const block = blocks.get(source);
    if (block === undefined)
      return [{ hint, message: `the lock must hold ${source} ${version}, got no such provider`, setting: source }];
    const locked = /^\s*version\s*=\s*"([^"]+)"/m.exec(block)?.[1] ?? 'none';
    if (locked !== version)
      return [{ hint, message: `the lock must hold ${source} ${version}, got ${locked}`, setting: source }];
    const hashes = [...block.matchAll(/"h1:/g)].length;
    if (hashes >= platforms) return [];
    return [
      { hint, message: `the lock must hold ${platforms} platforms of ${source}, got ${hashes}`, setting: source },
    ];
  });
}
