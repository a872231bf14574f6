import type { IConstruct } from 'constructs';

/** The names of a resource that can be renamed in the program while it keeps its name in AWS or Kubernetes. */
export interface RenamableNames {
  readonly name: string;
  readonly physicalName?: string | undefined;
  readonly renamedFrom?: string | undefined;
}

/** Returns the name that a resource keeps: `physicalName`, else its name before a rename, else its name. */
export function stableName({ name, physicalName, renamedFrom }: RenamableNames): string {
  return physicalName ?? renamedFrom ?? name;
}

/**
 * Returns the id that a construct had before its rename: `node-group-general` for `node-group-web`, which was renamed from
 * `general` to `web`. An id that does not end in the name does not follow it, so it is the same as before.
 */
export function previousConstructId(
  { node }: IConstruct,
  { name, renamedFrom }: Omit<RenamableNames, 'physicalName'>,
): string | undefined {
  if (renamedFrom === undefined || !node.id.endsWith(name)) return undefined;
  return node.id.slice(0, -name.length) + renamedFrom;
}
