import type { ApiObject } from 'cdk8s';

/** An object of Kubernetes that an operator creates, in the namespace of the object that it reads. */
export interface CreatedObject {
  readonly kind: string;
  readonly name: string;
}

const created = new WeakMap<ApiObject, readonly CreatedObject[]>();

/**
 * Declares the objects that an operator creates for an object, so that no other object takes one of their names. Both would be
 * one object in the cluster, which operator and apply would change in turn.
 */
export function declareCreated(object: ApiObject, objects: readonly CreatedObject[]): void {
  created.set(object, objects);
}

/** Returns the objects that an operator creates for an object. */
export function createdObjects(object: ApiObject): readonly CreatedObject[] {
  return created.get(object) ?? [];
}
