import type { Files } from '../../apps/synthesize';
import type { Diagnostic } from '../../lib/core/diagnostics';
import { isStateful } from '../../lib/review/stateful';
import type { Removal } from '../allowed-deletions';

/** Returns a diagnostic for each accepted resource that stores data, is removed, and has no entry in the list of removals. */
export function checkDeletions(before: Files, after: Files, removals: readonly Removal[]): Diagnostic[] {
  return [...before]
    .filter(([file]) => file.endsWith('/ADDRESSES'))
    .flatMap(([file, text]) => {
      const environment = file.split('/')[0] ?? '';
      const kept = new Set((after.get(file) ?? '').split('\n'));
      return text
        .split('\n')
        .filter((address) => isStateful(address) && !kept.has(address))
        .filter(
          (address) => !removals.some((removal) => removal.environment === environment && removal.address === address),
        )
        .map((address) => ({
          id: 'stateful-removal',
          path: `${environment}: ${address}`,
          message:
            'a resource that stores data must have an entry in test/allowed-deletions.ts to be removed; got none',
          source: `test/golden/${environment}/ADDRESSES`,
          hint: 'revert the change, or add the address with a reason and an owner there',
        }));
    });
}
