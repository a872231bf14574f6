import type { Diagnostic } from '../../core/diagnostics';
import { formatPath } from '../../core/settings-location';
import { containersOf, isSidecar, type PodFields, podsIn } from '../manifests/pods';
import type { Rendered } from '../manifests/render';
import { type Placed, runsOnNodesOf, sharesNodes } from './node-sets';

/** A port of the node that a pod takes. */
interface HostPort {
  readonly ip: string;
  readonly port: number;
  readonly protocol: string;
  readonly path: readonly string[];
}

/** Pods that take ports of their nodes. */
interface HostPods {
  readonly construct: string;
  readonly name: string;
  readonly isDaemonSet: boolean;
  readonly pod: PodFields & Placed;
  readonly ports: readonly HostPort[];
}

/** Address of a port on all addresses of the node. */
const anyAddress = '0.0.0.0';

function isAnyAddress(ip: string): boolean {
  return ip === '' || ip === anyAddress;
}

/** Ports on which each node's own programs listen, on all its addresses. */
const nodePorts: Readonly<Record<number, string>> = { 22: 'sshd', 10250: 'kubelet', 10256: 'kube-proxy' };

/**
 * Checks that a port of the node belongs to one pod. The scheduler does not put a second pod onto a node whose port, protocol
 * and address are taken, so one of two DaemonSets would run on no node. A pod on the host network takes all its ports.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/scheduler/framework/plugins/nodeports/node_ports.go
 */
export function checkHostPorts(objects: readonly Rendered[]): Diagnostic[] {
  const all = objects.flatMap(hostPods);
  return all.flatMap((pods, index) => [
    ...pods.ports.flatMap((port) => {
      const program = port.protocol === 'TCP' ? nodePorts[port.port] : undefined;
      return program === undefined ? [] : [taken(pods, port, `${program} of the node`)];
    }),
    ...all
      .slice(0, index)
      .filter((earlier) => meet(earlier, pods))
      .flatMap((earlier) =>
        pods.ports
          .filter((port) => earlier.ports.some((other) => conflicts(port, other)))
          .map((port) => taken(pods, port, earlier.name)),
      ),
  ]);
}

function taken({ construct, name }: HostPods, { path, port, protocol }: HostPort, owner: string): Diagnostic {
  return {
    id: 'host-port',
    path: construct,
    message: `port of the node must be of one pod; got ${protocol} ${port}, which ${owner} takes on the same nodes`,
    source: `${name}: ${formatPath(path)}`,
    hint: 'listen on another port, or run the pods on other nodes',
  };
}

/** True if pods of both run on one node: two DaemonSets, or other pods that can run only where a DaemonSet has its pods. */
function meet(one: HostPods, other: HostPods): boolean {
  if (one.isDaemonSet && other.isDaemonSet) return sharesNodes(one.pod, other.pod);
  if (one.isDaemonSet) return runsOnNodesOf(other.pod, one.pod);
  return other.isDaemonSet && runsOnNodesOf(one.pod, other.pod);
}

function conflicts(one: HostPort, other: HostPort): boolean {
  const isSameAddress = isAnyAddress(one.ip) || isAnyAddress(other.ip) || one.ip === other.ip;
  return one.port === other.port && one.protocol === other.protocol && isSameAddress;
}

function hostPods({ construct, manifest }: Rendered): HostPods[] {
  return podsIn(manifest)
    .map(({ path, pod }) => ({
      construct,
      isDaemonSet: manifest.kind === 'DaemonSet',
      name: `${manifest.kind} ${manifest.metadata.name}`,
      pod,
      ports: hostPortsOf(pod).map((port) => ({ ...port, path: [...path, ...port.path] })),
    }))
    .filter(({ ports }) => ports.length > 0);
}

/** Returns the ports of the node that a pod takes while it runs. */
function hostPortsOf(pod: PodFields): HostPort[] {
  return containersOf(pod)
    .filter(({ container, path }) => path[0] === 'containers' || isSidecar(container))
    .flatMap(({ container: { ports = [] }, path }) =>
      ports.flatMap(({ containerPort, hostIP, hostPort, protocol }, index) => {
        // On the host network, the API server makes each port of the container one of the node.
        const isNodePort = hostPort !== undefined && hostPort !== 0;
        const setting = isNodePort ? 'hostPort' : 'containerPort';
        const port = isNodePort ? hostPort : pod.hostNetwork === true ? containerPort : undefined;
        if (!port) return [];
        const at = [...path, 'ports', String(index), setting];
        return [{ ip: hostIP ?? anyAddress, path: at, port, protocol: protocol ?? 'TCP' }];
      }),
    );
}
