import type { AddonRelease } from '../../addons/props';
import type { Endpoint } from '../../core/contract';

/** Image of the Prometheus operator, as its repository names it. */
export const prometheusOperatorImage = 'quay.io/prometheus-operator/prometheus-operator';

/** Image of the container that reloads the configuration of Prometheus and Alertmanager. */
export const configReloaderImage = 'quay.io/prometheus-operator/prometheus-config-reloader';

/** Namespace of the Prometheus operator. */
export const prometheusOperatorNamespace = 'prometheus-operator';

/** Name of the Prometheus operator: that of its Deployment, and the job of its metrics. */
export const prometheusOperatorName = 'prometheus-operator';

/** Pods of the Prometheus operator, as its repository labels them. */
export const operatorPodLabels = {
  'app.kubernetes.io/component': 'controller',
  'app.kubernetes.io/name': 'prometheus-operator',
} as const;

/** Endpoint of the metrics of the Prometheus operator, for `targets` of a Prometheus. */
export const prometheusOperatorEndpoint: Endpoint = {
  name: 'prometheus-operator',
  peer: { isolated: true, namespace: prometheusOperatorNamespace, pods: operatorPodLabels },
  ports: [8080],
};

/**
 * Releases of the Prometheus operator by version, with the versions of Kubernetes that were supported at their release.
 *
 * @see https://github.com/prometheus-operator/prometheus-operator/tree/v0.93.0
 */
export const prometheusOperatorReleases = {
  '0.93.0': {
    repository: 'prometheus-operator/prometheus-operator',
    tag: 'v0.93.0',
    commit: 'f8fafd475f3d132e239432ae6172de60a6cb6516',
    sourceNamespace: 'default',
    kubernetes: { min: '1.33', max: '1.35' },
    crds: [
      'alertmanagerconfigs.monitoring.coreos.com',
      'alertmanagers.monitoring.coreos.com',
      'podmonitors.monitoring.coreos.com',
      'probes.monitoring.coreos.com',
      'prometheusagents.monitoring.coreos.com',
      'prometheuses.monitoring.coreos.com',
      'prometheusrules.monitoring.coreos.com',
      'scrapeconfigs.monitoring.coreos.com',
      'servicemonitors.monitoring.coreos.com',
      'thanosrulers.monitoring.coreos.com',
    ],
    objects: [
      'ClusterRole prometheus-operator',
      'ClusterRoleBinding prometheus-operator',
      'Service prometheus-operator',
      'ServiceAccount prometheus-operator',
    ],
    workloads: {
      'prometheus-operator': {
        kind: 'Deployment',
        podLabels: operatorPodLabels,
        containers: { 'prometheus-operator': prometheusOperatorImage },
        imageArguments: [
          { path: 'containers/0/args/1', flag: '--prometheus-config-reloader', image: configReloaderImage },
        ],
        metricsPort: 8080,
      },
    },
  },
} as const satisfies Readonly<Record<string, AddonRelease>>;
