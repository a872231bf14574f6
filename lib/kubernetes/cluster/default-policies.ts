import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { managedBy } from '../pod/labels';

export interface NamespaceDefaultsProps {
  /** The namespace that they are for. @replaces the policies */
  readonly namespace: string;
}

/** Closes both directions for every pod of a namespace: what is open is said by the workload that needs it. Wave `configuration`. */
export class DefaultDeny extends Construct {
  constructor(scope: Construct, id: string, { namespace }: NamespaceDefaultsProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: 'default-deny', namespace, labels: managedBy },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  }
}

/** Lets every pod of a namespace ask the cluster's DNS, without which it finds nothing. Wave `configuration`. */
export class AllowDns extends Construct {
  constructor(scope: Construct, id: string, { namespace }: NamespaceDefaultsProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: 'allow-dns', namespace, labels: managedBy },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [toDns()] },
    });
  }
}

export function toDns(): k8s.NetworkPolicyEgressRule {
  const port = k8s.IntOrString.fromNumber(53);
  return {
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
        podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      },
    ],
    // TCP too: an answer that does not fit in a datagram is asked for again over TCP.
    ports: [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ],
  };
}
