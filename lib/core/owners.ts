import type { IConstruct } from 'constructs';

type Owners = WeakMap<object, Map<string, string>>;

/** The constructs of each app that own a key of an object. */
const ownersByApp = new WeakMap<IConstruct, Owners>();

/**
 * Records that a construct owns a key of an object, such as a name in a network, and returns the path of the construct of the same
 * app that owns it already.
 */
export function earlierOwner(construct: IConstruct, object: object, key: string): string | undefined {
  const owners: Owners = ownersByApp.get(construct.node.root) ?? new WeakMap();
  ownersByApp.set(construct.node.root, owners);
  const keys = owners.get(object) ?? new Map<string, string>();
  owners.set(object, keys);
  const owner = keys.get(key);
  if (owner === undefined) keys.set(key, construct.node.path);
  return owner;
}
