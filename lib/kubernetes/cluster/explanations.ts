import type { Explanations } from '../../core/explanation';

export const explanations = {
  'namespace-reserved': {
    reason:
      'Kubernetes creates these namespaces for itself. Default-deny and Pod Security would stop the pods of the cluster.',
    example: "new Namespace(scope, 'namespace', { name: 'kube-system', podSecurityVersion: 'v1.34' })",
    fix: "new Namespace(scope, 'namespace', { name: 'shop', podSecurityVersion: 'v1.34' })",
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces',
  },
  'pod-security-version': {
    reason:
      'Without a pinned minor version, an upgrade of the API server changes the Pod Security Standards, and it may reject existing workloads.',
    example: "podSecurityVersion: 'latest'",
    fix: "podSecurityVersion: 'v1.34'",
    see: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces',
  },
  'priority-class-value': {
    reason: 'The API server rejects a user-defined priority above one billion. Zero is the priority without a class.',
    example: 'value: 2_000_000_000',
    fix: 'value: 1_000_000',
    see: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass',
  },
  'priority-class-name': {
    reason: 'The API server rejects a PriorityClass with a name that it reserves for its own.',
    example: "name: 'system-web'",
    fix: "name: 'shop-web'",
    see: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass',
  },
  'quota-nodes': {
    reason: 'The quota counts a pod of each DaemonSet on every node. With too few, the API server rejects pods.',
    example: 'nodes: 0',
    fix: 'nodes: 12',
    see: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  },
  'dns-address': {
    reason:
      'A DNS cache on every node answers at one address, which its NetworkPolicy rule names. A range would permit more.',
    example: "nodeLocalDns: '169.254.20.0/24'",
    fix: "nodeLocalDns: '169.254.20.10'",
    see: 'https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/',
  },
} as const satisfies Explanations;
