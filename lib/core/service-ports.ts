import { load } from 'js-yaml';

interface ServiceManifest {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly ports?: readonly { readonly port: number; readonly nodePort?: number }[] };
}

/** A node port of a Service, and the port of the Service that it belongs to. */
export interface ServiceNodePort {
  readonly name: string;
  readonly nodePort: number;
  readonly port: number;
}

/**
 * Returns the node ports of the Services among rendered manifests. An empty file, which an interrupted write leaves, has none.
 *
 * @param files manifests and other files, by path
 */
export function serviceNodePorts(files: ReadonlyMap<string, string>): ServiceNodePort[] {
  return [...files]
    .filter(([path, text]) => /\/Service\.[^/]+\.yaml$/.test(path) && text.trim() !== '')
    .flatMap(([, text]) => {
      const { metadata, spec } = load(text) as ServiceManifest;
      return (spec.ports ?? []).flatMap(({ nodePort, port }) =>
        nodePort === undefined ? [] : [{ name: metadata.name, nodePort, port }],
      );
    });
}
