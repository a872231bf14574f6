import { load } from 'js-yaml';
import type { AcceptedAddresses } from '../core/contract';

interface ServiceManifest {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly ports?: readonly { readonly nodePort?: number }[] };
}

interface ListenerRules {
  readonly resource?: {
    readonly aws_lb_listener_rule?: Readonly<
      Record<string, { readonly priority: number; readonly tags?: { readonly Name?: string } }>
    >;
  };
}

/**
 * Node ports of Services and priorities of listener rules, as they were last accepted.
 *
 * @param files accepted manifests and stacks of all environments, by path
 */
export function acceptedAddresses(files: ReadonlyMap<string, string>): AcceptedAddresses {
  const paths = [...files];
  return {
    nodePorts: new Map(
      paths.filter(([path]) => /\/Service\.[^/]+\.yaml$/.test(path)).flatMap(([, text]) => nodePorts(text)),
    ),
    priorities: new Map(
      paths.filter(([path]) => path.endsWith('/main.tf.json')).flatMap(([, text]) => priorities(text)),
    ),
  };
}

function nodePorts(text: string): [string, number][] {
  const { metadata, spec } = load(text) as ServiceManifest;
  return (spec.ports ?? []).flatMap(({ nodePort }) => (nodePort === undefined ? [] : [[metadata.name, nodePort]]));
}

function priorities(text: string): [string, number][] {
  const { resource } = JSON.parse(text) as ListenerRules;
  return Object.values(resource?.aws_lb_listener_rule ?? {}).flatMap(({ priority, tags }): [string, number][] =>
    tags?.Name === undefined ? [] : [[tags.Name, priority]],
  );
}
