import type { Explanations } from '../../core/explanation';

export const explanations = {
  'operator-update-strategy': {
    reason:
      "Metacontroller's default, OnDelete, never changes a child that exists: objects keep their old children after an upgrade of the operator or a change of their spec, without an error. A DecoratorController accepts a rolling method, and ignores its order.",
    example: "childResources: [{ apiVersion: 'apps/v1', resource: 'deployments' }]",
    fix: "childResources: [{ apiVersion: 'apps/v1', resource: 'deployments', updateStrategy: { method: 'InPlace' } }]",
    see: 'https://github.com/metacontroller/metacontroller/issues/664',
  },
  'operator-status-checks': {
    reason:
      'A rolling update goes on to the next child when the status checks of the updated ones pass. Without a check, a bad change reaches all children one after the other.',
    example: "updateStrategy: { method: 'RollingRecreate' }",
    fix: "updateStrategy: { method: 'RollingRecreate', statusChecks: { conditions: [{ type: 'Ready', status: 'True' }] } }",
    see: 'https://metacontroller.github.io/metacontroller/api/compositecontroller.html#child-update-status-checks',
  },
  'operator-selector': {
    reason:
      'An empty selector selects everything. A parent adopts all objects of a child kind in its namespace, and deletes those that its hook does not return; a decorator changes the objects of the system.',
    example: 'generateSelector: false',
    fix: 'generateSelector: true',
    see: 'https://github.com/GoogleCloudPlatform/metacontroller/issues/25',
  },
  'operator-scope': {
    reason:
      'An object with a namespace can own objects of its namespace only. Kubernetes does not find it as the owner of an object of the cluster: Metacontroller never observes that child, and nothing deletes it.',
    example: "scope: 'Namespaced', childResources: [{ apiVersion: 'v1', resource: 'namespaces', … }]",
    fix: "scope: 'Cluster'",
    see: 'https://metacontroller.github.io/metacontroller/guide/best-practices.html#objects-relationship',
  },
  'operator-resource': {
    reason:
      'Metacontroller finds a resource by its plural name, and starts no controller until it has found all of them. Of two rules for one resource, one is ignored.',
    example: "childResources: [{ apiVersion: 'batch', resource: 'Job', … }]",
    fix: "childResources: [{ apiVersion: 'batch/v1', resource: 'jobs', … }]",
    see: 'https://metacontroller.github.io/metacontroller/api/compositecontroller.html#child-resources',
  },
  'operator-hook-path': {
    reason:
      'The path is appended to the address of the Service. A probe answers any request, and Metacontroller would take its answer as a list without children: it deletes them.',
    example: "syncPath: '/ready', webhook: { readinessPath: '/ready', … }",
    fix: "syncPath: '/sync'",
    see: 'https://metacontroller.github.io/metacontroller/api/hook.html#webhook',
  },
  'custom-resource-name': {
    reason:
      'The API server rejects a definition with other names. Groups of Kubernetes are protected, and no name of an existing definition can be changed.',
    example: "group: 'transfer', version: '1', kind: 'importJob', plural: 'ImportJobs'",
    fix: "group: 'transfer.example.com', version: 'v1', kind: 'ImportJob', plural: 'importjobs'",
    see: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/',
  },
  'custom-resource-schema': {
    reason:
      'The API server rejects a definition whose schema contradicts itself or has a rule that does not compile, and objects that lack a required key which no user can write. No object fits limits that exclude each other, and a column of a field that the schema does not have is empty.',
    example: "properties: { retries: { type: 'integer', maximum: 10, default: 20 } }",
    fix: "properties: { retries: { type: 'integer', maximum: 10, default: 2 } }",
    see: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema',
  },
  'custom-resource-wave': {
    reason:
      'The API server rejects an object of a kind that it does not know. Objects of one wave are applied together, in no order.',
    example: 'operator and ImportJob in a chart of the wave workloads',
    fix: 'operator in a chart of the wave configuration, ImportJob in a chart of the wave workloads',
    see: 'https://github.com/prometheus-operator/prometheus-operator/issues/798',
  },
} as const satisfies Explanations;
