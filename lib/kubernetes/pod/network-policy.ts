import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { byCodePoint } from '../../core/canonical';
import type { Cidr } from '../../core/cidr';
import type { Endpoint, PodLabels } from '../../core/contract';

/** A TCP port, or a range of them. */
export type TcpPort = number | { readonly first: number; readonly last: number };

/** Names, labels and rules of a NetworkPolicy. */
interface NetworkPolicyRules {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that select the pods. */
  readonly pods: PodLabels;
  readonly ingress: readonly k8s.NetworkPolicyIngressRule[];
  readonly egress: readonly k8s.NetworkPolicyEgressRule[];
}

/**
 * Creates the NetworkPolicy of a workload's pods. It always names both directions: a direction without rules is denied, even
 * in a namespace without `DefaultDeny`. `AllowDns` permits DNS for all pods of a namespace, so no other policy contains it.
 */
export function networkPolicy(scope: Construct, id: string, policy: NetworkPolicyRules): k8s.KubeNetworkPolicy {
  const { name, namespace, labels, pods, ingress, egress } = policy;
  return new k8s.KubeNetworkPolicy(scope, id, {
    metadata: { name, namespace, labels },
    spec: {
      podSelector: { matchLabels: pods },
      policyTypes: ['Ingress', 'Egress'],
      // The API server drops empty lists; an apply that sends one would report a change every time.
      ...(ingress.length > 0 && { ingress: [...ingress] }),
      ...(egress.length > 0 && { egress: [...egress] }),
    },
  });
}

/** Returns the rule that admits peers to these ports, or none without peers: a rule without `from` admits everyone. */
export function ingressFrom(
  peers: readonly k8s.NetworkPolicyPeer[],
  ports: readonly TcpPort[],
): k8s.NetworkPolicyIngressRule[] {
  return peers.length === 0 || ports.length === 0 ? [] : [{ from: [...peers], ports: tcpPorts(ports) }];
}

/** Returns a rule for each endpoint and its ports, in the order of their names. */
export function egressTo(endpoints: readonly Endpoint[]): k8s.NetworkPolicyEgressRule[] {
  return sortedEndpoints(endpoints)
    .filter(({ ports }) => ports.length > 0)
    .map((endpoint) => ({ to: endpointPeers(endpoint), ports: tcpPorts(endpoint.ports) }));
}

/** Returns the peers of these endpoints, in the order of their names. */
export function podPeers(endpoints: readonly Endpoint[]): k8s.NetworkPolicyPeer[] {
  return sortedEndpoints(endpoints).flatMap(endpointPeers);
}

/** Returns the peers of address ranges without the excepted ranges within them. */
export function addressPeers(ranges: readonly Cidr[], except: readonly Cidr[] = []): k8s.NetworkPolicyPeer[] {
  const excluded = [...except].sort(byCodePoint);
  return [...ranges]
    .sort(byCodePoint)
    .map((cidr) => ({ ipBlock: { cidr, ...(excluded.length > 0 && { except: excluded }) } }));
}

/** Returns the ports of a rule. */
export function tcpPorts(ports: readonly TcpPort[]): k8s.NetworkPolicyPort[] {
  return ports.map((port) =>
    typeof port === 'number'
      ? { protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) }
      : { protocol: 'TCP', port: k8s.IntOrString.fromNumber(port.first), endPort: port.last },
  );
}

function endpointPeers({ peer }: Endpoint): k8s.NetworkPolicyPeer[] {
  return 'pods' in peer ? [{ podSelector: { matchLabels: peer.pods } }] : addressPeers(peer.addresses, peer.except);
}

function sortedEndpoints(endpoints: readonly Endpoint[]): Endpoint[] {
  return [...endpoints].sort((a, b) => byCodePoint(a.name, b.name));
}
