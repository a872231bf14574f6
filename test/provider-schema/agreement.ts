import { type Declared, declaredBelow, isProp, saysChange } from '../support/tags';

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

/** The settings of P without those that it has from S. */
export type Own<P, S> = Omit<P, keyof S>;

/** Changes by their setting, each as a list of one or several. */
export function listed<Case>(
  cases: Readonly<Record<string, Case | readonly Case[]>>,
): Readonly<Record<string, Case[]>> {
  return Object.fromEntries(Object.entries(cases).map(([setting, of]) => [setting, [of].flat() as Case[]]));
}

/** The settings in some folders of `lib` that say what their change does, by interface and name: `BucketProps.name`. */
export function declaredSettings(...folders: readonly string[]): ReadonlyMap<string, Declared> {
  return new Map(
    declaredBelow(...folders)
      .filter((member) => isProp(member) || saysChange(member))
      .map((member) => [`${member.owner}.${member.name}`, member]),
  );
}

/** A construct in a test, with the changes of each of its settings. */
interface Changed {
  readonly cases: Readonly<Record<string, unknown>>;
}

/** Every setting that scenes change, with its scene and its cases. */
export function settingsOf<Scene extends Changed>(scenes: Readonly<Record<string, Scene>>) {
  return Object.entries(scenes).flatMap(([owner, scene]) =>
    Object.entries(scene.cases).map(([name, cases]) => ({
      cases: cases as Scene['cases'][string],
      name,
      scene,
      setting: `${owner}.${name}`,
    })),
  );
}
