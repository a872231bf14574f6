import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { byCodePoint } from '../../core/canonical';
import type { Cidr } from '../../core/cidr';
import type { Endpoint, EndpointPort, PodLabels } from '../../core/contract';

/** A TCP port, or a port with its protocol, or a range of ports. */
export type PolicyPort = number | EndpointPort;

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
  ports: readonly PolicyPort[],
): k8s.NetworkPolicyIngressRule[] {
  return peers.length === 0 || ports.length === 0 ? [] : [{ from: [...peers], ports: policyPorts(ports) }];
}

/** Returns the rule that permits connections to these ports of peers, or none without peers: a rule without `to` permits all. */
export function egressRule(
  peers: readonly k8s.NetworkPolicyPeer[],
  ports: readonly PolicyPort[],
): k8s.NetworkPolicyEgressRule[] {
  return peers.length === 0 || ports.length === 0 ? [] : [{ to: [...peers], ports: policyPorts(ports) }];
}

/**
 * Returns a rule for each endpoint and its ports, in the order of their names.
 *
 * @param namespace namespace of the policy
 */
export function egressTo(endpoints: readonly Endpoint[], namespace: string): k8s.NetworkPolicyEgressRule[] {
  return sortedEndpoints(endpoints).flatMap((endpoint) =>
    egressRule(endpointPeers(endpoint, namespace), endpoint.ports),
  );
}

/**
 * Returns the peers of these endpoints, in the order of their names.
 *
 * @param namespace namespace of the policy, which a peer in it does not name
 */
export function podPeers(endpoints: readonly Endpoint[], namespace?: string): k8s.NetworkPolicyPeer[] {
  return sortedEndpoints(endpoints).flatMap((endpoint) => endpointPeers(endpoint, namespace));
}

/** Returns the peers of address ranges without the excepted ranges within them. */
export function addressPeers(ranges: readonly Cidr[], except: readonly Cidr[] = []): k8s.NetworkPolicyPeer[] {
  const excluded = [...except].sort(byCodePoint);
  return [...ranges]
    .sort(byCodePoint)
    .map((cidr) => ({ ipBlock: { cidr, ...(excluded.length > 0 && { except: excluded }) } }));
}

/** Returns the ports of a rule. */
export function policyPorts(ports: readonly PolicyPort[]): k8s.NetworkPolicyPort[] {
  return ports.map(endpointPort).map(({ endPort, port, protocol = 'TCP' }) => ({
    protocol,
    port: k8s.IntOrString.fromNumber(port),
    ...(endPort !== undefined && { endPort }),
  }));
}

/** Returns a port with its fields. A number is a TCP port. */
export function endpointPort(port: PolicyPort): EndpointPort {
  return typeof port === 'number' ? { port } : port;
}

/** Returns the part of a peer that selects a namespace, by the label that the API server sets on it. */
export function inNamespace(name: string): { readonly namespaceSelector: k8s.LabelSelector } {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } };
}

function endpointPeers({ peer }: Endpoint, own: string | undefined): k8s.NetworkPolicyPeer[] {
  if ('addresses' in peer) return addressPeers(peer.addresses, peer.except);
  const { namespace, pods } = peer;
  return [
    {
      ...(namespace !== undefined && namespace !== own && inNamespace(namespace)),
      podSelector: { matchLabels: pods },
    },
  ];
}

function sortedEndpoints(endpoints: readonly Endpoint[]): Endpoint[] {
  return [...endpoints].sort((a, b) => byCodePoint(a.name, b.name));
}
