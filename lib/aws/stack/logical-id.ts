import { makeUniqueId } from 'cdktf/lib/private/unique';
import { contentHash } from '../../core/content-hash';

/**
 * Returns the name of a resource in its stack's state: its construct path, and nothing else. `network/subnet-public-a` becomes
 * `network_subnet-public-a`; an id `Resource` is left out.
 *
 * Constructs of other libraries may have an underscore in an id. They get a hash, so that no two paths have the same name.
 */
export function logicalId(path: readonly string[]): string {
  const ids = path.filter((id) => id !== 'Resource');
  if (ids.length > 0 && ids.every((id) => /^[A-Za-z][A-Za-z0-9-]*$/.test(id))) return ids.join('_');
  // cdktf adds a hash to every path but one of a single id.
  return path.length === 1 ? `${makeUniqueId([...path])}_${contentHash(path, 8)}` : makeUniqueId([...path]);
}
