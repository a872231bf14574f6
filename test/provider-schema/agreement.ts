import { type Declared, declaredBelow, isProp, hasChangeTag } from '../support/tags';

/** The effect of one change of a setting. */
export interface Effect {
  /** A resource or object is replaced. */
  readonly replaces: boolean;
  /** A resource or object is updated in place. */
  readonly changes: boolean;
}

/** Effects of a setting, as its documentation tags state them. */
export interface TagEffects {
  readonly inPlace: boolean;
  readonly replaces: boolean;
}

/** Effects of observed changes of a setting. */
export function observedEffects(effects: readonly Effect[]): TagEffects {
  return { inPlace: effects.some(({ replaces }) => !replaces), replaces: effects.some(({ replaces }) => replaces) };
}

/**
 * Effects that the tags of a setting state. A setting has tags of both kinds if one change replaces some resources and
 * updates others, although every change replaces. `@rolls` counts as an update in place: pods or instances are replaced by
 * their controller, and no resource is.
 */
export function taggedEffects(tags: readonly string[], effects: readonly Effect[]): TagEffects {
  const replaces = tags.includes('@replaces');
  const alwaysReplaces = replaces && effects.every((effect) => effect.replaces);
  const updatesOthers = alwaysReplaces && effects.some(({ changes }) => changes);
  const inPlace = tags.includes('@inPlace') && !updatesOthers;
  const rolls = tags.includes('@rolls') && !alwaysReplaces;
  return { inPlace: inPlace || rolls, replaces };
}

/** Returns props, with functions replaced by their result in a scope. */
export function buildProps(scope: unknown, props: object): object {
  const values = Object.entries(props).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'function' ? (value(scope) as unknown) : value,
  ]);
  return Object.fromEntries(values) as object;
}

/** Props of P without those of S. */
export type Own<P, S> = Omit<P, keyof S>;

/** Returns the cases of each setting as a list. */
export function casesBySetting<Case>(
  cases: Readonly<Record<string, Case | readonly Case[]>>,
): Readonly<Record<string, Case[]>> {
  return Object.fromEntries(Object.entries(cases).map(([setting, value]) => [setting, [value].flat() as Case[]]));
}

/** Settings in folders of `lib` with a tag for their effect, by interface and name: `BucketProps.name`. */
export function declaredSettings(...folders: readonly string[]): ReadonlyMap<string, Declared> {
  return new Map(
    declaredBelow(...folders)
      .filter((member) => isProp(member) || hasChangeTag(member))
      .map((member) => [`${member.owner}.${member.name}`, member]),
  );
}

/** A construct in a test, with the cases of its settings. */
interface Changed {
  readonly cases: Readonly<Record<string, unknown>>;
}

/** All settings of the scenes, with their scene and cases. */
export function changedSettings<Scene extends Changed>(scenes: Readonly<Record<string, Scene>>) {
  return Object.entries(scenes).flatMap(([owner, scene]) =>
    Object.entries(scene.cases).map(([name, cases]) => ({
      cases: cases as Scene['cases'][string],
      name,
      scene,
      setting: `${owner}.${name}`,
    })),
  );
}
