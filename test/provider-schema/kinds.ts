import type { Json } from '../support/terraform';

/** A field by path, for all or some objects of the kind. */
export type Field = string | { readonly path: string; readonly appliesTo: (object: Json) => boolean };

/** Effects of changed fields of one kind. A dotted path includes all fields below it. */
export interface KindFacts {
  readonly kind: string;
  /** Fields that the API server or an operator's webhook rejects changes of. */
  readonly immutable: readonly Field[];
  /** Fields whose change creates new pods. */
  readonly pods: readonly Field[];
  /** Source of the facts. */
  readonly source: string;
}

/** Sources are in kubernetes/kubernetes 1.34: `pkg/apis` for validation, `pkg/registry` for strategies. */
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
  // Running Jobs are not changed.
  {
    immutable: [],
    kind: 'CronJob',
    pods: ['spec.jobTemplate'],
    source: 'apis/batch/validation, ValidateCronJobUpdate',
  },
  {
    immutable: ['binaryData', 'data', 'immutable'].map((path) => ({
      appliesTo: ({ immutable }) => immutable === true,
      path,
    })),
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
  {
    immutable: ['spec.group', 'spec.names.kind', 'spec.names.plural', 'spec.scope'],
    kind: 'CustomResourceDefinition',
    pods: [],
    source: 'apiextensions-apiserver, ValidateCustomResourceDefinitionUpdate of an established definition',
  },
  {
    immutable: ['type'],
    kind: 'Secret',
    pods: [],
    source: 'apis/core/validation, ValidateSecretUpdate',
  },
  {
    immutable: [],
    kind: 'APIService',
    pods: [],
    source: 'kube-aggregator pkg/apis/apiregistration/validation, ValidateAPIServiceUpdate',
  },
  ...['ClusterRoleBinding', 'RoleBinding'].map((kind) => ({
    immutable: ['roleRef'],
    kind,
    pods: [],
    source: `apis/rbac/validation, Validate${kind}Update`,
  })),
  ...[
    'ClusterRole',
    'HorizontalPodAutoscaler',
    'Kustomization',
    'LimitRange',
    'Namespace',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'Role',
    'ServiceAccount',
  ].map((kind) => ({
    immutable: [],
    kind,
    pods: [],
    source: `the validation of an updated ${kind} compares no field that the library sets`,
  })),
];

/** Fields of Alertmanager and Prometheus that the operator writes to the pod template, or that it creates the StatefulSet again for. */
const serverPods = [
  'spec.affinity',
  'spec.image',
  'spec.nodeSelector',
  'spec.priorityClassName',
  'spec.resources',
  'spec.securityContext',
  'spec.storage',
  'spec.tolerations',
  'spec.version',
];

const operators: readonly KindFacts[] = [
  ...['CompositeController', 'DecoratorController'].map((kind) => ({
    immutable: [],
    kind,
    pods: [],
    source: 'metacontroller/metacontroller: its CRDs have no transition rule, and a changed controller is started anew',
  })),
  {
    immutable: [],
    kind: 'Alertmanager',
    pods: serverPods,
    source:
      'prometheus-operator/prometheus-operator: pkg/alertmanager/statefulset.go, and its operator.go on an invalid update',
  },
  {
    immutable: [],
    kind: 'Prometheus',
    pods: [...serverPods, 'spec.retention', 'spec.retentionSize', 'spec.serviceAccountName'],
    source:
      'prometheus-operator/prometheus-operator: pkg/prometheus/server/statefulset.go, and its operator.go on an invalid update',
  },
  ...['PodMonitor', 'PrometheusRule', 'ScrapeConfig', 'ServiceMonitor'].map((kind) => ({
    immutable: [],
    kind,
    pods: [],
    source:
      'prometheus-operator/prometheus-operator: its CRD has no transition rule, and the servers reload their configuration',
  })),
  {
    immutable: [],
    kind: 'AlertmanagerConfig',
    pods: [],
    source:
      'prometheus-operator/prometheus-operator: its CRD has no transition rule, and the servers reload their configuration',
  },
  {
    immutable: [],
    kind: 'PrometheusRule',
    pods: [],
    source:
      'prometheus-operator/prometheus-operator: pkg/operator/rules.go writes a ConfigMap, which the servers reload',
  },
  {
    // The operator expands existing claims and cannot change their class, which is in volumeClaimTemplates.
    immutable: ['spec.persistence.storageClassName'],
    kind: 'RabbitmqCluster',
    pods: [
      'spec.affinity',
      'spec.image',
      'spec.override',
      'spec.rabbitmq',
      'spec.resources',
      'spec.terminationGracePeriodSeconds',
      'spec.tls',
      'spec.tolerations',
    ],
    source: 'rabbitmq/cluster-operator: its CRD on additionalConfig, and restartStatefulSetIfNeeded',
  },
  {
    // A node set with another zone, class or name is another one.
    immutable: ['spec.nodeSets.volumeClaimTemplates.spec.storageClassName'],
    kind: 'Elasticsearch',
    pods: [
      'spec.image',
      'spec.nodeSets.config',
      'spec.nodeSets.podTemplate',
      'spec.nodeSets.zoneAwareness',
      'spec.secureSettings',
      'spec.serviceAccountName',
      'spec.version',
    ],
    source:
      'elastic/cloud-on-k8s: pkg/controller/elasticsearch/validation, validPVCModification; nodespec.BuildPodTemplateSpec',
  },
  {
    // The operator updates replicas and images of its StatefulSets, and no claims.
    immutable: [],
    kind: 'ElasticsearchCluster',
    pods: ['spec.elastic-search-image', 'spec.resources'],
    source: 'upmc-enterprises/elasticsearch-operator: pkg/processor, refreshClusters',
  },
  {
    immutable: [],
    kind: 'Kibana',
    pods: ['spec.image', 'spec.podTemplate', 'spec.version'],
    source: 'elastic/cloud-on-k8s: pkg/controller/kibana, NewPodTemplateSpec',
  },
  {
    immutable: [],
    kind: 'ExternalSecret',
    pods: [],
    source: 'external-secrets/external-secrets: its CRD has no transition rule',
  },
  {
    immutable: [],
    kind: 'SecretStore',
    pods: [],
    source: 'external-secrets/external-secrets: its CRD has no transition rule',
  },
  {
    immutable: ['spec.name', 'spec.rabbitmqClusterReference', 'spec.vhost'],
    kind: 'Policy',
    pods: [],
    source: 'rabbitmq/messaging-topology-operator: PolicyValidator.ValidateUpdate',
  },
  {
    // Settings of rabbitmq.conf are missing: a node reads them at its next start, and the operator does not restart it.
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
      // The credentials of the exporter.
      { appliesTo: ({ spec }) => spec.prometheus_exporter_port > 0, path: 'spec.secret_service_account' },
      'spec.tolerations',
    ],
    source: 'tekliner/rabbitmq-operator: newStatefulSet; an update sets replicas and template, and no claims',
  },
];

/** Every kind that `lib/kubernetes` and `lib/operators` create, and some others. */
export const kinds: ReadonlyMap<string, KindFacts> = new Map(
  [...kubernetes, ...operators].map((facts) => [facts.kind, facts]),
);
