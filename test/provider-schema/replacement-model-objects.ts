import type { Named } from '../support/terraform';
import { type Field, kinds } from './kinds';

/** What becomes of the objects of a chart when they are applied as others. Kinds, in order. */
export interface ObjectsVerdict {
  /** Some go while others come, or a field of theirs may not change, so that they have to be made again. */
  readonly replaced: readonly string[];
  /** They make new pods. */
  readonly rolled: readonly string[];
  /** They stand, with other fields, and their pods stay. */
  readonly changed: readonly string[];
  /** Nothing of what was there stays. */
  readonly everything: boolean;
}

/** Judges what a change from some manifests to others does. */
export function judgeObjects(before: readonly Named[], after: readonly Named[]): ObjectsVerdict {
  const [left, right] = [byIdentity(before), byIdentity(after)];
  const [gone, kept] = [without(left, right), [...left.keys()].filter((identity) => right.has(identity))];
  const pairs = kept.map((identity) => pairOf(left.get(identity) ?? {}, right.get(identity) ?? {}));
  const fixed = pairs.filter(({ immutable }) => immutable);
  const moved = without(right, left).length > 0 ? gone.map((identity) => kindOf(left.get(identity) ?? {})) : [];
  return {
    changed: ordered(
      pairs.filter(({ changed, immutable, pods }) => changed && !immutable && !pods).map(({ kind }) => kind),
    ),
    everything: moved.length + fixed.length === left.size,
    replaced: ordered([...moved, ...fixed.map(({ kind }) => kind)]),
    rolled: ordered(pairs.filter(({ immutable, pods }) => pods && !immutable).map(({ kind }) => kind)),
  };
}

function pairOf(before: Named, after: Named) {
  const kind = kindOf(before);
  const facts = kinds.get(kind);
  if (!facts) throw new Error(`nothing is known of ${kind}: see test/provider-schema/kinds.ts`);
  const paths = differing(before, after);
  const touches = (fields: readonly Field[]) =>
    fields
      .map((field) => (typeof field === 'string' ? { of: () => true, path: field } : field))
      .some((field) => field.of(before) && paths.some((path) => `${path}.`.startsWith(`${field.path}.`)));
  return { changed: paths.length > 0, immutable: touches(facts.immutable), kind, pods: touches(facts.pods) };
}

/** Dotted paths of what differs; a list is one thing. */
function differing(before: unknown, after: unknown, path = ''): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [path];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => differing(before[name], after[name], path === '' ? name : `${path}.${name}`));
}

function isRecord(value: unknown): value is Named {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byIdentity(manifests: readonly Named[]): ReadonlyMap<string, Named> {
  return new Map(
    manifests.map((manifest) => {
      const { name, namespace = '-' } = manifest['metadata'];
      return [[manifest['apiVersion'], kindOf(manifest), namespace, name].join(' '), manifest];
    }),
  );
}

function without(some: ReadonlyMap<string, unknown>, others: ReadonlyMap<string, unknown>): string[] {
  return [...some.keys()].filter((identity) => !others.has(identity));
}

function kindOf(manifest: Named): string {
  return String(manifest['kind']);
}

function ordered(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
