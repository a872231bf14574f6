import type { Diagnostic } from '../../core/diagnostics';
import { didYouMean } from '../../core/did-you-mean';
import type { Rendered } from '../manifests/render';

/** Classes that every cluster has. */
const systemClasses = ['system-cluster-critical', 'system-node-critical'];

/** Checks that an object of the app creates each PriorityClass that a pod has: the API server rejects pods of another one. */
export function checkPriorityClasses(objects: readonly Rendered[]): Diagnostic[] {
  const created = objects
    .filter(({ manifest }) => manifest.kind === 'PriorityClass')
    .map(({ manifest }) => manifest.metadata.name);
  const known = [...created, ...systemClasses];
  return objects.flatMap(({ construct, manifest }) =>
    [...new Set(classNames(manifest))]
      .filter((name) => !known.includes(name))
      .map((name) => ({
        id: 'priority-class',
        path: construct,
        message: `priorityClass must be a PriorityClass of the same app; got '${name}'`,
        source: `${manifest.kind} ${manifest.metadata.name}: priorityClassName`,
        hint: `write '${didYouMean(name, known) ?? known[0]}', or create a PriorityClass '${name}'`,
      })),
  );
}

/** Returns the classes of pods at any depth: those of custom resources are in other places than a Deployment's. */
function classNames(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) =>
    key === 'priorityClassName' && typeof member === 'string' ? [member] : classNames(member),
  );
}
