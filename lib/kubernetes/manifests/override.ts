import { type ApiObject, JsonPatch } from 'cdk8s';

/**
 * Changes an object after its types have written it: those of cdk8s-plus drop what their version of Kubernetes does not
 * know, patches included. Only objects that are made here are changed with it; people say `patch`, with a reason.
 */
export function override(object: ApiObject, ...operations: readonly JsonPatch[]): void {
  const written = object.toJson.bind(object);
  object.toJson = (): unknown => JsonPatch.apply(written(), ...operations);
}
