import { sortedEntries } from '../../lib/core/canonical';
import type { Named } from '../support/terraform';
import { conditions } from './conditions';
import { replacementFacts } from './replacement';

/** What Terraform does to the resources of a stack when its configuration becomes another one. */
export interface Verdict {
  /** Addresses that are destroyed and created again, or created elsewhere while others of their type are destroyed. */
  readonly replaced: readonly string[];
  /** Addresses that stand before and after, with other arguments. */
  readonly changed: readonly string[];
  readonly created: readonly string[];
  readonly destroyed: readonly string[];
  /** Of the replaced: the new one comes before the old one goes and has its name, which AWS refuses. */
  readonly collides: readonly string[];
}

/** A configuration as the judge reads it. */
interface Side {
  readonly resources: Named;
  readonly data: Named;
  readonly provider: Named;
}

const facts = replacementFacts();

/** Where a name is unique, if not in the account and region. */
const namespaces: Readonly<Record<string, readonly string[]>> = {
  aws_autoscaling_lifecycle_hook: ['autoscaling_group_name'],
  aws_iam_role_policy: ['role'],
  aws_security_group: ['vpc_id'],
};

/** Arguments that Terraform reads and no provider sees. */
const metaArguments = ['depends_on', 'lifecycle', 'provider'];

/** Arguments that AWS has filled in where nothing was written, by the type of the resource. */
export type InState = Readonly<Record<string, Named>>;

/** Judges by the facts what a change from one stack's JSON to another's does. Moves are followed. */
export function judge(before: Named, after: Named, inState: InState = {}): Verdict {
  const [left, right] = [moved(filled(sideOf(before), inState), after['moved'] ?? []), sideOf(after)];
  const both = Object.keys(left.resources).filter((address) => address in right.resources);
  const elsewhere = both.filter((address) => isElsewhere(left, right, address));
  // What is replaced has another id, which may replace what names it, and so on until nothing is added.
  const replaced = new Set(elsewhere);
  const changes = new Changes(left, right, replaced);
  for (let known = -1; known < replaced.size;) {
    known = replaced.size;
    for (const address of both) if (changes.replace(address)) replaced.add(address);
  }
  const created = Object.keys(right.resources).filter((address) => !(address in left.resources));
  const destroyed = Object.keys(left.resources).filter((address) => !(address in right.resources));
  const shared = new Set(created.map(typeOf).filter((type) => destroyed.map(typeOf).includes(type)));
  return {
    changed: both.filter((address) => !replaced.has(address) && changes.of(address).length > 0),
    collides: [...replaced].filter((address) => !elsewhere.includes(address) && changes.collides(address)),
    created,
    destroyed,
    replaced: [...replaced, ...created.filter((address) => shared.has(typeOf(address)))],
  };
}

export function typeOf(address: string): string {
  return address.split('.')[0] ?? '';
}

/** The paths of one resource that differ between two configurations. */
class Changes {
  constructor(
    private readonly left: Side,
    private readonly right: Side,
    private readonly replaced: ReadonlySet<string>,
  ) {}

  /** Whether the facts say that what changes in a resource replaces it. */
  replace(address: string): boolean {
    const type = typeOf(address);
    const known = facts[type];
    if (!known) throw new Error(`nothing is known of ${type}: see test/provider-schema/replacement.ts`);
    const paths = this.of(address);
    const [before, after] = [this.left.resources[address], this.right.resources[address]];
    return (
      paths.some((path) => known.forceNew.includes(path)) ||
      known.conditionalForceNew.some(
        ({ path, when }) =>
          paths.some((changed) => changed === path || changed.startsWith(`${path}.`)) &&
          conditions[`${type}.${path}: ${when}`]?.(before, after),
      )
    );
  }

  /** Whether the new resource would stand beside the old one under the same name. */
  collides(address: string): boolean {
    const type = typeOf(address);
    const named = facts[type]?.forceNew.includes('name') === true && this.right.resources[address].name !== undefined;
    const apart = ['name', ...(namespaces[type] ?? [])];
    return named && this.comesFirst(address) && !this.of(address).some((path) => apart.includes(path));
  }

