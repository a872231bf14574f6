import { ApiObject, type JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { addFindings, type Diagnostic } from '../../core/diagnostics';
import { checkReason } from '../pod/pod-checks';
import { override } from './override';

/** Annotation that contains the reasons for patches. */
const patchAnnotation = 'adamant.dev/patched';

/** Reasons for the patches of an object. */
const reasons = new WeakMap<ApiObject, readonly string[]>();

/**
 * Changes fields of an object that the props of its construct do not cover. An annotation of the object contains the reason,
 * so that reviewers of the files see the exception.
 *
 * @example
 * import { JsonPatch } from 'cdk8s';
 *
 * const worker = new Worker(scope, 'loader', {
 *   autoscaling: { maxReplicas: 8, minReplicas: 2 },
 *   image,
 *   name: 'loader',
 *   namespace: 'shop',
 *   resources: { cpu: '500m', memory: '1Gi' },
 * });
 * patch(worker.deployment, 'the partner resolves names slowly', JsonPatch.add('/spec/template/spec/dnsPolicy', 'Default'));
 */
export function patch(object: ApiObject, reason: string, ...operations: readonly JsonPatch[]): void {
  addFindings(object, checkReason(reason, 'reason'));
  const all = [...(reasons.get(object) ?? []), reason];
  reasons.set(object, all);
  object.metadata.addAnnotation(patchAnnotation, all.join('; '));
  override(object, ...operations);
}

/** Checks that no object has patches without a reason. */
export function checkPatches(root: IConstruct): Diagnostic[] {
  return root.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => ({ count: patchCount(object), object }))
    .filter(({ count }) => count > 0)
    .map(({ count, object: { kind, name, node } }) => ({
      id: 'patch-reason',
      path: node.path,
      message: `patch must have a reason; got ${count} ${count === 1 ? 'operation' : 'operations'} of addJsonPatch`,
      source: `${kind} ${name}: addJsonPatch`,
      hint: 'replace addJsonPatch(operation) by patch(object, reason, operation)',
    }));
}

/** Returns the number of operations of `addJsonPatch`, which are a private field of an object. */
function patchCount(object: ApiObject): number {
  const { patches = [] } = object as unknown as { readonly patches?: readonly unknown[] };
  return patches.length;
}
