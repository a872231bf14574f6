import type { Files } from '../../apps/synthesize';
import { filesBelow } from '../../cli/cost';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import type { Diagnostic } from '../../lib/core/diagnostics';
import { type LostNodes, lostNodes } from '../../lib/review/lost-nodes';
import { type Removal, removalList } from '../allowed-deletions';

/**
 * Returns a diagnostic for each Auto Scaling group that would be destroyed with its nodes. A removed one may have an entry in the
 * list of removals, with the reason for which it has no nodes.
 *
 * @param before files in the layout of the golden folder
 */
export function checkLostNodes(
  before: Files,
  after: Files,
  environments: readonly Environment[],
  removals: readonly Removal[],
): Diagnostic[] {
  return environments.flatMap((environment) => {
    const folder = `${environment.name}/terraform/`;
    return lostNodes(filesBelow(before, folder), filesBelow(after, folder))
      .filter(
        ({ address, isReplaced }) =>
          isReplaced ||
          !removals.some((removal) => removal.address === address && removal.environment === environment.name),
      )
      .map((lost) => diagnostic(lost, environment));
  });
}

function diagnostic({ address, groupName, isReplaced, maxSize, nodeGroup }: LostNodes, environment: Environment) {
  const groups = settingsLocation(environment).at('nodeGroups');
  const group = nodeGroup in environment.nodeGroups ? groups.at(nodeGroup) : groups;
  const guide = 'see "Remove a node group" in docs/operations.md';
  return {
    id: 'lost-nodes',
    path: `${environment.name}: ${groupName}`,
    message: `an Auto Scaling group must be empty before it is ${isReplaced ? 'replaced' : 'removed'}: its nodes would end together, without a drain; got up to ${maxSize} nodes in the accepted output`,
    source: group.toString(),
    hint: isReplaced
      ? `restore its former name with renamedFrom or physicalName, or empty it first: ${guide}`
      : `restore it, and empty it first: ${guide}. If it is empty, add { environment: '${environment.name}', address: '${address}', reason: '…', owner: '…' } to ${removalList}`,
  };
}
