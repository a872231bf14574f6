import { parse } from 'yaml';
import { byCodePoint, sortedEntries } from '../core/canonical';

/** The prefix of annotations that hold the reason of an exception. */
const prefix = 'adamant.dev/';

interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/**
 * Returns all overrides of an environment, one a line: exceptions and patches with their reasons, and objects that were not
 * created by a construct of this library.
 *
 * @param files the environment's Kubernetes objects, by their path
 */
export function overrides(files: ReadonlyMap<string, string>): string[] {
  return [...files]
    .filter(([file]) => file.endsWith('.yaml'))
    .flatMap(([, text]) => objectOverrides(parse(text) as Manifest))
    .sort(byCodePoint);
}

function objectOverrides({ kind, metadata }: Manifest): string[] {
  const { annotations = {}, labels = {}, name, namespace = '-' } = metadata;
  const object = `${namespace} ${kind} ${name}`;
  const isManaged = labels['app.kubernetes.io/managed-by'] === 'adamant';
  return [
    ...(isManaged ? [] : [`${object} not created by Adamant`]),
    ...sortedEntries(annotations)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, reason]) => `${object} ${key.slice(prefix.length)}: ${reason}`),
  ];
}
