import type { Named } from '../support/terraform';
import { type Field, kinds } from './kinds';

/** Predicted effects of a change of a chart's objects, as sorted lists of kinds. */
export interface ObjectsPrediction {
  /** Objects with a changed immutable field, or with another name. */
  readonly replaced: readonly string[];
  /** Objects that create new pods. */
  readonly rolled: readonly string[];
  /** Objects that are updated in place and keep their pods. */
  readonly changed: readonly string[];
  /** Every object is replaced. */
  readonly everything: boolean;
}

/** Predicts the effects of a change from one list of manifests to another. */
export function predictObjectChanges(before: readonly Named[], after: readonly Named[]): ObjectsPrediction {
  const [left, right] = [byIdentity(before), byIdentity(after)];
  const [gone, kept] = [without(left, right), [...left.keys()].filter((identity) => right.has(identity))];
  const pairs = kept.map((identity) => comparePair(left.get(identity) ?? {}, right.get(identity) ?? {}));
  const recreated = pairs.filter(({ immutable }) => immutable);
  const renamed = without(right, left).length > 0 ? gone.map((identity) => objectKind(left.get(identity) ?? {})) : [];
  return {
    changed: sortedUnique(
      pairs.filter(({ changed, immutable, pods }) => changed && !immutable && !pods).map(({ kind }) => kind),
    ),
    everything: renamed.length + recreated.length === left.size,
    replaced: sortedUnique([...renamed, ...recreated.map(({ kind }) => kind)]),
    rolled: sortedUnique(pairs.filter(({ immutable, pods }) => pods && !immutable).map(({ kind }) => kind)),
  };
}

function comparePair(before: Named, after: Named) {
  const kind = objectKind(before);
  const facts = kinds.get(kind);
  if (!facts) throw new Error(`kind ${kind} is unknown; add it to test/provider-schema/kinds.ts`);
  const paths = differingPaths(before, after);
  const touches = (fields: readonly Field[]) =>
    fields
      .map((field) => (typeof field === 'string' ? { appliesTo: () => true, path: field } : field))
      .some((field) => field.appliesTo(before) && paths.some((path) => `${path}.`.startsWith(`${field.path}.`)));
  return { changed: paths.length > 0, immutable: touches(facts.immutable), kind, pods: touches(facts.pods) };
}

/** Dotted paths of differences. A list of named items is compared by item, without their names; another one is one value. */
function differingPaths(before: unknown, after: unknown, path = ''): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isNamedList(before) && isNamedList(after) && itemNames(before).join() === itemNames(after).join()) {
    return before.flatMap((item, index) => differingPaths(item, after[index], path));
  }
  if (!isRecord(before) || !isRecord(after)) return [path];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => differingPaths(before[name], after[name], path === '' ? name : `${path}.${name}`));
}

function isNamedList(value: unknown): value is readonly Named[] {
  return Array.isArray(value) && value.every((item) => isRecord(item) && itemNames([item])[0] !== undefined);
}

function itemNames(items: readonly Named[]): unknown[] {
  return items.map((item) => item['name'] ?? (isRecord(item['metadata']) ? item['metadata']['name'] : undefined));
}

function isRecord(value: unknown): value is Named {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byIdentity(manifests: readonly Named[]): ReadonlyMap<string, Named> {
  return new Map(
    manifests.map((manifest) => {
      const { name, namespace = '-' } = manifest['metadata'];
      return [[manifest['apiVersion'], objectKind(manifest), namespace, name].join(' '), manifest];
    }),
  );
}

function without(some: ReadonlyMap<string, unknown>, others: ReadonlyMap<string, unknown>): string[] {
  return [...some.keys()].filter((identity) => !others.has(identity));
}

function objectKind(manifest: Named): string {
  return String(manifest['kind']);
}

function sortedUnique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
