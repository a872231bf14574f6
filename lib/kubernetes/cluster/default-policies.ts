import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { managedBy } from '../pod/labels';

export interface NamespaceDefaultsProps {
  /**
   * Namespace of the policy.
   *
   * @replaces the policies
   */
  readonly namespace: string;
}

/**
 * A NetworkPolicy that denies both directions for every pod of a namespace. Policies of workloads permit the connections
 * that they declare. Wave `configuration`.
 *
 * @example
 * new DefaultDeny(scope, 'default-deny', { namespace: 'shop' });
 */
export class DefaultDeny extends Construct {
  constructor(scope: Construct, id: string, { namespace }: NamespaceDefaultsProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: 'default-deny', namespace, labels: managedBy },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  }
}

/**
 * A NetworkPolicy that permits every pod of a namespace to query the cluster's DNS. Wave `configuration`.
 *
 * @example
 * new AllowDns(scope, 'allow-dns', { namespace: 'shop' });
 */
export class AllowDns extends Construct {
  constructor(scope: Construct, id: string, { namespace }: NamespaceDefaultsProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: 'allow-dns', namespace, labels: managedBy },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [dnsEgress()] },
    });
  }
}

function dnsEgress(): k8s.NetworkPolicyEgressRule {
  const port = k8s.IntOrString.fromNumber(53);
  return {
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
        podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      },
    ],
    // A client repeats a query over TCP if the answer does not fit into a datagram.
    ports: [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ],
  };
}
