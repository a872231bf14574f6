import { podLabels } from '../../core/contract';

/** Label of every object that this library creates. */
export const managedBy = { 'app.kubernetes.io/managed-by': 'adamant' } as const;

/**
 * Label of objects that are named by their content. An apply deletes none of them, so that pods of earlier releases keep what
 * they use; `scripts/prune.sh` deletes those that no pod template refers to.
 */
export const prunedLabel = { 'adamant.dev/prune': 'unreferenced' } as const;

/** Name, role and application of a workload. */
interface Identity {
  readonly name: string;
  /** Role of the workload: `web`, `worker`, `broker`. */
  readonly component: string;
  /** Application that the workload is part of. */
  readonly partOf: string;
}

/**
 * Returns the recommended labels of every object of a workload, its pods included. Selectors use only `podLabels` of them.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function recommendedLabels({ name, component, partOf }: Identity): Record<string, string> {
  return {
    ...podLabels(name),
    ...managedBy,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': partOf,
  };
}
