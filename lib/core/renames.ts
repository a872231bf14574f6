import type { IConstruct } from 'constructs';
import { type Finding, addFindings } from './diagnostics';

const before = new WeakMap<IConstruct, string>();

/**
 * Says which id a construct had, in the same place of the tree, before it was renamed: what stands is kept, with all that is
 * below the construct, under its new address. Delete the line when every environment has been applied.
 */
export function recordRename(construct: IConstruct, oldId: string): void {
  const found = checkRename(construct, oldId);
  addFindings(construct, found);
  if (found.length === 0) before.set(construct, oldId);
}

/** The ids on the way from a root down to a construct, as they were before any rename. */
export function previousPath(construct: IConstruct, root: IConstruct): string[] {
  const scopes = construct.node.scopes;
  return scopes.slice(scopes.indexOf(root) + 1).map((scope) => before.get(scope) ?? scope.node.id);
}

function checkRename(construct: IConstruct, oldId: string): Finding[] {
  const { id, scope } = construct.node;
  const setting = 'renamedFrom';
  const earlier = before.get(construct);
  if (earlier !== undefined && earlier !== oldId) {
    return [
      {
        hint: `apply the rename from '${earlier}' everywhere, then put '${oldId}' in its place`,
        message: `a construct is renamed once at a time, got '${oldId}' and '${earlier}'`,
        setting,
      },
    ];
  }
  if (oldId.includes('/')) {
    return [
      {
        hint: `pull both states, then: terraform state mv -state=OLD.tfstate -state-out=NEW.tfstate ADDRESS ADDRESS, and push both`,
        message: `a rename keeps a construct in its stack and its place, got the path '${oldId}'`,
        setting,
      },
    ];
  }
  if (oldId === id)
    return [{ hint: 'remove it', message: `a construct is renamed from another id, got its own: '${oldId}'`, setting }];
  if (scope?.node.tryFindChild(oldId)) {
    return [
      {
        hint: 'give one of them another id',
        message: `the id that was left must be free, and '${oldId}' is in use`,
        setting,
      },
    ];
  }
  return [];
}

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
export function previousId(
  { node }: IConstruct,
  { name, renamedFrom }: Omit<RenamableNames, 'physicalName'>,
): string | undefined {
  if (renamedFrom === undefined || !node.id.endsWith(name)) return undefined;
  return node.id.slice(0, -name.length) + renamedFrom;
}
