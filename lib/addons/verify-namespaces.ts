import type { Finding } from '../core/diagnostics';
import { keptObjects } from './kept-objects';
import type { AddonProps } from './props';

/** Fields of an object that name namespaces. */
export interface NamespacedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/**
 * Compares the namespaces of an addon's objects with those of its source. The kustomization moves every object into the
 * addon's namespace, also one that has a meaning only where the source has it.
 */
export function compareNamespaces(
  props: AddonProps,
  rendered: readonly NamespacedObject[],
  source: readonly NamespacedObject[],
): Finding[] {
  return [
    ...movedObjects(props, rendered, source),
    ...missingObjects(props, source),
    ...roleBindings(props, rendered),
    ...subjects(props, rendered, source),
  ];
}

/** Reports objects that are in another namespace than the source means, once for each namespace. */
function movedObjects(
  { namespace, release }: AddonProps,
  rendered: readonly NamespacedObject[],
  source: readonly NamespacedObject[],
): Finding[] {
  const kept = new Set(keptObjects(release).map(address));
  const own = release.sourceNamespace ?? namespace;
  const present = new Set(rendered.map((object) => address(located(object))));
  const moved = source
    .map(located)
    .filter((object) => object.namespace !== '' && (object.namespace !== own || kept.has(address(object))))
    .filter((object) => object.namespace !== namespace && !present.has(address(object)));
  return [...new Set(moved.map((object) => object.namespace))].sort().map((from) => {
    const names = moved.filter((object) => object.namespace === from).map(({ kind, name }) => `${kind} ${name}`);
    return {
      id: 'addon-namespace',
      setting: ['release', 'otherNamespaces'],
      message: `objects must stay in ${from}, where the source has them; got ${names.join(', ')} in ${namespace}`,
      hint:
        `add them to otherNamespaces under '${from}', or set sourceNamespace to '${from}' if it is the namespace of the addon's ` +
        'own objects in the source',
    };
  });
}

/** Reports declared objects that the source does not have in their namespace. */
function missingObjects({ release }: AddonProps, source: readonly NamespacedObject[]): Finding[] {
  const present = new Set(source.map((object) => address(located(object))));
  return keptObjects(release)
    .filter((object) => !present.has(address(object)))
    .map(({ kind, name, namespace }) => ({
      id: 'addon-missing',
      setting: ['release', 'otherNamespaces', namespace],
      message: `otherNamespaces must be as in the source; got ${kind} ${name} in ${namespace}, where the source does not have it`,
      hint: 'remove it, or correct the namespace',
    }));
}

/** Reports RoleBindings in the addon's namespace to Roles that it does not have: it contains only objects of the source. */
function roleBindings({ namespace }: AddonProps, rendered: readonly NamespacedObject[]): Finding[] {
  const present = new Set(rendered.map((object) => address(located(object))));
  return rendered.flatMap(({ kind, metadata, roleRef }) => {
    if (kind !== 'RoleBinding' || metadata.namespace !== namespace || roleRef?.kind !== 'Role') return [];
    if (present.has(address({ kind: 'Role', name: roleRef.name, namespace }))) return [];
    return [
      {
        id: 'addon-namespace',
        setting: ['release', 'otherNamespaces'],
        message: `RoleBinding ${metadata.name} must be in the namespace of its Role; got ${namespace}, which has no Role ${roleRef.name}`,
        hint: "add it to otherNamespaces, under the namespace in which the source has it: 'kube-system' for roles of the cluster",
      },
    ];
  });
}

/** Reports bindings whose ServiceAccounts were moved, and that name the namespace of the source. */
function subjects(
  { namespace, release }: AddonProps,
  rendered: readonly NamespacedObject[],
  source: readonly NamespacedObject[],
): Finding[] {
  const kept = new Set(keptObjects(release).map(address));
  const moved = new Set(
    source
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(located)
      .filter((account) => account.namespace !== namespace && account.namespace !== '' && !kept.has(address(account)))
      .map(address),
  );
  return rendered.flatMap((binding) =>
    (binding.subjects ?? [])
      .filter((subject) => moved.has(address({ ...subject, namespace: subject.namespace ?? '' })))
      .map((subject) => ({
        id: 'addon-namespace',
        setting: ['release', 'sourceNamespace'],
        message: `${binding.kind} ${binding.metadata.name} must name ServiceAccount ${subject.name} in ${namespace}; got ${subject.namespace ?? 'none'}`,
        hint: `set sourceNamespace to '${subject.namespace ?? ''}'`,
      })),
  );
}

interface Located {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

function located({ kind, metadata }: NamespacedObject): Located {
  return { kind, name: metadata.name, namespace: metadata.namespace ?? '' };
}

function address({ kind, name, namespace }: Located): string {
  return [namespace, kind, name].join(' ');
}
