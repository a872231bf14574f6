import { makeUniqueId } from 'cdktf/lib/private/unique';
import { contentHash } from '../../core/content-hash';

/**
 * The address that a resource has in its stack's state: its path, and nothing else. `network/subnet-public-a` becomes
 * `network_subnet-public-a`; a part named Resource is its parent.
 *
 * Constructs that are not ours may have an underscore in an id. Theirs get a hash, so that no two paths meet.
 */
export function logicalId(path: readonly string[]): string {
  const own = path.filter((part) => part !== 'Resource');
  if (own.length > 0 && own.every((part) => /^[A-Za-z][A-Za-z0-9-]*$/.test(part))) return own.join('_');
  // cdktf hashes every path but one of a single part.
  return path.length === 1 ? `${makeUniqueId([...path])}_${contentHash(path, 8)}` : makeUniqueId([...path]);
}
