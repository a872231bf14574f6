import type { Diagnostic } from '../../core/diagnostics';
import { formatPath } from '../../core/settings-location';
import { parseQuantity } from '../../core/units';
import type { Rendered } from '../manifests/render';

type Quantities = Readonly<Record<string, number | string>>;

interface Container {
  readonly name?: string;
  readonly resources?: { readonly limits?: Quantities; readonly requests?: Quantities };
}

interface LimitRange {
  readonly metadata: { readonly namespace?: string };
  readonly spec: { readonly limits: readonly { readonly type: string; readonly default?: Quantities }[] };
}

/**
 * Checks the resources of containers, those of objects from other libraries included: they are quantities, and no request is
 * more than the limit, or than the default limit of a LimitRange in the namespace.
 */
export function checkContainerResources(objects: readonly Rendered[]): Diagnostic[] {
  const defaults = new Map(
    objects
      .filter(({ manifest }) => manifest.kind === 'LimitRange')
      .map(({ manifest }) => [manifest.metadata.namespace, defaultLimits(manifest as unknown as LimitRange)]),
  );
  return objects.flatMap(({ construct, manifest }) => {
    const limits = defaults.get(manifest.metadata.namespace) ?? {};
    return containersIn(manifest, []).flatMap(({ container, path }) =>
      checkContainer(container, limits).map(({ field, ...finding }) => ({
        ...finding,
        path: construct,
        source: `${manifest.kind} ${manifest.metadata.name}: ${formatPath([...path, 'resources', ...field])}`,
      })),
    );
  });
}

type ContainerFinding = Pick<Diagnostic, 'hint' | 'id' | 'message'> & { readonly field: readonly string[] };

function checkContainer({ resources = {} }: Container, defaults: Quantities): ContainerFinding[] {
  const { limits = {}, requests = {} } = resources;
  const wrong = (['limits', 'requests'] as const).flatMap((kind) =>
    Object.entries(resources[kind] ?? {})
      .filter(([, quantity]) => !(parseQuantity(quantity) >= 0))
      .map(([name, quantity]) => wrongQuantity([kind, name], quantity)),
  );
  if (wrong.length > 0) return wrong;
  return Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name] ?? defaults[name];
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

function wrongQuantity(field: readonly [string, string], quantity: number | string): ContainerFinding {
  return {
    id: 'container-resources',
    message: `${field[1]} must be a quantity such as '250m' or '2Gi'; got '${quantity}'`,
    hint: "write it as '250m' or '2Gi'",
    field,
  };
}

function defaultLimits({ spec }: LimitRange): Quantities {
  const limits = spec.limits.filter(({ type }) => type === 'Container').map((limit) => limit.default ?? {});
  return Object.fromEntries(limits.flatMap((limit) => Object.entries(limit)));
}

interface Located {
  readonly container: Container;
  readonly path: readonly string[];
}

/** Returns the containers of a manifest at any depth. */
function containersIn(value: unknown, path: readonly string[]): Located[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    const isList = (key === 'containers' || key === 'initContainers') && Array.isArray(member);
    if (!isList) return containersIn(member, [...path, key]);
    return member.map((container: Container, index) => ({ container, path: [...path, key, String(index)] }));
  });
}
