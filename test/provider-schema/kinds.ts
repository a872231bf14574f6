import type { Json } from '../support/terraform';

/** Fields by their path, for all objects of the kind or for some. */
export type Field = string | { readonly path: string; readonly of: (object: Json) => boolean };

/** What a change of an object's fields does, for one kind. Paths are dotted, and take in all that is below them. */
export interface KindFacts {
  readonly kind: string;
  /** Fields that the API server, or the operator of the kind, lets nobody change. */
  readonly immutable: readonly Field[];
  /** Fields from which pods are made: a change makes new ones. */
  readonly pods: readonly Field[];
  /** Where it is said. */
  readonly source: string;
}

/** In kubernetes/kubernetes, below `pkg/apis` for validation and `pkg/registry` for strategies, of Kubernetes 1.34. */
const kubernetes: readonly KindFacts[] = [
  {
    immutable: ['spec.selector'],
    kind: 'Deployment',
    pods: ['spec.template'],
    source: 'registry/apps/deployment/strategy.go, ValidateUpdate',
  },
  {
    immutable: ['spec.selector'],
    kind: 'DaemonSet',
    pods: ['spec.template'],
    source: 'registry/apps/daemonset/strategy.go, ValidateUpdate',
  },
  {
    immutable: ['spec.podManagementPolicy', 'spec.selector', 'spec.serviceName', 'spec.volumeClaimTemplates'],
    kind: 'StatefulSet',
    pods: ['spec.template'],
    source: 'apis/apps/validation, ValidateStatefulSetUpdate',
  },
  {
    immutable: [
      'spec.backoffLimitPerIndex',
      'spec.completionMode',
      'spec.completions',
      'spec.managedBy',
      'spec.podFailurePolicy',
      'spec.selector',
      'spec.successPolicy',
      'spec.template',
    ],
    kind: 'Job',
    pods: [],
    source: 'apis/batch/validation, ValidateJobSpecUpdate',
  },
  // Runs that have begun go on as they are.
  {
    immutable: [],
    kind: 'CronJob',
    pods: ['spec.jobTemplate'],
    source: 'apis/batch/validation, ValidateCronJobUpdate',
  },
  {
    immutable: ['binaryData', 'data', 'immutable'].map((path) => ({ of: ({ immutable }) => immutable === true, path })),
    kind: 'ConfigMap',
    pods: [],
    source: 'apis/core/validation, ValidateConfigMapUpdate',
  },
  {
    immutable: ['spec.clusterIP', 'spec.clusterIPs'],
    kind: 'Service',
    pods: [],
    source: 'apis/core/validation, ValidateServiceUpdate',
  },
  {
    immutable: ['preemptionPolicy', 'value'],
    kind: 'PriorityClass',
    pods: [],
    source: 'apis/scheduling/validation, ValidatePriorityClassUpdate',
  },
  {
    immutable: ['spec.scopeSelector', 'spec.scopes'],
    kind: 'ResourceQuota',
    pods: [],
    source: 'apis/core/validation, ValidateResourceQuotaUpdate',
  },
  ...[
    'HorizontalPodAutoscaler',
    'LimitRange',
    'Namespace',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'ServiceAccount',
  ].map((kind) => ({
    immutable: [],
    kind,
    pods: [],
    source: `the validation of an updated ${kind} compares no field of ours`,
  })),
];

const operators: readonly KindFacts[] = [
  {
    // Claims that stand are made larger, and never from another class: they come from a StatefulSet's volumeClaimTemplates.
    immutable: ['spec.persistence.storageClassName'],
    kind: 'RabbitmqCluster',
    pods: [
      'spec.affinity',
      'spec.image',
      'spec.override',
      'spec.rabbitmq',
      'spec.resources',
      'spec.terminationGracePeriodSeconds',
      'spec.tolerations',
    ],
    source: 'rabbitmq/cluster-operator: its CRD on additionalConfig, and restartStatefulSetIfNeeded',
  },
  {
    immutable: [],
    kind: 'ExternalSecret',
    pods: [],
    source: 'external-secrets/external-secrets: its CRD has no rule that compares with what was',
  },
  {
    immutable: ['spec.name', 'spec.rabbitmqClusterReference', 'spec.vhost'],
    kind: 'Policy',
    pods: [],
    source: 'rabbitmq/messaging-topology-operator: PolicyValidator.ValidateUpdate',
  },
  {
    // What is in rabbitmq.conf is not among them: a member reads it at its next start, and nobody starts it again.
    immutable: [],
    kind: 'Rabbitmq',
    pods: [
      'spec.affinity',
      'spec.env',
      'spec.image',
      'spec.k8s_service_discovery',
      'spec.k8s_serviceaccount',
      'spec.nodeSelector',
      'spec.pod_limits',
      'spec.pod_requests',
      'spec.prometheus_exporter_port',
      'spec.prometheus_image',
      // The exporter signs in with it.
      { of: ({ spec }) => spec.prometheus_exporter_port > 0, path: 'spec.secret_service_account' },
      'spec.tolerations',
    ],
    source: 'tekliner/rabbitmq-operator: newStatefulSet; an update sets replicas and template, and no claims',
  },
];

/** Every kind that `lib/kubernetes` and `lib/operators` make, and some that they may. */
export const kinds: ReadonlyMap<string, KindFacts> = new Map(
  [...kubernetes, ...operators].map((facts) => [facts.kind, facts]),
);
