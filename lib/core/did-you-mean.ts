import { closest, distance } from 'fastest-levenshtein';

/**
 * Returns the name that a misspelt one was probably meant to be: two letters off, a third of a long name, or the beginning of
 * a longer name. Names that differ in a digit are different names, not misspellings: `8d` is not a misspelt `1d`.
 */
export function didYouMean(written: string, names: readonly string[]): string | undefined {
  const candidates = names.filter((name) => name !== written && digits(name) === digits(written));
  if (candidates.length === 0) return undefined;
  const name = closest(written, candidates);
  return isMisspelling(written, name) ? name : candidates.find((longer) => isBeginning(written, longer));
}

/** Of a short name more than one wrong letter is another name, unless two letters are swapped. */
function isMisspelling(written: string, name: string): boolean {
  const changes = distance(written, name);
  if (Math.min(written.length, name.length) <= 3) return changes <= 1 || sortedLetters(written) === sortedLetters(name);
  return changes <= Math.max(2, written.length / 3);
}

function isBeginning(written: string, name: string): boolean {
  const beginning = name.slice(0, written.length);
  return (
    written.length >= 3 &&
    name.length > written.length &&
    distance(written, beginning) <= Math.floor(written.length / 5) * 2
  );
}

function sortedLetters(text: string): string {
  return [...text].sort().join('');
}

function digits(text: string): string {
  return text.replaceAll(/\D/g, '');
}
