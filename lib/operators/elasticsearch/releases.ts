import type { AddonRelease } from '../../addons/props';

/**
 * Releases of ECK by version, with the versions of Kubernetes that were supported at their release. Its repository has definitions
 * alone in a form that kustomize reads: `EckOperator` creates the other objects.
 *
 * @see https://github.com/elastic/cloud-on-k8s/tree/v3.5.0/config/crds/v1/patches
 */
export const eckReleases = {
  '3.5.0': {
    repository: 'elastic/cloud-on-k8s',
    folder: 'config/crds/v1/patches',
    tag: 'v3.5.0',
    commit: '386c7b14f2d1bbb7f2af1e7da997e64875f16e47',
    kubernetes: { min: '1.32', max: '1.36' },
    crds: [
      'agents.agent.k8s.elastic.co',
      'apmservers.apm.k8s.elastic.co',
      'autoopsagentpolicies.autoops.k8s.elastic.co',
      'beats.beat.k8s.elastic.co',
      'elasticmapsservers.maps.k8s.elastic.co',
      'elasticsearchautoscalers.autoscaling.k8s.elastic.co',
      'elasticsearches.elasticsearch.k8s.elastic.co',
      'enterprisesearches.enterprisesearch.k8s.elastic.co',
      'kibanas.kibana.k8s.elastic.co',
      'logstashes.logstash.k8s.elastic.co',
      'packageregistries.packageregistry.k8s.elastic.co',
      'stackconfigpolicies.stackconfigpolicy.k8s.elastic.co',
    ],
    objects: [],
    workloads: {},
  },
} as const satisfies Readonly<Record<string, AddonRelease>>;
