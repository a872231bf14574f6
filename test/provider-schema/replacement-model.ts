import { sortedEntries } from '../../lib/core/canonical';
import type { Named } from '../support/terraform';
import { conditions } from './conditions';
import { replacementFacts } from './replacement';

/** Predicted effects of a changed configuration on the resources of a stack. */
export interface ReplacementPrediction {
  /** Addresses that are destroyed and created, or created while others of their type are destroyed. */
  readonly replaced: readonly string[];
  /** Addresses that are updated in place. */
  readonly changed: readonly string[];
  readonly created: readonly string[];
  readonly destroyed: readonly string[];
  /** Replaced addresses that are created before the old resource is destroyed, under the same name, which AWS rejects. */
  readonly collides: readonly string[];
}

/** A parsed configuration. */
interface Side {
  readonly resources: Named;
  readonly data: Named;
  readonly provider: Named;
}

const facts = replacementFacts();

/** Arguments that scope a name, if it is not unique in the account and region. */
const namespaces: Readonly<Record<string, readonly string[]>> = {
  aws_autoscaling_lifecycle_hook: ['autoscaling_group_name'],
  aws_iam_role_policy: ['role'],
  aws_security_group: ['vpc_id'],
};

/** Meta-arguments of Terraform. */
const metaArguments = ['depends_on', 'lifecycle', 'provider'];

/** Computed values of unset arguments, by resource type. */
export type InState = Readonly<Record<string, Named>>;

/** Predicts the effects of a change from one configuration to another by the replacement facts. Moves are followed. */
export function predictReplacement(before: Named, after: Named, inState: InState = {}): ReplacementPrediction {
  const [left, right] = [applyMoves(filled(parseSide(before), inState), after['moved'] ?? []), parseSide(after)];
  const both = Object.keys(left.resources).filter((address) => address in right.resources);
  const otherProvider = both.filter((address) => hasOtherProvider(left, right, address));
  // A replaced resource has a new id, which may replace its dependents; repeated until nothing is added.
  const replaced = new Set(otherProvider);
  const changes = new Changes(left, right, replaced);
  for (let known = -1; known < replaced.size;) {
    known = replaced.size;
    for (const address of both) if (changes.replace(address)) replaced.add(address);
  }
  const created = Object.keys(right.resources).filter((address) => !(address in left.resources));
  const destroyed = Object.keys(left.resources).filter((address) => !(address in right.resources));
  const shared = new Set(created.map(resourceType).filter((type) => destroyed.map(resourceType).includes(type)));
  return {
    changed: both.filter((address) => !replaced.has(address) && changes.changedPaths(address).length > 0),
    collides: [...replaced].filter((address) => !otherProvider.includes(address) && changes.collides(address)),
    created,
    destroyed,
    replaced: [...replaced, ...created.filter((address) => shared.has(resourceType(address)))],
  };
}

export function resourceType(address: string): string {
  return address.split('.')[0] ?? '';
}

/** Differences of resources between two configurations. */
class Changes {
  constructor(
    private readonly left: Side,
    private readonly right: Side,
    private readonly replaced: ReadonlySet<string>,
  ) {}

  /** Returns true if the changes of a resource replace it. */
  replace(address: string): boolean {
    const type = resourceType(address);
    const typeFacts = facts[type];
    if (!typeFacts) throw new Error(`resource type ${type} is unknown; see test/provider-schema/replacement.ts`);
    const paths = this.changedPaths(address);
    const [before, after] = [this.left.resources[address], this.right.resources[address]];
    return (
      paths.some((path) => typeFacts.forceNew.includes(path)) ||
      typeFacts.conditionalForceNew.some(
        ({ path, when }) =>
          paths.some((changed) => changed === path || changed.startsWith(`${path}.`)) &&
          conditions[`${type}.${path}: ${when}`]?.(before, after),
      )
    );
  }

  /** Returns true if the new resource would exist together with the old one under the same name. */
  collides(address: string): boolean {
    const type = resourceType(address);
    const named = facts[type]?.forceNew.includes('name') === true && this.right.resources[address].name !== undefined;
    const apart = ['name', ...(namespaces[type] ?? [])];
    return named && this.isCreatedFirst(address) && !this.changedPaths(address).some((path) => apart.includes(path));
  }

  /** Returns true if the new resource is created first. create_before_destroy also applies to all dependencies. */
  private isCreatedFirst(address: string): boolean {
    const resources = this.right.resources;
    if (resources[address].lifecycle?.create_before_destroy === true) return true;
    return Object.keys(resources).some(
      (other) =>
        other !== address &&
        referencesIn(JSON.stringify(resources[other])).some((reference) => reference.address === address) &&
        this.isCreatedFirst(other),
    );
  }

  /** Paths of the arguments that differ. */
  changedPaths(address: string): string[] {
    const [before, after] = [this.left.resources[address], this.right.resources[address]];
    const ignored: readonly string[] = [...(after.lifecycle?.ignore_changes ?? []), ...metaArguments];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (name) => !ignored.includes(name),
    );
    const { computedUnlessSet = [], defaults = {} } = facts[resourceType(address)] ?? {};
    return names.flatMap((name) => {
      const [from, to] = [before[name] ?? defaults[name], after[name] ?? defaults[name]];
      return to === undefined && computedUnlessSet.includes(name) ? [] : this.between(from, to, name);
    });
  }

  private between(before: unknown, after: unknown, path: string): string[] {
    const [left, right] = [toBlocks(before), toBlocks(after)];
    // A value or a list of values is compared as a whole.
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

  /** Returns true if the value of a reference changes. */
  private isStale({ address, attribute }: Reference): boolean {
    if (address.startsWith('data.')) return !this.same(this.left.data[address], this.right.data[address]);
    const [before, after] = [this.left.resources[address], this.right.resources[address]];
    if (!before || !after) return true;
    // A computed value changes with the resource; a configured value is known.
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

/** Returns one or several blocks as a list; undefined if the value is not a block. */
function toBlocks(value: unknown): Named[] | undefined {
  if (value === undefined) return [];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
    ? (values as Named[])
    : undefined;
}

function parseSide({ data = {}, provider = {}, resource = {} }: Named): Side {
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
    { ...inState[resourceType(address)], ...block },
  ]);
  return { ...side, resources: Object.fromEntries(resources) as Named };
}

/** The configuration with the addresses after moves. */
function applyMoves(side: Side, moves: readonly { readonly from: string; readonly to: string }[]): Side {
  const text = moves.reduce(
    (json, { from, to }) => json.replaceAll(new RegExp(`${from.replace('.', '[.]')}(?![\\w-])`, 'g'), to),
    JSON.stringify(side),
  );
  return JSON.parse(text) as Side;
}

/** Returns true if the provider has another region or account, so that it does not find existing resources. */
function hasOtherProvider(left: Side, right: Side, address: string): boolean {
  const [before, after] = [left, right].map(({ provider, resources }) => {
    const alias = String(resources[address].provider ?? 'aws').split('.')[1];
    const own = ((provider['aws'] ?? []) as Named[]).find((one) => one['alias'] === alias);
    return JSON.stringify([own?.['region'], own?.['allowed_account_ids']]);
  });
  return before !== after;
}
