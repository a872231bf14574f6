import { closest, distance } from 'fastest-levenshtein';

/** The name that somebody meant who wrote another: at most two letters off, or a third of a long one. */
export function didYouMean(written: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const name = closest(written, names);
  return distance(written, name) <= Math.max(2, written.length / 3) ? name : undefined;
}
