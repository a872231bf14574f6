import type { IConstruct } from 'constructs';
import { type Finding, addFindings } from './diagnostics';

const previousIds = new WeakMap<IConstruct, string>();

/**
 * Records the id that a construct had, in the same scope, before it was renamed: its resources keep their identity under
 * their new addresses. Delete the setting when every environment has been applied.
 */
export function recordRename(construct: IConstruct, previousId: string): void {
  const found = checkRename(construct, previousId);
  addFindings(construct, found);
  if (found.length === 0) previousIds.set(construct, previousId);
}

/** Returns the ids on the path from a root to a construct, as they were before any rename. */
export function previousPath(construct: IConstruct, root: IConstruct): string[] {
  const scopes = construct.node.scopes;
  return scopes.slice(scopes.indexOf(root) + 1).map((scope) => previousIds.get(scope) ?? scope.node.id);
}

/** Creates the finding for a construct whose previous id belongs to another construct. */
export function renameConflict(previousId: string, owner: string): Finding {
  return {
    id: 'rename-conflict',
    setting: 'renamedFrom',
    message: `renamedFrom must be an id that no other construct has; got '${previousId}', which is ${owner}`,
    hint: `give ${owner} another id, or set its renamedFrom too`,
  };
}

function checkRename(construct: IConstruct, previousId: string): Finding[] {
  const { id, scope } = construct.node;
  const setting = 'renamedFrom';
  const recorded = previousIds.get(construct);
  if (recorded !== undefined && recorded !== previousId) {
    return [
      {
        id: 'rename-chain',
        setting,
        message: `renamedFrom must be one previous id; got '${previousId}' and '${recorded}'`,
        hint: `apply the rename from '${recorded}' in every environment, then set '${previousId}'`,
      },
    ];
  }
  if (previousId.includes('/')) {
    return [
      {
        id: 'rename-across-stacks',
        setting,
        message: `renamedFrom must be an id in the same scope; got the path '${previousId}'`,
        hint: `pull both states, run terraform state mv -state=OLD.tfstate -state-out=NEW.tfstate ADDRESS ADDRESS, and push both`,
      },
    ];
  }
  if (previousId === '' || previousId.endsWith('-')) {
    const message = `renamedFrom must be the previous name; got none`;
    return [
      { id: 'rename-to-itself', setting, message, hint: 'write the name before the rename, or remove renamedFrom' },
    ];
  }
  if (previousId === id) {
    const message = `renamedFrom must differ from the construct's id; got '${previousId}'`;
    return [{ id: 'rename-to-itself', setting, message, hint: 'remove renamedFrom' }];
  }
  const sibling = scope?.node.tryFindChild(previousId);
  return sibling ? [renameConflict(previousId, sibling.node.path)] : [];
}
