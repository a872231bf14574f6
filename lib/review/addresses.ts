import { parse } from 'yaml';
import { byCodePoint, sortedEntries } from '../core/canonical';

/**
 * Returns the identities of all resources and objects of an environment, one a line: a removed line means that a resource will
 * be destroyed. A content hash is printed as #, so new content does not look like a new object.
 *
 * @param files the environment's files, by their path below `terraform/` or `kubernetes/`
 */
export function addresses(files: {
  readonly terraform: ReadonlyMap<string, string>;
  readonly kubernetes: ReadonlyMap<string, string>;
}): string[] {
  const resources = [...files.terraform]
    .filter(([path]) => path.endsWith('.tf.json'))
    .flatMap(([path, text]) => resourceAddresses(path, text));
  const objects = [...files.kubernetes]
    .filter(([path]) => path.endsWith('.yaml'))
    .map(([, text]) => objectAddress(text));
  return [...resources, ...objects].sort(byCodePoint);
}

function resourceAddresses(path: string, text: string): string[] {
  const { resource = {} } = JSON.parse(text) as { resource?: Record<string, Record<string, unknown>> };
  const stack = path.split('/')[0] ?? '';
  return sortedEntries(resource).flatMap(([type, named]) =>
    sortedEntries(named).map(([name]) => `terraform ${stack} ${type}.${name}`),
  );
}

function objectAddress(text: string): string {
  const { apiVersion, kind, metadata } = parse(text) as {
    apiVersion: string;
    kind: string;
    metadata: { name: string; namespace?: string };
  };
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return `kubernetes ${metadata.namespace ?? '-'} ${kind}${group} ${metadata.name.replace(/-[0-9a-f]{10}$/, '-#')}`;
}
