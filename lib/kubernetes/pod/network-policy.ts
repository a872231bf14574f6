import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { byCodePoint } from '../../core/canonical';
import type { Cidr } from '../../core/cidr';
import type { Endpoint, PodLabels } from '../../core/contract';

/** A TCP port, or a range of them. */
export type TcpPort = number | { readonly first: number; readonly last: number };

export interface WorkloadPolicy {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The labels of the pods that it is for. */
  readonly pods: PodLabels;
  readonly ingress: readonly k8s.NetworkPolicyIngressRule[];
  readonly egress: readonly k8s.NetworkPolicyEgressRule[];
}

/**
 * What a workload's pods may hear and say. Both directions are always named: a direction without rules is closed, also
 * in a namespace that has no default. DNS is open to all pods of a namespace by `AllowDns`, and so is in no other policy.
 */
export function workloadPolicy(scope: Construct, id: string, policy: WorkloadPolicy): k8s.KubeNetworkPolicy {
  const { name, namespace, labels, pods, ingress, egress } = policy;
  return new k8s.KubeNetworkPolicy(scope, id, {
    metadata: { name, namespace, labels },
    spec: {
      podSelector: { matchLabels: pods },
      policyTypes: ['Ingress', 'Egress'],
      // The API server drops an empty list, so that an apply which sends one changes the object every time.
      ...(ingress.length > 0 && { ingress: [...ingress] }),
      ...(egress.length > 0 && { egress: [...egress] }),
    },
  });
}

/** Lets the callers reach these ports: one rule, or none without callers (a rule without `from` would admit everyone). */
export function ingressFrom(
  callers: readonly k8s.NetworkPolicyPeer[],
  ports: readonly TcpPort[],
): k8s.NetworkPolicyIngressRule[] {
  return callers.length === 0 || ports.length === 0 ? [] : [{ from: [...callers], ports: tcp(ports) }];
}

/** Lets pods reach each endpoint on its own ports, in the order of their names. */
export function egressTo(endpoints: readonly Endpoint[]): k8s.NetworkPolicyEgressRule[] {
  return inOrder(endpoints)
    .filter(({ ports }) => ports.length > 0)
    .map((endpoint) => ({ to: endpointPeers(endpoint), ports: tcp(endpoint.ports) }));
}

/** Everyone behind these endpoints, in the order of their names. */
export function peers(endpoints: readonly Endpoint[]): k8s.NetworkPolicyPeer[] {
  return inOrder(endpoints).flatMap(endpointPeers);
}

/** Everyone in these ranges, but for those within them. */
export function addresses(ranges: readonly Cidr[], except: readonly Cidr[] = []): k8s.NetworkPolicyPeer[] {
  const left = [...except].sort(byCodePoint);
  return [...ranges].sort(byCodePoint).map((cidr) => ({ ipBlock: { cidr, ...(left.length > 0 && { except: left }) } }));
}

/** Ports of a rule. */
export function tcp(ports: readonly TcpPort[]): k8s.NetworkPolicyPort[] {
  return ports.map((port) =>
    typeof port === 'number'
      ? { protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) }
      : { protocol: 'TCP', port: k8s.IntOrString.fromNumber(port.first), endPort: port.last },
  );
}

function endpointPeers({ at }: Endpoint): k8s.NetworkPolicyPeer[] {
  return 'pods' in at ? [{ podSelector: { matchLabels: at.pods } }] : addresses(at.addresses, at.except);
}

function inOrder(endpoints: readonly Endpoint[]): Endpoint[] {
  return [...endpoints].sort((a, b) => byCodePoint(a.name, b.name));
}
