import type { Diagnostic } from '../../core/diagnostics';
import { formatPath } from '../../core/settings-location';
import { hasHalfSurrogatePair } from '../../core/unicode';
import { maxInt32 } from '../../core/units';
import type { Rendered } from '../manifests/render';

/** Checks that a file can hold every value of an object, and the API its integers: finite numbers, and text of whole characters. */
export function checkManifestValues(objects: readonly Rendered[]): Diagnostic[] {
  return objects.flatMap(({ construct, manifest }) =>
    wrongValues(manifest, []).map(({ must = 'a finite number, or text of whole Unicode characters', path, shown }) => ({
      id: 'manifest-value',
      path: construct,
      message: `${path.at(-1)} must be ${must}; got ${shown}`,
      source: `${manifest.kind} ${manifest.metadata.name}: ${formatPath(path)}`,
      hint: 'write another value: the file cannot hold this one',
    })),
  );
}

interface WrongValue {
  /** Condition that the value violates, after `must be`. */
  readonly must?: string;
  readonly path: readonly string[];
  readonly shown: string;
}

/** Fields of the API that are integers of 32 bits. */
const int32Fields = new Set([
  'averageUtilization',
  'backoffLimit',
  'completions',
  'containerPort',
  'failedJobsHistoryLimit',
  'failureThreshold',
  'hostPort',
  'initialDelaySeconds',
  'maxReplicas',
  'maxSkew',
  'minReadySeconds',
  'minReplicas',
  'nodePort',
  'parallelism',
  'periodSeconds',
  'progressDeadlineSeconds',
  'replicas',
  'revisionHistoryLimit',
  'stabilizationWindowSeconds',
  'successThreshold',
  'successfulJobsHistoryLimit',
  'timeoutSeconds',
  'ttlSecondsAfterFinished',
]);

function wrongNumber(value: number, path: readonly string[]): WrongValue[] {
  if (!Number.isFinite(value)) return [{ path, shown: String(value) }];
  if (int32Fields.has(path.at(-1) ?? '')) {
    const isInt32 = Number.isInteger(value) && Math.abs(value) <= maxInt32;
    return isInt32 ? [] : [{ must: `a whole number of at most ${maxInt32}`, path, shown: String(value) }];
  }
  // YAML has no other notation for it, and a reader rounds it.
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return [];
  return [{ must: `at most ${Number.MAX_SAFE_INTEGER}`, path, shown: String(value) }];
}

function wrongValues(value: unknown, path: readonly string[]): WrongValue[] {
  if (typeof value === 'number') return wrongNumber(value, path);
  if (typeof value === 'string' && hasHalfSurrogatePair(value)) return [{ path, shown: 'half of a surrogate pair' }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) =>
    hasHalfSurrogatePair(key)
      ? [{ path: [...path, JSON.stringify(key)], shown: 'half of a surrogate pair' }]
      : wrongValues(member, [...path, key]),
  );
}
