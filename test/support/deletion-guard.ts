import type { Files } from '../../apps/synthesize';
import type { Diagnostic } from '../../lib/core/diagnostics';
import { isStateful } from '../../lib/review/stateful';
import type { Removal } from '../allowed-deletions';

/** Addresses that hold data, were accepted, and are gone without a reason given. */
export function unreasoned(before: Files, after: Files, removals: readonly Removal[]): Diagnostic[] {
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
          path: `${environment}: ${address}`,
          message: 'what holds data stays, got a change that destroys it',
          source: `test/golden/${environment}/ADDRESSES`,
          hint: 'take the change back, or add the address with reason and owner to test/allowed-deletions.ts',
        }));
    });
}
