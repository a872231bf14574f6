import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { managedBy } from '../pod/labels';

export interface DefaultDenyProps {
  /**
   * Namespace of the policy.
   *
   * @replaces the policy
   */
  readonly namespace: string;
}

/**
 * A NetworkPolicy that denies both directions for every pod of a namespace. Policies of workloads permit the connections
 * that they declare. `Namespace` contains one, so this is for a namespace that another program creates.
 *
 * @example
 * new DefaultDeny(scope, 'default-deny', { namespace: 'shop' });
 */
export class DefaultDeny extends Construct {
  constructor(scope: Construct, id: string, { namespace }: DefaultDenyProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: 'default-deny', namespace, labels: managedBy },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  }
}
