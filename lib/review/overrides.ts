import { parse } from 'yaml';
import { byCodePoint, sortedEntries } from '../core/canonical';

/** Annotations that say why an object is not as others of its kind. */
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
 * Every way around what constructs make by themselves, one a line: exceptions and patches with their reasons, and objects
 * that no construct of ours made.
 *
 * @param files the environment's Kubernetes objects, by their path
 */
export function overrides(files: ReadonlyMap<string, string>): string[] {
  return [...files]
    .filter(([file]) => file.endsWith('.yaml'))
    .flatMap(([, text]) => ofObject(parse(text) as Manifest))
    .sort(byCodePoint);
}

function ofObject({ kind, metadata }: Manifest): string[] {
  const { annotations = {}, labels = {}, name, namespace = '-' } = metadata;
  const object = `${namespace} ${kind} ${name}`;
  const ours = labels['app.kubernetes.io/managed-by'] === 'adamant';
  return [
    ...(ours ? [] : [`${object} made by no construct of this library`]),
    ...sortedEntries(annotations)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, reason]) => `${object} ${key.slice(prefix.length)}: ${reason}`),
  ];
}
