import type { Diagnostic } from '../../core/diagnostics';
import { formatPath } from '../../core/settings-location';
import type { Manifest } from '../manifests/manifest';
import type { Rendered } from '../manifests/render';

interface ServiceFields {
  readonly spec?: {
    readonly healthCheckNodePort?: number;
    readonly ports?: readonly { readonly nodePort?: number; readonly protocol?: string }[];
  };
}

interface NodePort {
  readonly port: number;
  /** Protocol of the port, of which one Service may have two. */
  readonly protocol: string;
  readonly path: readonly string[];
}

/**
 * Checks that no two Services have one port of the nodes: the API server rejects the second one. For two services in definitions,
 * `node-port-conflict` names their settings.
 */
export function checkNodePorts(objects: readonly Rendered[]): Diagnostic[] {
  const owners = new Map<number, { readonly protocols: string[]; readonly service: string }>();
  return objects
    .filter(({ manifest }) => manifest.kind === 'Service')
    .flatMap(({ construct, manifest }) => {
      const { kind, metadata } = manifest;
      const service = `${metadata.namespace}/${metadata.name}`;
      return nodePortsOf(manifest).flatMap(({ path, port, protocol }) => {
        const owner = owners.get(port);
        const isOther = owner !== undefined && (owner.service !== service || owner.protocols.includes(protocol));
        owners.set(port, owner ?? { protocols: [], service });
        owners.get(port)?.protocols.push(protocol);
        if (!isOther) return [];
        return [
          {
            id: 'service-node-port',
            path: construct,
            message: `nodePort must be of one Service; got ${port}, which ${owner.service} has`,
            source: `${kind} ${metadata.name}: ${formatPath(path)}`,
            hint: 'write another port from 30000 to 32767',
          },
        ];
      });
    });
}

function nodePortsOf({ spec: { healthCheckNodePort, ports = [] } = {} }: Manifest & ServiceFields): NodePort[] {
  const health = { path: ['spec', 'healthCheckNodePort'], port: healthCheckNodePort, protocol: 'TCP' };
  const served = ports.map(({ nodePort, protocol }, index) => ({
    path: ['spec', 'ports', String(index), 'nodePort'],
    port: nodePort,
    protocol: protocol ?? 'TCP',
  }));
  return [...served, health].flatMap(({ port, ...rest }) => (port ? [{ ...rest, port }] : []));
}
