import type { Diagnostic } from '../../core/diagnostics';
import { apiGroup, isKubernetesGroup } from '../manifests/kinds';
import { isKustomization, type Rendered } from '../manifests/render';

/**
 * Maximum size of a request to etcd, in bytes: 1.5 MiB, less those of the status and of other fields of the API server.
 *
 * @see https://etcd.io/docs/v3.5/dev-guide/limit/
 */
const maxSize = 1536 * 1024 - 64 * 1024;

/**
 * Checks that etcd can store each object, with the names of its fields a second time: the API server keeps them for each
 * program that applies the object.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function checkObjectSizes(objects: readonly Rendered[]): Diagnostic[] {
  return objects
    .filter(({ manifest }) => !isKustomization(manifest))
    .flatMap(({ construct, manifest }) => {
      const size = storedSize(manifest, isKubernetesGroup(apiGroup(manifest))) + managedFieldsSize(manifest);
      if (size <= maxSize) return [];
      return [
        {
          id: 'object-size',
          path: construct,
          message: `object must be at most ${maxSize} bytes in etcd, with the names of its managed fields; got ${size}`,
          source: `${manifest.kind} ${manifest.metadata.name}: kind`,
          hint: 'split it into several objects, or put the content into the image',
        },
      ];
    });
}

/** Returns the size of an object in etcd: Kubernetes' own kinds in protobuf, without escapes, and others in JSON. */
function storedSize(manifest: object, isBinary: boolean): number {
  if (isBinary) return plainSize(manifest);
  return Buffer.byteLength(JSON.stringify(manifest).replace(/[<>&\u2028\u2029]/g, String.raw`\u0000`));
}

function plainSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + 4;
  if (value === null || typeof value !== 'object') return 8;
  return Object.values(value).reduce((sum: number, member: unknown) => sum + plainSize(member), 0) + keysSize(value);
}

/** Returns the size of the names of an object's own fields. Those of a list's items are numbers that are not stored. */
function keysSize(value: object): number {
  return Array.isArray(value) ? 0 : Object.keys(value).reduce((sum, key) => sum + Buffer.byteLength(key) + 2, 0);
}

/** Returns the size of `managedFields`, which contain each name as `"f:name":{},`. */
function managedFieldsSize(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  const nested = Object.values(value).reduce((sum: number, member: unknown) => sum + managedFieldsSize(member), 0);
  return nested + keysSize(value) + 6 * Object.keys(value).length;
}
