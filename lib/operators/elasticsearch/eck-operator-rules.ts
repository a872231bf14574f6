import type { k8s } from 'cdk8s-plus-27';

const read = ['get', 'list', 'watch'];
const write = [...read, 'create', 'patch', 'update'];
const all = [...write, 'delete'];

/** Kinds of the operator by API group. It watches all of them, also those that nobody creates. */
const kinds: Readonly<Record<string, string>> = {
  'agent.k8s.elastic.co': 'agents',
  'apm.k8s.elastic.co': 'apmservers',
  'autoops.k8s.elastic.co': 'autoopsagentpolicies',
  'autoscaling.k8s.elastic.co': 'elasticsearchautoscalers',
  'beat.k8s.elastic.co': 'beats',
  'elasticsearch.k8s.elastic.co': 'elasticsearches',
  'enterprisesearch.k8s.elastic.co': 'enterprisesearches',
  'kibana.k8s.elastic.co': 'kibanas',
  'logstash.k8s.elastic.co': 'logstashes',
  'maps.k8s.elastic.co': 'elasticmapsservers',
  'packageregistry.k8s.elastic.co': 'packageregistries',
  'stackconfigpolicy.k8s.elastic.co': 'stackconfigpolicies',
};

/**
 * Permissions of the operator in each namespace that it manages, and in its own.
 *
 * @see https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/required-rbac-permissions
 */
export const operatorRules: k8s.PolicyRule[] = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
  {
    apiGroups: ['coordination.k8s.io'],
    resources: ['leases'],
    resourceNames: ['elastic-operator-leader'],
    verbs: ['get', 'update', 'watch'],
  },
  { apiGroups: [''], resources: ['endpoints'], verbs: read },
  {
    apiGroups: [''],
    resources: ['configmaps', 'events', 'persistentvolumeclaims', 'pods', 'secrets', 'services'],
    verbs: all,
  },
  { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: all },
  { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'statefulsets'], verbs: all },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: all },
  ...Object.entries(kinds).map(([apiGroup, kind]) => ({
    apiGroups: [apiGroup],
    resources: [kind, `${kind}/finalizers`, `${kind}/status`],
    verbs: write,
  })),
];

/** Permissions of the operator on objects without a namespace: zones of nodes, and whether volumes can grow. */
export const operatorClusterRules: k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['namespaces', 'nodes'], verbs: read },
  { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: read },
];
