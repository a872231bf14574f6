import { distance } from 'fastest-levenshtein';

/**
 * Returns the name that was most likely meant by a misspelt word: a third of the letters differ, two letters are swapped, or
 * the word is the beginning of the name. Returns undefined if no name is similar enough, and for amounts and other values
 * that begin with a digit. Names that differ in a digit are different names: `8d` is not a misspelt `1d`.
 */
export function didYouMean(written: string, names: readonly string[]): string | undefined {
  if (!isWord(written)) return undefined;
  const candidates = names
    .filter((name) => name !== written && isWord(name) && digits(name) === digits(written))
    .map((name) => ({ edits: distance(written.toLowerCase(), name.toLowerCase()), name }))
    .sort((a, b) => a.edits - b.edits);
  const misspelt = candidates.find(({ edits, name }) => isMisspelling(written, name, edits));
  return (misspelt ?? candidates.find(({ name }) => isBeginning(written, name)))?.name;
}

/** True for identifiers and words: they contain a run of letters, and no digit at the start. */
function isWord(text: string): boolean {
  return !/^\d/.test(text) && /[A-Za-z]{3,}/.test(text);
}

function isMisspelling(written: string, name: string, edits: number): boolean {
  if (edits <= 1) return true;
  if (edits === 2 && sortedLetters(written) === sortedLetters(name)) return true;
  return edits <= written.length / 3 && initial(written) === initial(name);
}

function isBeginning(written: string, name: string): boolean {
  const beginning = name.slice(0, written.length);
  return name.length > written.length && distance(written, beginning) <= Math.floor(written.length / 5) * 2;
}

function initial(text: string): string {
  return text.charAt(0).toLowerCase();
}

function sortedLetters(text: string): string {
  return [...text.toLowerCase()].sort().join('');
}

function digits(text: string): string {
  return text.replaceAll(/\D/g, '');
}
