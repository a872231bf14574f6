import { parse } from 'yaml';
import { byCodePoint } from '../core/canonical';
import type { Finding } from '../core/diagnostics';

/** A change of a custom resource that its operator refuses. */
export interface RefusedChange {
  readonly name: string;
  readonly finding: Finding;
}

interface CustomResource {
  readonly metadata: { readonly name: string; readonly namespace: string };
}

/**
 * Returns the findings about each custom resource that exists before and after a change.
 *
 * @param before the accepted manifests of an environment, by path
 */
export function refusedChanges<Resource extends CustomResource>(
  kind: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  compare: (was: Resource, is: Resource) => Finding[],
): RefusedChange[] {
  const accepted = new Map(resources<Resource>(kind, before).map((resource) => [fullName(resource), resource]));
  return resources<Resource>(kind, after)
    .sort((one, other) => byCodePoint(fullName(one), fullName(other)))
    .flatMap((resource) => {
      const was = accepted.get(fullName(resource));
      return was ? compare(was, resource).map((finding) => ({ name: resource.metadata.name, finding })) : [];
    });
}

function resources<Resource>(kind: string, files: ReadonlyMap<string, string>): Resource[] {
  const file = new RegExp(`(?:^|/)${kind}\\.[^/]*\\.yaml$`);
  return [...files].filter(([name]) => file.test(name)).map(([, text]) => parse(text) as Resource);
}

function fullName({ metadata: { name, namespace } }: CustomResource): string {
  return `${namespace}/${name}`;
}
