import type { AcceptedAddresses } from '../core/contract';
import { serviceNodePorts } from '../core/service-ports';

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
  return {
    nodePorts: new Map(serviceNodePorts(files).map(({ name, nodePort }) => [name, nodePort])),
    priorities: new Map(
      [...files].filter(([path]) => path.endsWith('/main.tf.json')).flatMap(([, text]) => priorities(text)),
    ),
  };
}

function priorities(text: string): [string, number][] {
  const { resource } = JSON.parse(text) as ListenerRules;
  return Object.values(resource?.aws_lb_listener_rule ?? {}).flatMap(({ priority, tags }): [string, number][] =>
    tags?.Name === undefined ? [] : [[tags.Name, priority]],
  );
}
