import type { Diagnostic } from '../../core/diagnostics';
import { formatPath } from '../../core/settings-location';
import { parseQuantity } from '../../core/units';
import { containersOf, podsIn, type PodFields, type Resources } from '../manifests/pods';
import type { Rendered } from '../manifests/render';
import { type ContainerDefaults, containerDefaults, noDefaults, plusDefaults } from './limit-range';
import { checkPodResources } from './pod-resources';

/** A finding about resources, at a path in the spec of the pod. */
export type ResourcesFinding = Pick<Diagnostic, 'hint' | 'id' | 'message'> & { readonly field: readonly string[] };

/**
 * Checks the resources of containers and whole pods, those of objects from other libraries included: they are quantities, and
 * no request is more than the limit, or than the default limit of a LimitRange in the namespace.
 */
export function checkContainerResources(objects: readonly Rendered[]): Diagnostic[] {
  const defaults = defaultsByNamespace(objects);
  return objects.flatMap(({ construct, manifest }) =>
    podsIn(manifest).flatMap(({ pod, path }) =>
      checkPod(pod, defaults.get(manifest.metadata.namespace) ?? noDefaults).map(({ field, ...finding }) => ({
        ...finding,
        path: construct,
        source: `${manifest.kind} ${manifest.metadata.name}: ${formatPath([...path, ...field])}`,
      })),
    ),
  );
}

function defaultsByNamespace(objects: readonly Rendered[]): ReadonlyMap<string | undefined, ContainerDefaults> {
  const defaults = new Map<string | undefined, ContainerDefaults>();
  for (const { manifest } of objects.filter(({ manifest: { kind } }) => kind === 'LimitRange')) {
    const { namespace } = manifest.metadata;
    defaults.set(namespace, plusDefaults(defaults.get(namespace) ?? noDefaults, containerDefaults(manifest)));
  }
  return defaults;
}

function checkPod(pod: PodFields, defaults: ContainerDefaults): ResourcesFinding[] {
  const located = [
    ...containersOf(pod).map(({ container, path }) => ({ resources: container.resources, path })),
    // A PodTemplate of an operator may have other fields of this name, which are no requests.
    { resources: pod.resources, path: [] },
  ];
  const wrong = located.flatMap(({ path, resources = {} }) => at([...path, 'resources'], checkQuantities(resources)));
  if (wrong.length > 0) return wrong;
  return [
    ...containersOf(pod).flatMap(({ container: { resources = {} }, path }) =>
      at([...path, 'resources'], checkLimits(resources, defaults)),
    ),
    ...checkPodResources(pod, defaults),
  ];
}

function at(path: readonly string[], found: readonly ResourcesFinding[]): ResourcesFinding[] {
  return found.map((finding) => ({ ...finding, field: [...path, ...finding.field] }));
}

function checkQuantities(resources: Resources): ResourcesFinding[] {
  return (['limits', 'requests'] as const).flatMap((kind) =>
    Object.entries(resources[kind] ?? {})
      .filter(([, quantity]) => !(parseQuantity(quantity) >= 0))
      .map(([name, quantity]) => wrongQuantity([kind, name], quantity)),
  );
}

function checkLimits({ limits = {}, requests = {} }: Resources, defaults: ContainerDefaults): ResourcesFinding[] {
  return Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name] ?? defaults.limits[name];
    if (limit === undefined || parseQuantity(request) <= parseQuantity(limit)) return [];
    return [
      {
        id: 'container-limit',
        message: `request of ${name} must be at most the limit (${limit}${limits[name] === undefined ? ', the default of the namespace' : ''}); got ${request}`,
        hint: `write limits: { ${name}: '${request}' }`,
        field: ['requests', name],
      },
    ];
  });
}

function wrongQuantity(field: readonly [string, string], quantity: number | string): ResourcesFinding {
  return {
    id: 'container-resources',
    message: `${field[1]} must be a quantity such as '250m' or '2Gi'; got '${quantity}'`,
    hint: "write it as '250m' or '2Gi'",
    field,
  };
}
