import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/** A ClusterRole and the ServiceAccount that has it. */
interface GrantedRole {
  readonly account: { readonly name: string; readonly namespace: string };
  readonly labels: Readonly<Record<string, string>>;
  /** Name of the role. It has no namespace, so the roles of one account in two namespaces need two names. */
  readonly name: string;
  readonly rules: k8s.PolicyRule[];
}

/** Creates a ClusterRole with the ClusterRoleBinding of its account. */
export function grantClusterRole(scope: Construct, { account, labels, name, rules }: GrantedRole): void {
  const metadata = { name, labels: { ...labels } };
  new k8s.KubeClusterRole(scope, 'ClusterRole', { metadata, rules });
  new k8s.KubeClusterRoleBinding(scope, 'ClusterRoleBinding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }],
  });
}
