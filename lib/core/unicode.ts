/**
 * True for text with half of a surrogate pair, which has no encoding. With the flag u, a surrogate matches only if it is not
 * one of a pair.
 */
export function hasHalfSurrogatePair(text: string): boolean {
  return /\p{Cs}/u.test(text);
}
