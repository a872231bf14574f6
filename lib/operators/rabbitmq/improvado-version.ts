import type { IConstruct } from 'constructs';
import type { Finding } from '../../core/diagnostics';
import { objectsIn } from '../../kubernetes/manifests/objects';

/** Label of a namespace with the version of its Pod Security Standards, which is the API server's. */
const versionLabel = 'pod-security.kubernetes.io/enforce-version';

/** First minor version of Kubernetes without `policy/v1beta1`, by which the operator creates its PodDisruptionBudgets. */
const firstUnsupported = 25;

/**
 * Checks that the objects of the improvado operator are not for a cluster in which it does not work. The namespaces of the program have the
 * version of the cluster; without any, as in an example, nothing is known.
 *
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/#poddisruptionbudget-v125
 */
export function checkKubernetesVersion(construct: IConstruct, setting: string): Finding[] {
  const newest = Math.max(...namespaceVersions(construct.node.root));
  if (newest < firstUnsupported) return [];
  return [
    {
      id: 'improvado-kubernetes-version',
      setting,
      message: `${setting} must not be of the improvado operator from Kubernetes 1.25 on, which has no policy/v1beta1; got Kubernetes 1.${newest}`,
      hint: 'use RabbitmqBackend.clusterOperator()',
    },
  ];
}

/** Returns the minor versions of all namespaces. */
function namespaceVersions(root: IConstruct): number[] {
  return objectsIn(root)
    .filter(({ kind }) => kind === 'Namespace')
    .map(({ metadata }) => /^v1\.(\d+)$/.exec(String(metadata.getLabel(versionLabel)))?.[1])
    .filter((minor) => minor !== undefined)
    .map(Number);
}
