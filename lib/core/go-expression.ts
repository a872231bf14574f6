/**
 * Returns the reason for which Go's regular expressions do not accept one, or undefined. Go has no lookaround and no references to
 * groups.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function goExpressionFault(expression: string): string | undefined {
  if (/\(\?(?!:)|\\[1-9]/.test(expression)) return 'Go has no lookaround and no references to groups';
  try {
    new RegExp(expression);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'it does not compile';
  }
}
