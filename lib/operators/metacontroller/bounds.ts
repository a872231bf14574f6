import type { Finding } from '../../core/diagnostics';

/** Creates the finding of a key of a schema. */
export type Wrong = (key: string, constraint: string, value: string, hint: string) => Finding;

/** Checks two limits of a number of characters, items or keys. */
export function checkBounds(
  minKey: string,
  min: number | undefined,
  maxKey: string,
  max: number | undefined,
  wrong: Wrong,
): Finding[] {
  const fractions = [[minKey, min] as const, [maxKey, max] as const].flatMap(([key, value]) =>
    value === undefined || (Number.isSafeInteger(value) && value >= 0)
      ? []
      : [wrong(key, 'be a whole number of 0 or more', String(value), 'correct it, or remove it for no limit')],
  );
  if (fractions.length > 0 || min === undefined || max === undefined || min <= max) return fractions;
  return [wrong(minKey, `be at most ${maxKey} (${max})`, String(min), 'exchange them: no value has both')];
}
