import { type ApiObject, JsonPatch } from 'cdk8s';

/**
 * Changes the manifest of an object after its class has rendered it. Classes of cdk8s-plus drop fields that their version of
 * Kubernetes does not know, those of `addJsonPatch` included. For constructs of this library only; users call `patch`, with
 * a reason.
 */
export function override(object: ApiObject, ...operations: readonly JsonPatch[]): void {
  const render = object.toJson.bind(object);
  object.toJson = (): unknown => JsonPatch.apply(render(), ...operations);
}
