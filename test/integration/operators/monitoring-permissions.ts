import { operatorAccount } from './monitoring-harness';

const read = ['get', 'list', 'watch'];
const write = [...read, 'create', 'update', 'patch', 'delete'];

/** Permissions that the Prometheus operator uses. A missing one is in its log. */
const rules = [
  // Kinds of the operator, with their status and finalizers.
  { apiGroups: ['monitoring.coreos.com'], resources: ['*'], verbs: [...read, 'update', 'patch'] },
  { apiGroups: ['apps'], resources: ['statefulsets'], verbs: write },
  { apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: write },
  { apiGroups: [''], resources: ['services'], verbs: ['get', 'create', 'update', 'delete'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['list', 'delete'] },
  { apiGroups: [''], resources: ['namespaces'], verbs: read },
  { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: ['get'] },
];

/** ClusterRole of the operator and its binding. */
export const operatorPermissions = {
  apiVersion: 'v1',
  items: [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: operatorAccount.name },
      rules,
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: operatorAccount.name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: operatorAccount.name },
      subjects: [{ kind: 'ServiceAccount', ...operatorAccount }],
    },
  ],
  kind: 'List',
};
