import type { Diagnostic } from '../../core/diagnostics';
import { uniqueKind } from '../manifests/kinds';
import type { Rendered } from '../manifests/render';

/**
 * Objects that the API server, its controllers and kubeadm create, by kind and namespace.
 *
 * @see https://kubernetes.io/docs/reference/setup-tools/kubeadm/implementation-details/
 */
const clusterObjects: readonly (readonly [kinds: readonly string[], namespace: string, names: readonly string[]])[] = [
  [['Service', 'Endpoints', 'EndpointSlice'], 'default', ['kubernetes']],
  [['Service', 'Endpoints'], 'kube-system', ['kube-dns']],
  [['Deployment'], 'kube-system', ['coredns']],
  [['DaemonSet'], 'kube-system', ['kube-proxy']],
  [['ServiceAccount'], 'kube-system', ['coredns', 'kube-proxy']],
  [
    ['ConfigMap'],
    'kube-system',
    [
      'coredns',
      'extension-apiserver-authentication',
      'kube-apiserver-legacy-service-account-token-tracking',
      'kube-proxy',
      'kubeadm-config',
      'kubelet-config',
    ],
  ],
  [['ConfigMap'], 'kube-public', ['cluster-info']],
  [['ServiceCIDR'], '', ['kubernetes']],
  [['FlowSchema', 'PriorityLevelConfiguration'], '', ['catch-all', 'exempt']],
  [['ClusterRole', 'ClusterRoleBinding'], '', ['admin', 'cluster-admin', 'edit', 'view']],
];

/** ConfigMap with the certificate of the API server, which a controller writes in every namespace. */
const rootCertificate = 'kube-root-ca.crt';

/**
 * Checks that no object, nor one that an operator creates for it, is one of the cluster itself. An apply would take it over:
 * clients of the API server in the cluster connect to the Service `kubernetes` of namespace `default`.
 */
export function checkClusterObjects(objects: readonly Rendered[]): Diagnostic[] {
  return objects.flatMap(({ construct, creates, manifest }) => {
    const { name, namespace = '' } = manifest.metadata;
    const source = `${manifest.kind} ${name}: metadata.name`;
    return [{ kind: uniqueKind(manifest), name }, ...creates]
      .filter((object) => isOfCluster(object.kind, namespace, object.name))
      .map((object) => ({
        id: 'cluster-object',
        path: construct,
        message: `name of a ${object.kind} must not be that of an object of the cluster itself; got '${object.name}'${namespace === '' ? '' : ` in namespace ${namespace}`}`,
        source,
        hint: 'choose another name, or create it in a namespace of its own',
      }));
  });
}

function isOfCluster(kind: string, namespace: string, name: string): boolean {
  if (kind === 'ConfigMap' && name === rootCertificate) return true;
  return clusterObjects.some(
    ([kinds, inNamespace, names]) => kinds.includes(kind) && inNamespace === namespace && names.includes(name),
  );
}
