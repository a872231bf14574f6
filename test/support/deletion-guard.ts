import type { Files } from '../../apps/synthesize';
import type { Diagnostic } from '../../lib/core/diagnostics';
import { isStateful } from '../../lib/review/stateful';
import { type Removal, removalList as list } from '../allowed-deletions';

/**
 * Returns a diagnostic for each accepted resource that stores data, is removed, and has no entry in the list of removals, and
 * for each entry that allows no removal or has no reason or owner.
 */
export function checkDeletions(before: Files, after: Files, removals: readonly Removal[]): Diagnostic[] {
  const files = [...before].filter(([file]) => file.endsWith('/ADDRESSES'));
  const environments = files.map(([file]) => environmentFolder(file));
  return [
    ...files.flatMap(([file, text]) => {
      const environment = environmentFolder(file);
      const kept = addresses(after, environment);
      return text
        .split('\n')
        .filter((address) => isStateful(address) && !kept.has(address))
        .filter(
          (address) => !removals.some((removal) => removal.environment === environment && removal.address === address),
        )
        .map((address) => ({
          id: 'stateful-removal',
          path: address,
          message: `a resource of ${environment} that stores data must have an entry in ${list} to be removed; got none`,
          source: `test/golden/${environment}/ADDRESSES`,
          hint: `revert the change, or add { environment: '${environment}', address: '${address}', reason: '…', owner: '…' } to ${list}`,
        }));
    }),
    ...removals.flatMap((removal, index) => checkRemoval(removal, `${list} → [${index}]`, { after, environments })),
  ];
}

/** An entry stays until its removal is applied, so its address may be in neither output. */
function checkRemoval(
  { address, environment, owner, reason }: Removal,
  source: string,
  { after, environments }: { readonly after: Files; readonly environments: readonly string[] },
): Diagnostic[] {
  const unused = (message: string, hint: string) => [{ id: 'unused-removal', path: address, message, source, hint }];
  const isBlank = (text: string) => text.trim() === '';
  if (!environments.includes(environment))
    return unused(
      `environment must be one of ${environments.join(', ')}; got '${environment}'`,
      'correct it, or delete the entry',
    );
  if (!isStateful(address) && !/^terraform \S+ aws_autoscaling_group\./.test(address))
    return unused(
      `address must be a line of ADDRESSES of a resource that stores data, or of an Auto Scaling group; got '${address}'`,
      `copy the line from test/golden/${environment}/ADDRESSES, or delete the entry`,
    );
  if (addresses(after, environment).has(address))
    return unused(`address must be removed from ${environment}; got '${address}', which is kept`, 'delete the entry');
  if (!isBlank(reason) && !isBlank(owner)) return [];
  return [
    {
      id: 'removal-reason',
      path: address,
      message: `a removal must have a reason and an owner; got reason '${reason}', owner '${owner}'`,
      source,
      hint: 'write the reason for which the data is not needed, and the team that decided it',
    },
  ];
}

function environmentFolder(file: string): string {
  return file.split('/')[0] ?? '';
}

function addresses(files: Files, environment: string): ReadonlySet<string> {
  return new Set((files.get(`${environment}/ADDRESSES`) ?? '').split('\n'));
}
