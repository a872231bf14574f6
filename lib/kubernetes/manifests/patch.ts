import { type ApiObject, JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { addFindings, type Diagnostic } from '../../core/diagnostics';
import { checkReason } from '../pod/pod-checks';
import { objectsIn } from './objects';

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
  const render = object.toJson.bind(object);
  object.toJson = (): unknown =>
    operations.reduce((manifest, operation) => apply(object, manifest, operation), render());
}

/** Operations of an object that changed nothing when it was last rendered, and why. */
const withoutEffect = new WeakMap<ApiObject, Map<JsonPatch, string>>();

/** Returns the manifest with the change of an operation, or as it was if the operation has no effect. */
function apply(object: ApiObject, manifest: unknown, operation: JsonPatch): unknown {
  const found = withoutEffect.get(object) ?? new Map<JsonPatch, string>();
  withoutEffect.set(object, found.set(operation, 'finds its value already'));
  const { from, op, path } = operation._toJson() as Operation;
  const read = from ?? (op === 'add' ? parent(path) : path);
  const target = valueAt(manifest, read);
  const isPastEnd = op === 'add' && Array.isArray(target) && Number(path.slice(read.length + 1)) > target.length;
  if (target === undefined || isPastEnd) {
    found.set(operation, target === undefined ? `finds nothing at '${read}'` : `is past the end of '${read}'`);
    return manifest;
  }
  try {
    const changed: unknown = JsonPatch.apply(structuredClone(manifest), operation);
    if (op === 'test' || JSON.stringify(changed) !== JSON.stringify(manifest)) found.delete(operation);
    return changed;
  } catch {
    found.set(operation, op === 'test' ? 'finds another value' : 'cannot be applied');
    return manifest;
  }
}

/** An operation of JSON Patch. */
interface Operation {
  readonly from?: string;
  readonly op: string;
  readonly path: string;
}

function parent(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** Returns the value at a JSON Pointer, or undefined. */
function valueAt(manifest: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1);
  return keys
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), manifest);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Checks that each patch has a reason and changes its object. */
export function checkPatches(root: IConstruct): Diagnostic[] {
  const objects = objectsIn(root);
  return [...objects.flatMap(patchesWithoutEffect), ...patchesWithoutReason(objects)];
}

function patchesWithoutEffect(object: ApiObject): Diagnostic[] {
  if (!reasons.has(object)) return [];
  object.toJson();
  return [...(withoutEffect.get(object) ?? [])].map(([operation, problem]) => {
    const { op, path } = operation._toJson() as Operation;
    return {
      id: 'patch-effect',
      path: object.node.path,
      message: `patch must change the object; got '${op} ${path}', which ${problem}`,
      source: `${object.kind} ${object.name}: patch`,
      hint: 'correct the path by the file of the object, or remove the operation',
    };
  });
}

function patchesWithoutReason(objects: readonly ApiObject[]): Diagnostic[] {
  return objects
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
