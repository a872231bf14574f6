import type { Manifest } from './manifest';

/** API groups of Kubernetes itself. The core group has no name. */
const kubernetesGroups = [
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
];

/** API groups of operators whose kinds have names that Kubernetes and the other groups of this list do not have. */
const operatorGroups = [
  'apm.k8s.elastic.co',
  'beat.k8s.elastic.co',
  'cert-manager.io',
  'elasticsearch.k8s.elastic.co',
  'enterprises.upmc.com',
  'external-secrets.io',
  'kibana.k8s.elastic.co',
  'metacontroller.k8s.io',
  'monitoring.coreos.com',
  'rabbitmq.com',
];

const shortGroups = new Set([...kubernetesGroups, ...operatorGroups]);

/** True for an API group of Kubernetes itself. */
export function isKubernetesGroup(group: string): boolean {
  return kubernetesGroups.includes(group);
}

/** Returns the API group of a version: `batch` of `batch/v1`, and none of `v1`. */
export function apiGroup({ apiVersion = '' }: Pick<Manifest, 'apiVersion'>): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/**
 * Returns a kind by a name that no other kind has: `Job` of Kubernetes, and `Job-batch.volcano.sh` of another group. It depends
 * on the manifest alone, so an added object does not rename the files of others.
 */
export function uniqueKind(manifest: Manifest): string {
  const group = apiGroup(manifest);
  return shortGroups.has(group) ? manifest.kind : `${manifest.kind}-${group}`;
}
