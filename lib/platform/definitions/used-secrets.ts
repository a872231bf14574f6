import { byCodePoint, sortedEntries } from '../../core/canonical';
import type { SettingsLocation } from '../../core/settings-location';
import type { DeployedService } from './deployed-services';

/** A Secret that services read. */
export interface UsedSecret {
  readonly name: string;
  /** The keys that services read, in order. */
  readonly keys: readonly string[];
  /** The first setting that names the Secret. */
  readonly location: SettingsLocation;
}

/**
 * The Secrets that services read, in the order of their names.
 *
 * @param createdByOperators names of Secrets that an operator creates in the cluster
 */
export function usedSecrets(
  services: readonly DeployedService[],
  createdByOperators: readonly string[] = [],
): UsedSecret[] {
  const references = services
    .flatMap(({ definition, settingLocation }) =>
      sortedEntries(definition.secrets).map(([variable, reference]) => ({
        ...reference,
        location: settingLocation('secrets', variable, 'secret'),
      })),
    )
    .filter(({ secret }) => !createdByOperators.includes(secret));
  const names = [...new Set(references.map(({ secret }) => secret))].sort(byCodePoint);
  return names.flatMap((name) => {
    const [first, ...others] = references.filter(({ secret }) => secret === name);
    if (!first) return [];
    const keys = [...new Set([first, ...others].map(({ key }) => key))].sort(byCodePoint);
    return [{ name, keys, location: first.location }];
  });
}
