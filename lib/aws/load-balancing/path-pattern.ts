/**
 * Path patterns of listener rules: `*` is any characters or none, `?` is exactly one, and case matters. They see the path
 * and never the query. Source: "Condition types for listener rules", path conditions.
 */

const longest = 128;

/** Source: "Add a listener rule for your Application Load Balancer". */
const pattern = /^\/[A-Za-z0-9_.$/~"'@:+;&*?-]*$/;

/** Whether AWS takes it. */
export function isPathPattern(text: string): boolean {
  return text.length <= longest && pattern.test(text);
}

/** How much of a rule's quota of wildcards a pattern uses. */
export function wildcardsIn(text: string): number {
  return text.split(/[*?]/).length - 1;
}

/** Whether every path of one pattern is also a path of another, so that a rule with the other leaves nothing to it. */
export function isSupersetOf(wide: string, narrow: string): boolean {
  // A character that neither pattern names stands for all such.
  const alphabet = [...new Set(`${wide}${narrow}\0`.replace(/[*?]/g, ''))];
  const start: Walk = { at: places(narrow, [0]), against: places(wide, [0]) };
  const [open, seen] = [[start], new Set([stateKey(start)])];
  for (let walk = open.pop(); walk; walk = open.pop()) {
    if (walk.at.includes(narrow.length) && !walk.against.includes(wide.length)) return false;
    for (const letter of alphabet) {
      const next = { at: after(narrow, walk.at, letter), against: after(wide, walk.against, letter) };
      if (next.at.length === 0 || seen.has(stateKey(next))) continue;
      seen.add(stateKey(next));
      open.push(next);
    }
  }
  return true;
}

/** How far some characters may have led into both patterns. */
interface Walk {
  readonly at: readonly number[];
  readonly against: readonly number[];
}

/** The places after one more character. */
function after(text: string, at: readonly number[], letter: string): readonly number[] {
  const next = at.flatMap((place) => {
    const sign = text[place];
    if (sign === '*') return [place];
    return sign === '?' || sign === letter ? [place + 1] : [];
  });
  return places(text, next);
}

/** These places, and those behind a `*` that stands for nothing. */
function places(text: string, at: readonly number[]): readonly number[] {
  const reached = new Set(at);
  for (const place of reached) if (text[place] === '*') reached.add(place + 1);
  return [...reached].sort((a, b) => a - b);
}

function stateKey({ against, at }: Walk): string {
  return `${at.join()}|${against.join()}`;
}