  /** What comes before its old one goes asks the same of all that it stands on. */
  private comesFirst(address: string): boolean {
    const resources = this.right.resources;
    if (resources[address].lifecycle?.create_before_destroy === true) return true;
    return Object.keys(resources).some(
      (other) =>
        other !== address &&
        referencesIn(JSON.stringify(resources[other])).some((reference) => reference.address === address) &&
        this.comesFirst(other),
    );
  }

  /** The paths of the arguments that differ. */
  of(address: string): string[] {
    const [before, after] = [this.left.resources[address], this.right.resources[address]];
    const ignored: readonly string[] = [...(after.lifecycle?.ignore_changes ?? []), ...metaArguments];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (name) => !ignored.includes(name),
    );
    const { computedUnlessSet = [], defaults = {} } = facts[typeOf(address)] ?? {};
    return names.flatMap((name) => {
      const [from, to] = [before[name] ?? defaults[name], after[name] ?? defaults[name]];
      return to === undefined && computedUnlessSet.includes(name) ? [] : this.between(from, to, name);
    });
  }

  private between(before: unknown, after: unknown, path: string): string[] {
    const [left, right] = [blocksOf(before), blocksOf(after)];
    // A value, or a list of values, is one thing.
    if (!left || !right) return this.same(before, after) ? [] : [path];
    const inside = Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
      const [from = {}, to = {}] = [left[index], right[index]];
      const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
      return names.flatMap((name) => this.between(from[name], to[name], `${path}.${name}`));
    });
    return [...(left.length === right.length ? [] : [path]), ...inside.flat()];
  }

  private same(before: unknown, after: unknown): boolean {
    const [from, to] = [JSON.stringify(before), JSON.stringify(after)];
    return from === to && referencesIn(to).every((reference) => !this.isStale(reference));
  }

  /** Whether what a reference stands for is another value than before. */
  private isStale({ address, attribute }: Reference): boolean {
    if (address.startsWith('data.')) return !this.same(this.left.data[address], this.right.data[address]);
    const [before, after] = [this.left.resources[address], this.right.resources[address]];
    if (!before || !after) return true;
    // What AWS chose is chosen anew with a new resource; what is written is known.
    if (!(attribute in before) && !(attribute in after)) return this.replaced.has(address);
    return !this.same(before[attribute], after[attribute]);
  }
}

interface Reference {
  readonly address: string;
  readonly attribute: string;
}

function referencesIn(text: string | undefined): Reference[] {
  const found = (text ?? '').matchAll(/\b((?:data\.)?aws_\w+\.[\w-]+)\.(\w+)/g);
  return [...found].map(([, address = '', attribute = '']) => ({ address, attribute }));
}

/** A block or several; nothing is no block. */
function blocksOf(value: unknown): Named[] | undefined {
  if (value === undefined) return [];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
    ? (values as Named[])
    : undefined;
}

function sideOf({ data = {}, provider = {}, resource = {} }: Named): Side {
  return { data: addressed(data, 'data.'), provider, resources: addressed(resource) };
}

function addressed(types: Named, prefix = ''): Named {
  return Object.fromEntries(
    sortedEntries(types).flatMap(([type, named]) =>
      sortedEntries(named as Named).map(([name, block]) => [`${prefix}${type}.${name}`, block]),
    ),
  );
}

function filled(side: Side, inState: InState): Side {
  const resources = sortedEntries(side.resources).map(([address, block]) => [
    address,
    { ...inState[typeOf(address)], ...block },
  ]);
  return { ...side, resources: Object.fromEntries(resources) as Named };
}

/** The configuration as it would have been written with the new addresses. */
function moved(side: Side, moves: readonly { readonly from: string; readonly to: string }[]): Side {
  const text = moves.reduce(
    (json, { from, to }) => json.replaceAll(new RegExp(`${from.replace('.', '[.]')}(?![\\w-])`, 'g'), to),
    JSON.stringify(side),
  );
  return JSON.parse(text) as Side;
}

/** Another provider, or the same one in another account or region, finds nothing of what it made before. */
function isElsewhere(left: Side, right: Side, address: string): boolean {
  const [before, after] = [left, right].map(({ provider, resources }) => {
    const alias = String(resources[address].provider ?? 'aws').split('.')[1];
    const own = ((provider['aws'] ?? []) as Named[]).find((one) => one['alias'] === alias);
    return JSON.stringify([own?.['region'], own?.['allowed_account_ids']]);
  });
  return before !== after;
}
