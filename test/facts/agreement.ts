/** What one change of a setting does. */
export interface Effect {
  /** Something is replaced. */
  readonly replaces: boolean;
  /** Something stands before and after, and is changed. */
  readonly changes: boolean;
}

/** The ways in which a setting changes. */
export interface Ways {
  readonly inPlace: boolean;
  readonly replaces: boolean;
}

/** The ways that some changes of a setting go. */
export function done(effects: readonly Effect[]): Ways {
  return { inPlace: effects.some(({ replaces }) => !replaces), replaces: effects.some(({ replaces }) => replaces) };
}

/**
 * The ways that the tags of a setting say. One change may replace something and leave something else where it is: both is
 * said then, although every change replaces.
 */
export function said(tags: readonly string[], effects: readonly Effect[]): Ways {
  const [inPlace, replaces] = [tags.includes('@inPlace'), tags.includes('@replaces')];
  const beside = replaces && effects.every((effect) => effect.replaces) && effects.some(({ changes }) => changes);
  return { inPlace: inPlace && !beside, replaces };
}

/** Settings of which some are made in the place that they are used in. */
export function made(scope: unknown, props: object): object {
  const values = Object.entries(props).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'function' ? (value(scope) as unknown) : value,
  ]);
  return Object.fromEntries(values) as object;
}
