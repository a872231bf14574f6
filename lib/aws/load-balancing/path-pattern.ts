/**
 * Path patterns of listener rules: `*` matches any characters or none, `?` matches exactly one, and case matters. They are
 * compared with the path of a request, without its query.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions
 */

const maxLength = 128;

const pattern = /^\/[A-Za-z0-9_.$/~"'@:+&*?-]*$/;

/** Returns true for a pattern that AWS accepts. */
export function isPathPattern(text: string): boolean {
  return text.length <= maxLength && pattern.test(text);
}

/** Returns the number of wildcards in a pattern. */
export function wildcardCount(text: string): number {
  return text.split(/[*?]/).length - 1;
}

/** Returns true if one pattern matches every path that another one matches. */
export function isSupersetOf(wide: string, narrow: string): boolean {
  return isCovered(narrow, [wide]);
}

/** Returns true if every path that a pattern matches is matched by at least one of the other patterns. */
export function isCovered(narrow: string, wide: readonly string[]): boolean {
  // One character that is in no pattern represents all of them.
  const alphabet = [...new Set(`${wide.join('')}${narrow}\0`.replace(/[*?]/g, ''))];
  const start: Positions = {
    at: withEmptyStars(narrow, [0]),
    against: wide.map((pattern) => withEmptyStars(pattern, [0])),
  };
  const [open, seen] = [[start], new Set([stateKey(start)])];
  for (let positions = open.pop(); positions; positions = open.pop()) {
    const isMatched = positions.against.some((each, index) => each.includes(wide[index]?.length ?? -1));
    if (positions.at.includes(narrow.length) && !isMatched) return false;
    for (const letter of alphabet) {
      const next = {
        at: advance(narrow, positions.at, letter),
        against: positions.against.map((each, index) => advance(wide[index] ?? '', each, letter)),
      };
      if (next.at.length === 0 || seen.has(stateKey(next))) continue;
      seen.add(stateKey(next));
      open.push(next);
    }
  }
  return true;
}

/** Positions in a pattern, and in each of the others, that some characters can lead to. */
interface Positions {
  readonly at: readonly number[];
  readonly against: readonly (readonly number[])[];
}

/** Returns the positions after one more character. */
function advance(text: string, at: readonly number[], letter: string): readonly number[] {
  const next = at.flatMap((position) => {
    const character = text[position];
    if (character === '*') return [position];
    return character === '?' || character === letter ? [position + 1] : [];
  });
  return withEmptyStars(text, next);
}

/** Returns positions, and those behind a `*` that matches no characters. */
function withEmptyStars(text: string, at: readonly number[]): readonly number[] {
  const reached = new Set(at);
  for (const position of reached) if (text[position] === '*') reached.add(position + 1);
  return [...reached].sort((a, b) => a - b);
}

function stateKey({ against, at }: Positions): string {
  return `${at.join()}|${against.map((each) => each.join()).join(';')}`;
}
