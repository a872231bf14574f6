/** Characters that are written as a backslash and a letter, in texts of Go and of PromQL. */
const escapes: Readonly<Record<string, string>> = {
  'a': '\u0007',
  'b': '\b',
  'f': '\f',
  'n': '\n',
  'r': '\r',
  't': '\t',
  'v': '\v',
  '\\': '\\',
};

const escape = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))/gsu;

/**
 * Returns the value of a text of PromQL, with its quotes, and `undefined` for one with an unknown escape: `"\d"` is an error, and
 * `"\\d"` is not. A text in backquotes has no escapes.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals
 */
export function unquote(literal: string): string | undefined {
  const quote = literal.charAt(0);
  const content = literal.slice(1, -1);
  if (quote === '`') return content;
  if (content.includes('\n')) return undefined;
  let isKnown = true;
  const text = content.replace(escape, (...groups: readonly (string | undefined)[]) => {
    const [, hex, short, long, octal, one = ''] = groups;
    const code = hex ?? short ?? long;
    if (code !== undefined) {
      const point = Number.parseInt(code, 16);
      isKnown &&= point <= 0x10_ff_ff && (point < 0xd8_00 || point > 0xdf_ff);
      return isKnown ? String.fromCodePoint(point) : '';
    }
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    isKnown &&= one === quote || one in escapes;
    return escapes[one] ?? one;
  });
  return isKnown && !content.replace(escape, '').includes('\\') ? text : undefined;
}
