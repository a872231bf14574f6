import { RE2JS } from 're2js';

/**
 * True for a regular expression of Go, which Prometheus, Alertmanager and the API server read. JavaScript's are others: Go has no
 * lookaround, no references to groups and no `\u0041`, and JavaScript has no `(?i)`.
 *
 * @see https://pkg.go.dev/regexp/syntax
 */
export function isGoRegexp(pattern: string): boolean {
  return goRegexpFault(pattern) === undefined;
}

/** Returns the reason for which a regular expression is none of Go, or undefined. */
export function goRegexpFault(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'it does not compile';
  }
}

/** True if a regular expression of Go matches the whole of a text. One that Go does not read matches nothing. */
export function matchesWhole(pattern: string, text: string): boolean {
  return compile(pattern)?.matches(text) ?? false;
}

/** True if a regular expression of Go matches a part of a text. One that Go does not read matches nothing. */
export function matchesPart(pattern: string, text: string): boolean {
  return compile(pattern)?.matcher(text).find() ?? false;
}

function compile(pattern: string): RE2JS | undefined {
  return isGoRegexp(pattern) ? RE2JS.compile(pattern) : undefined;
}
