import { sortedEntries } from '../core/canonical';
import { toYaml } from '../kubernetes/manifests/yaml';
import type { AddonProps, AddonRelease } from './props';

/** A change of an object, for kustomize. */
export interface KustomizePatch {
  readonly target: { readonly kind: string; readonly name?: string; readonly namespace?: string };
  readonly patch: string;
  readonly options?: { readonly allowNameChange: true };
}

/** A copy of a field into other objects, for kustomize. */
export interface Replacement {
  readonly source: { readonly kind: string; readonly name: string; readonly fieldPath: string };
  readonly targets: readonly {
    readonly select: { readonly kind: string; readonly name: string };
    readonly fieldPaths: readonly string[];
    readonly options: { readonly create: false };
  }[];
}

/** An object that stays in the namespace in which the source has it. */
export interface KeptObject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** Returns the objects that a release keeps in other namespaces. */
export function keptObjects({ otherNamespaces = {} }: Pick<AddonRelease, 'otherNamespaces'>): KeptObject[] {
  return sortedEntries(otherNamespaces).flatMap(([namespace, objects]) =>
    [...objects].sort().map((object) => {
      const [kind = '', name = ''] = object.split(' ');
      return { kind, name, namespace };
    }),
  );
}

/**
 * Returns the patch that gives a kept object a name of its own, before kustomize moves all objects into one namespace: the
 * source may have an object with the same name there.
 */
export function patchBeforeMove({ kind, name, namespace }: KeptObject): KustomizePatch {
  return {
    target: { kind, name: exactly(name), namespace: exactly(namespace) },
    options: { allowNameChange: true },
    patch: JSON.stringify([{ op: 'replace', path: '/metadata/name', value: nameDuringMove({ name, namespace }) }]),
  };
}

/** Returns the transformer that moves a kept object back. kustomize applies transformers after everything else. */
export function transformerAfterMove({ kind, name, namespace }: KeptObject): string {
  return toYaml({
    apiVersion: 'builtin',
    kind: 'PatchTransformer',
    metadata: { name: `${kind}-${namespace}-${name}` },
    target: { kind, name: exactly(nameDuringMove({ name, namespace })) },
    options: { allowNameChange: true },
    patch: JSON.stringify([
      { op: 'replace', path: '/metadata/name', value: name },
      { op: 'replace', path: '/metadata/namespace', value: namespace },
    ]),
  });
}

/**
 * Returns the replacements that name the addon's namespace in the subjects of kept RoleBindings. kustomize updates the subjects
 * of the objects that it moves only.
 */
export function subjectReplacements(
  { namespace, release }: Pick<AddonProps, 'namespace' | 'release'>,
  kept: readonly KeptObject[],
): Replacement[] {
  const { sourceNamespace = namespace, workloads } = release;
  const bindings = kept.filter(({ kind }) => kind === 'RoleBinding');
  const [workload] = sortedEntries(workloads);
  if (sourceNamespace === namespace || bindings.length === 0 || workload === undefined) return [];
  const [name, { kind }] = workload;
  return [
    {
      source: { kind, name, fieldPath: 'metadata.namespace' },
      targets: bindings.map((binding) => ({
        select: { kind: binding.kind, name: nameDuringMove(binding) },
        fieldPaths: [`subjects.[namespace=${sourceNamespace}].namespace`],
        options: { create: false },
      })),
    },
  ];
}

function nameDuringMove({ name, namespace }: Pick<KeptObject, 'name' | 'namespace'>): string {
  return `${name}.${namespace}`;
}

/** Returns the regular expression of one name. kustomize adds the anchors. */
function exactly(name: string): string {
  return name.replaceAll('.', String.raw`\.`);
}
