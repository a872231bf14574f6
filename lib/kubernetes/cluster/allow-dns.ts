import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { managedBy } from '../pod/labels';

export interface AllowDnsProps {
  /**
   * Namespace of the policy.
   *
   * @replaces the policy
   */
  readonly namespace: string;
}

/**
 * A NetworkPolicy that permits every pod of a namespace to query the cluster's DNS. Wave `configuration`.
 *
 * @example
 * new AllowDns(scope, 'allow-dns', { namespace: 'shop' });
 */
export class AllowDns extends Construct {
  constructor(scope: Construct, id: string, { namespace }: AllowDnsProps) {
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
