import type { k8s } from 'cdk8s-plus-27';
import { byCodePoint } from '../../core/canonical';

/** API groups of the resources that kube-state-metrics reads, by its names of the resources. */
const groups = {
  certificatesigningrequests: 'certificates.k8s.io',
  configmaps: '',
  cronjobs: 'batch',
  daemonsets: 'apps',
  deployments: 'apps',
  endpointslices: 'discovery.k8s.io',
  horizontalpodautoscalers: 'autoscaling',
  ingresses: 'networking.k8s.io',
  jobs: 'batch',
  leases: 'coordination.k8s.io',
  limitranges: '',
  mutatingwebhookconfigurations: 'admissionregistration.k8s.io',
  namespaces: '',
  networkpolicies: 'networking.k8s.io',
  nodes: '',
  persistentvolumeclaims: '',
  persistentvolumes: '',
  poddisruptionbudgets: 'policy',
  pods: '',
  replicasets: 'apps',
  resourcequotas: '',
  services: '',
  statefulsets: 'apps',
  storageclasses: 'storage.k8s.io',
  validatingwebhookconfigurations: 'admissionregistration.k8s.io',
  volumeattachments: 'storage.k8s.io',
} as const;

/** A resource of Kubernetes whose state kube-state-metrics reports. Secrets are not among them: it would need to read their values. */
export type StateResource = keyof typeof groups;

/** Resources that alerts on workloads, volumes, quotas and nodes need. */
export const defaultStateResources = [
  'cronjobs',
  'daemonsets',
  'deployments',
  'horizontalpodautoscalers',
  'jobs',
  'namespaces',
  'nodes',
  'persistentvolumeclaims',
  'persistentvolumes',
  'poddisruptionbudgets',
  'pods',
  'replicasets',
  'resourcequotas',
  'statefulsets',
] as const satisfies readonly StateResource[];

/** Returns the permissions to read these resources, and nothing else. */
export function stateRules(resources: readonly StateResource[]): k8s.PolicyRule[] {
  const used = [...new Set(resources.map((resource) => groups[resource]))].sort(byCodePoint);
  return used.map((group) => ({
    apiGroups: [group],
    resources: [...new Set(resources.filter((resource) => groups[resource] === group))].sort(byCodePoint),
    verbs: ['list', 'watch'],
  }));
}
