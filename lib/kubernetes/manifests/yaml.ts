/**
 * A word that no version of YAML reads as anything but text. The words that some version reads as a boolean, as null or as a
 * number have at most five letters, all of them of `true`, `false`, `yes`, `no`, `on`, `off`, `null`, `inf`, `nan` and the `e` of
 * exponents. So a word is text if it starts with a letter and has one of the other letters, or starts with six letters.
 *
 * @see https://yaml.org/type/bool.html
 */
const word = /^(?=[a-z]{6}|.*[bcdghjkmpqvwxz])[a-z][-\w./]*$/i;

/** Characters that every version of YAML reads unchanged: letters, marks, numbers, punctuation, symbols and the space. */
const printable = String.raw`[\p{L}\p{M}\p{N}\p{P}\p{S} ]`;

/** Text of several lines that is readable as a block. The first line has no indentation, so the block needs no indicator. */
const block = new RegExp(String.raw`^(?! )${printable}+\n(?:${printable}*\n)*${printable}*$`, 'u');

const unprintable = new RegExp(String.raw`(?!${printable}).`, 'gsu');

/**
 * Returns a value of JSON as YAML that versions 1.1 (kubectl) and 1.2 read alike. A text is either a plain `word`, a block of
 * printable lines, or quoted with the escapes of JSON; keys have no block.
 */
export function toYaml(value: unknown): string {
  return members(value, '').replace(/^\n/, '') + '\n';
}

/** Returns a value as it follows `key:`, with the space or the line break before it. */
function members(value: unknown, indent: string): string {
  if (typeof value === 'string') return ` ${text(value, indent)}`;
  if (value === null || typeof value !== 'object') return ` ${JSON.stringify(value)}`;
  if (Array.isArray(value)) return value.length === 0 ? ' []' : value.map((item) => element(item, indent)).join('');
  const entries = Object.entries(value);
  if (entries.length === 0) return ' {}';
  return entries.map(([key, member]) => `\n${indent}${scalar(key)}:${nested(member, indent)}`).join('');
}

function nested(value: unknown, indent: string): string {
  return members(value, `${indent}  `);
}

/** Returns an element of a list. The first member of an object is on the line of the hyphen. */
function element(item: unknown, indent: string): string {
  const shown = nested(item, indent);
  return `\n${indent}-${shown.startsWith('\n') ? ` ${shown.trimStart()}` : shown}`;
}

function text(value: string, indent: string): string {
  if (!block.test(value)) return scalar(value);
  // The indicator keeps all, one or none of the line breaks at the end.
  const end = value.endsWith('\n\n') ? '+' : value.endsWith('\n') ? '' : '-';
  const lines = value.replace(/\n$/, '').split('\n');
  return [`|${end}`, ...lines.map((line) => (line === '' ? '' : indent + line))].join('\n');
}

function scalar(value: string): string {
  return word.test(value) ? value : JSON.stringify(value).replace(unprintable, escaped);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
