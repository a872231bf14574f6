import type { Diagnostic } from '../../core/diagnostics';
import { formatPath } from '../../core/settings-location';
import { hasHalfSurrogatePair } from '../../core/unicode';
import type { Rendered } from '../manifests/render';

/** Checks that a file can hold every value of an object: finite numbers, and text of whole characters. */
export function checkManifestValues(objects: readonly Rendered[]): Diagnostic[] {
  return objects.flatMap(({ construct, manifest }) =>
    wrongValues(manifest, []).map(({ path, shown }) => ({
      id: 'manifest-value',
      path: construct,
      message: `${path.at(-1)} must be a finite number, or text of whole Unicode characters; got ${shown}`,
      source: `${manifest.kind} ${manifest.metadata.name}: ${formatPath(path)}`,
      hint: 'write another value: the file cannot hold this one',
    })),
  );
}

interface WrongValue {
  readonly path: readonly string[];
  readonly shown: string;
}

function wrongValues(value: unknown, path: readonly string[]): WrongValue[] {
  if (typeof value === 'number' && !Number.isFinite(value)) return [{ path, shown: String(value) }];
  if (typeof value === 'string' && hasHalfSurrogatePair(value)) return [{ path, shown: 'half of a surrogate pair' }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) =>
    hasHalfSurrogatePair(key)
      ? [{ path: [...path, JSON.stringify(key)], shown: 'half of a surrogate pair' }]
      : wrongValues(member, [...path, key]),
  );
}
