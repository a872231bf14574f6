import type { Finding } from '../../core/diagnostics';

/**
 * Checks a regular expression of RabbitMQ, which is one of PCRE. Only what no version of PCRE compiles is reported.
 *
 * @see https://www.erlang.org/doc/apps/stdlib/re.html
 */
export function checkExpression(expression: string, setting: readonly string[]): Finding[] {
  const fault = typeof expression === 'string' ? expressionFault(expression) : 'it is no text';
  if (fault === undefined) return [];
  return [
    {
      id: 'rabbitmq-expression',
      setting,
      message: `${setting.at(-1)} must be a regular expression of PCRE; got '${expression}': ${fault}`,
      hint: String.raw`correct it: a character with a meaning is written with a backslash, such as \( and \[`,
    },
  ];
}

/** Part of an expression: the place after it, true if a quantifier may follow it, and the change of the open groups. */
interface Part {
  readonly end: number;
  readonly repeats: boolean;
  readonly groups?: -1 | 1;
}

/** Returns the reason for which an expression does not compile, or undefined. */
export function expressionFault(expression: string): string | undefined {
  // Spaces and comments have other rules with the flag x, and verbs such as (*UCP) have names.
  if (/\(\?[A-Za-z^-]*x|\(\*/.test(expression)) return undefined;
  let groups = 0;
  let repeats = false;
  for (let at = 0; at < expression.length;) {
    const part = readPart(expression, at, repeats);
    if (typeof part === 'string') return part;
    groups += part.groups ?? 0;
    if (groups < 0) return `the ) at ${at + 1} closes nothing`;
    ({ end: at, repeats } = part);
  }
  return groups > 0 ? 'a ( is not closed' : undefined;
}

function readPart(text: string, at: number, repeats: boolean): Part | string {
  switch (text[at]) {
    case '\\':
      return readEscape(text, at, repeats);
    case '[':
      return readClass(text, at);
    case '(':
      return readGroup(text, at);
    case ')':
      return { end: at + 1, repeats: true, groups: -1 };
    case '|':
      return { end: at + 1, repeats: false };
    case '*':
    case '+':
    case '?':
      return readQuantifier(text, at, at + 1, repeats);
    case '{':
      return readCount(text, at, repeats);
    default:
      return { end: at + 1, repeats: true };
  }
}

function readEscape(text: string, at: number, repeats: boolean): Part | string {
  const letter = text[at + 1];
  if (letter === undefined) return 'it ends in a backslash';
  if (letter === 'Q') {
    const end = text.indexOf('\\E', at + 2);
    return end === at + 2 ? { end: end + 2, repeats } : { end: end < 0 ? text.length : end + 2, repeats: true };
  }
  if (letter === 'E') return { end: at + 2, repeats };
  if (letter === 'c' && at + 2 >= text.length) return 'it ends in \\c';
  // Braces after these letters are no count: \x{41}, \p{L}, \g{1}.
  const braced = /^\\[NPgkopx]\{[^}]*\}/.exec(text.slice(at))?.[0];
  return { end: at + (braced?.length ?? (letter === 'c' ? 3 : 2)), repeats: true };
}

function readGroup(text: string, at: number): Part | string {
  if (text.startsWith('(?#', at)) {
    const end = text.indexOf(')', at);
    return end < 0 ? 'a (?# is not closed' : { end: end + 1, repeats: true };
  }
  const opening = /^\((?:\?(?:<?[=!]|[:>|]))?/.exec(text.slice(at))?.[0] ?? '(';
  // Another (? has a name or a number after it, or the ( of a condition.
  if (opening === '(' && text[at + 1] === '?') {
    return { end: at + (/[()]/.test(text[at + 2] ?? '') ? 2 : 3), repeats: true, groups: 1 };
  }
  return { end: at + opening.length, repeats: false, groups: 1 };
}

function readCount(text: string, at: number, repeats: boolean): Part | string {
  const [written, min = '', comma, max = ''] = /^\{(\d+)(,?)(\d*)\}/.exec(text.slice(at)) ?? [];
  // Other braces are characters.
  if (written === undefined || (comma === '' && max !== '')) return { end: at + 1, repeats: true };
  if (Number(min) > 65_535 || Number(max) > 65_535) return `${written} is more than 65535`;
  if (max !== '' && Number(max) < Number(min)) return `${written} has its numbers in the wrong order`;
  return readQuantifier(text, at, at + written.length, repeats);
}

function readQuantifier(text: string, at: number, end: number, repeats: boolean): Part | string {
  if (!repeats) return `the ${text[at]} at ${at + 1} repeats nothing`;
  return { end: /[?+]/.test(text[end] ?? '') ? end + 1 : end, repeats: false };
}

function readClass(text: string, at: number): Part | string {
  let next = text[at + 1] === '^' ? at + 2 : at + 1;
  const first = next;
  while (next < text.length) {
    const character = text[next] ?? '';
    // A first ] is a character.
    if (character === ']' && next > first) return { end: next + 1, repeats: true };
    const named = /^\[([:.=])[^\]]*?\1\]/.exec(text.slice(next))?.[0];
    const high = text[next + 2];
    if (named !== undefined) {
      next = next + named.length;
    } else if (character === '\\') {
      if (text.startsWith('\\Q', next)) {
        const end = text.indexOf('\\E', next + 2);
        next = end < 0 ? text.length : end + 2;
      } else {
        next = next + (text[next + 1] === 'c' ? 3 : 2);
      }
    } else if (text[next + 1] === '-' && high !== undefined && /^[0-9A-Za-z]{2}$/.test(character + high)) {
      if (character > high) return `the range ${character}-${high} is in the wrong order`;
      next = next + 3;
    } else {
      next = next + 1;
    }
  }
  return `the [ at ${at + 1} is not closed`;
}
