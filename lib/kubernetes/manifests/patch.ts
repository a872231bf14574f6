import { ApiObject, type JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { addFindings, type Diagnostic } from '../../core/diagnostics';
import { override } from './override';
import { checkReason } from '../checks/pod-checks';

/** Where the reason for a patch is written. */
const patchNote = 'adamant.dev/patched';

/** Why an object was changed, once for each change. */
const reasons = new WeakMap<ApiObject, readonly string[]>();

/**
 * Changes an object that a construct made, in what its settings do not say. The reason is written on the object, so that
 * whoever reviews the files sees that this one is not as its construct made it.
 */
export function patch(object: ApiObject, reason: string, ...operations: readonly JsonPatch[]): void {
  addFindings(object, checkReason(reason, 'patch'));
  const all = [...(reasons.get(object) ?? []), reason];
  reasons.set(object, all);
  object.metadata.addAnnotation(patchNote, all.join('; '));
  override(object, ...operations);
}

/** Objects that were patched past `patch`, where nobody sees it. */
export function checkPatches(root: IConstruct): Diagnostic[] {
  return root.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => ({ object, silent: operationsOn(object) }))
    .filter(({ silent }) => silent > 0)
    .map(({ object: { kind, name, node }, silent }) => ({
      path: node.path,
      message: `a patch has a reason, got ${silent} ${silent === 1 ? 'operation' : 'operations'} without one`,
      source: `${kind} ${name}`,
      hint: 'write patch(object, reason, operation) of lib/kubernetes/patch in the place of addJsonPatch',
    }));
}

/** An object keeps what was added to it to itself. */
function operationsOn(object: ApiObject): number {
  const { patches = [] } = object as unknown as { readonly patches?: readonly unknown[] };
  return patches.length;
}
