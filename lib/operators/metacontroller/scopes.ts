import { apiGroup } from '../../kubernetes/manifests/kinds';
import type { ResourceRule } from './props';

/**
 * Resources without a namespace, by group: `kubectl api-resources --namespaced=false`. Their versions differ between clusters.
 * Resources of other groups are unknown here.
 */
const clusterScoped: Readonly<Record<string, readonly string[]>> = {
  '': ['componentstatuses', 'namespaces', 'nodes', 'persistentvolumes'],
  'admissionregistration.k8s.io': [
    'mutatingwebhookconfigurations',
    'validatingadmissionpolicies',
    'validatingadmissionpolicybindings',
    'validatingwebhookconfigurations',
  ],
  'apiextensions.k8s.io': ['customresourcedefinitions'],
  'apiregistration.k8s.io': ['apiservices'],
  'certificates.k8s.io': ['certificatesigningrequests'],
  'cert-manager.io': ['clusterissuers'],
  'external-secrets.io': ['clusterexternalsecrets', 'clustersecretstores'],
  'flowcontrol.apiserver.k8s.io': ['flowschemas', 'prioritylevelconfigurations'],
  'metacontroller.k8s.io': ['compositecontrollers', 'decoratorcontrollers'],
  'networking.k8s.io': ['ingressclasses', 'ipaddresses', 'servicecidrs'],
  'node.k8s.io': ['runtimeclasses'],
  'rbac.authorization.k8s.io': ['clusterrolebindings', 'clusterroles'],
  'resource.k8s.io': ['deviceclasses', 'resourceslices'],
  'scheduling.k8s.io': ['priorityclasses'],
  'storage.k8s.io': ['csidrivers', 'csinodes', 'storageclasses', 'volumeattachments', 'volumeattributesclasses'],
};

/** Groups of Kubernetes whose other resources are namespaced. */
const namespacedGroups = [
  '',
  'apps',
  'autoscaling',
  'batch',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
];

/** Returns the scope of a resource, or undefined for a resource that this table does not contain. */
export function knownScope(rule: ResourceRule): 'Cluster' | 'Namespaced' | undefined {
  const group = apiGroup(rule);
  if (clusterScoped[group]?.includes(rule.resource)) return 'Cluster';
  return namespacedGroups.includes(group) ? 'Namespaced' : undefined;
}
