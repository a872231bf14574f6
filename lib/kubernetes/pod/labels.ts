import { podLabels } from '../../core/contract';

/** The label by which people and tools find everything that this library made. */
export const managedBy = { 'app.kubernetes.io/managed-by': 'adamant' } as const;

/** Who an object belongs to. */
export interface Identity {
  readonly name: string;
  /** The role that it has: `web`, `worker`, `broker`. */
  readonly component: string;
  /** The application that it is a part of. */
  readonly partOf: string;
}

/** The labels of every object of a workload, its pods included. Only `podLabels` of them select. */
export function recommendedLabels({ name, component, partOf }: Identity): Record<string, string> {
  return {
    ...podLabels(name),
    ...managedBy,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': partOf,
  };
}
