import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical';

/**
 * Returns a short hash of a value's content: equal values have equal hashes, independent of the order of their keys.
 * Ten hexadecimal digits: among a thousand variants of one object, the probability of a collision is one in two million.
 */
export function contentHash(value: unknown, length = 10): string {
  return createHash('sha256')
    .update(JSON.stringify(canonicalJson(value)) ?? 'undefined')
    .digest('hex')
    .slice(0, length);
}
