import type { AddonRelease } from '../../addons/props';
import type { Endpoint } from '../../core/contract';

/** Image of the cluster operator, as its repository names it. */
export const clusterOperatorImage = 'ghcr.io/rabbitmq/cluster-operator';

/** Namespace of the operators. Certificates of their repositories contain its name. */
export const rabbitmqOperatorNamespace = 'rabbitmq-system';

/** Pods of the cluster operator, as its repository labels them. */
export const clusterOperatorPodLabels = { 'app.kubernetes.io/name': 'rabbitmq-cluster-operator' } as const;

/** Port of the metrics of the cluster operator, whose name is `metrics`. */
const metricsPort = 8080;

/** Endpoint of the metrics of the cluster operator, for `targets` of a Prometheus. */
export const clusterOperatorEndpoint: Endpoint = {
  name: 'rabbitmq-cluster-operator',
  peer: { isolated: true, namespace: rabbitmqOperatorNamespace, pods: clusterOperatorPodLabels },
  ports: [metricsPort],
};

/**
 * Releases of the cluster operator by version, with the versions of Kubernetes that were supported at their release.
 *
 * @see https://github.com/rabbitmq/cluster-operator/tree/v2.20.0/config/installation
 */
export const clusterOperatorReleases = {
  '2.20.0': {
    repository: 'rabbitmq/cluster-operator',
    folder: 'config/installation',
    tag: 'v2.20.0',
    commit: '9dc3711b617fc77b3bbcc9e198590e33d008cbf3',
    kubernetes: { min: '1.33', max: '1.35' },
    crds: ['rabbitmqclusters.rabbitmq.com'],
    objects: [
      'ClusterRole rabbitmq-cluster-operator-role',
      'ClusterRole rabbitmq-cluster-service-binding-role',
      'ClusterRoleBinding rabbitmq-cluster-operator-rolebinding',
      'Role rabbitmq-cluster-leader-election-role',
      'RoleBinding rabbitmq-cluster-leader-election-rolebinding',
      'Service rabbitmq-cluster-operator-metrics-service',
      'ServiceAccount rabbitmq-cluster-operator',
    ],
    workloads: {
      'rabbitmq-cluster-operator': {
        kind: 'Deployment',
        podLabels: clusterOperatorPodLabels,
        containers: { operator: clusterOperatorImage },
        metricsPort,
      },
    },
  },
} as const satisfies Readonly<Record<string, AddonRelease>>;
