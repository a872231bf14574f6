import { ApiObject, Testing } from 'cdk8s';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { WaveChart } from '../../../../lib/kubernetes/manifests/wave';
import type { CompositeOperatorProps } from '../../../../lib/operators/metacontroller/props';
import { labelSelectorSchema } from '../../../../lib/operators/metacontroller/schema';
import { namesIn, object, objects } from '../../../support/manifests';
import { backup, compositeOperator, webhookSample } from '../../../support/operator-samples';
import { chartWith } from '../../../support/workload-samples';

function operatorChart(props: Partial<CompositeOperatorProps> = {}) {
  return chartWith((chart) => compositeOperator(chart, props));
}

function controllerSpec(props: Partial<CompositeOperatorProps> = {}) {
  return object(operatorChart(props), 'CompositeController').spec;
}

function role(name: string, props: Partial<CompositeOperatorProps> = {}) {
  return objects(operatorChart(props), 'ClusterRole').find(({ metadata }) => metadata.name === name);
}

describe('composite operator', () => {
  test('objects: definition, roles, webhook and controller', () => {
    const chart = operatorChart();
    expect(collectDiagnostics(chart)).toEqual([]);
    expect(namesIn(chart).map((name) => name.replace(/-[0-9a-f]{10}$/, '-#'))).toEqual([
      'CustomResourceDefinition/backups.shop.example.com',
      'ClusterRole/backups.shop.example.com-view',
      'ClusterRole/backups.shop.example.com-edit',
      'ClusterRole/backups-shop-example-com-metacontroller',
      'ClusterRoleBinding/backups-shop-example-com-metacontroller',
      'NetworkPolicy/backup-operator-ingress-#',
      'ServiceAccount/backup-operator',
      'NetworkPolicy/backup-operator',
      'Deployment/backup-operator',
      'PodDisruptionBudget/backup-operator',
      'HorizontalPodAutoscaler/backup-operator',
      'Service/backup-operator',
      'CompositeController/backups-shop-example-com',
    ]);
  });

  test('controller: generates selectors, and calls hooks of version 2 by the Service', () => {
    expect(controllerSpec({ finalizePath: '/finalize', resyncPeriod: '5m', timeout: '1m' })).toEqual({
      parentResource: { apiVersion: 'shop.example.com/v1', resource: 'backups' },
      childResources: [{ apiVersion: 'batch/v1', resource: 'cronjobs', updateStrategy: { method: 'InPlace' } }],
      generateSelector: true,
      hooks: {
        sync: {
          version: 'v2',
          webhook: {
            path: '/sync',
            service: { name: 'backup-operator', namespace: 'operators', port: 8080, protocol: 'http' },
            timeout: '60s',
          },
        },
        finalize: {
          version: 'v2',
          webhook: {
            path: '/finalize',
            service: { name: 'backup-operator', namespace: 'operators', port: 8080, protocol: 'http' },
            timeout: '60s',
          },
        },
      },
      resyncPeriodSeconds: 300,
    });
    expect(Object.keys(controllerSpec().hooks)).toEqual(['sync']);
  });

  test('controller: keeps its name when the webhook is renamed, and one that fits into a finalizer', () => {
    const names = (props: Partial<CompositeOperatorProps>) =>
      object(operatorChart(props), 'CompositeController').metadata.name;
    expect(names({ name: 'other' })).toBe('backups-shop-example-com');
    const long = names({ resource: { ...backup, group: `${'very-'.repeat(12)}long.example.com` } });
    expect(`compositecontroller-${long}`).toMatch(/^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/);
  });

  test('definition: has status as a subresource, with the key of Metacontroller', () => {
    const { spec } = object(operatorChart({ resource: { ...backup, maxNameLength: 40 } }), 'CustomResourceDefinition');
    expect(spec).toMatchObject({
      group: 'shop.example.com',
      names: { kind: 'Backup', listKind: 'BackupList', plural: 'backups', singular: 'backup' },
      scope: 'Namespaced',
    });
    const [version] = spec.versions;
    expect(version).toMatchObject({ name: 'v1', served: true, storage: true, subresources: { status: {} } });
    expect(version.schema.openAPIV3Schema).toEqual({
      'type': 'object',
      'required': ['spec'],
      'properties': {
        spec: backup.spec,
        status: {
          type: 'object',
          properties: { ...backup.status.properties, observedGeneration: { type: 'integer' } },
        },
      },
      'x-kubernetes-validations': [
        { rule: 'size(self.metadata.name) <= 40', message: 'metadata.name must be at most 40 characters' },
      ],
    });
  });

  test('role of Metacontroller: its own resources, and no wildcard', () => {
    const read = ['get', 'list', 'watch'];
    expect(role('backups-shop-example-com-metacontroller')?.rules).toEqual([
      { apiGroups: ['shop.example.com'], resources: ['backups'], verbs: [...read, 'update', 'patch'] },
      { apiGroups: ['shop.example.com'], resources: ['backups/status'], verbs: ['get', 'update', 'patch'] },
      { apiGroups: ['shop.example.com'], resources: ['backups/finalizers'], verbs: ['update'] },
      { apiGroups: ['batch'], resources: ['cronjobs'], verbs: [...read, 'create', 'update', 'patch', 'delete'] },
    ]);
    expect(object(operatorChart(), 'ClusterRoleBinding')).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'backups-shop-example-com-metacontroller' },
      subjects: [{ kind: 'ServiceAccount', name: 'metacontroller', namespace: 'metacontroller' }],
    });
  });

  test('rolling update: has its conditions, and permission for revisions', () => {
    const statusChecks = { conditions: [{ type: 'Ready', status: 'True' }] } as const;
    const updateStrategy = { method: 'RollingRecreate', statusChecks } as const;
    const childResources = [{ apiVersion: 'v1', resource: 'pods', updateStrategy }];
    expect(controllerSpec({ childResources }).childResources).toEqual(childResources);
    const rules = role('backups-shop-example-com-metacontroller', { childResources })?.rules;
    expect(rules.at(-1)).toMatchObject({ apiGroups: ['metacontroller.k8s.io'], resources: ['controllerrevisions'] });
  });

  test('roles of users: are parts of view, edit and admin', () => {
    const aggregatedTo = (name: string) =>
      Object.keys(role(name)?.metadata.labels).filter((label) => label.includes('aggregate-to'));
    const labels = (...roles: string[]) => roles.map((to) => `rbac.authorization.k8s.io/aggregate-to-${to}`);
    expect(aggregatedTo('backups.shop.example.com-view')).toEqual(labels('admin', 'edit', 'view'));
    expect(aggregatedTo('backups.shop.example.com-edit')).toEqual(labels('admin', 'edit'));
  });

  test('webhook: admits Metacontroller alone, and is an endpoint for it', () => {
    const metacontroller = { namespace: 'control', podLabels: { app: 'mc' }, serviceAccount: 'mc' };
    const admitted = (props: Partial<CompositeOperatorProps>) =>
      objects(operatorChart(props), 'NetworkPolicy').flatMap(({ spec }) => spec.ingress ?? []);
    const from = (namespace: string, matchLabels: object) => [
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
            podSelector: { matchLabels },
          },
        ],
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
    ];
    expect(admitted({})).toEqual(from('metacontroller', { 'app.kubernetes.io/name': 'metacontroller' }));
    expect(admitted({ metacontroller })).toEqual(from('control', { app: 'mc' }));
    chartWith((chart) => {
      const { endpoint } = compositeOperator(chart);
      expect(endpoint).toMatchObject({ name: 'backup-operator', peer: { namespace: 'operators' }, ports: [8080] });
    });
  });

  test('mistake in the webhook: is reported for the operator', () => {
    const webhook = { ...webhookSample, autoscaling: { maxReplicas: 4, minReplicas: 1 } };
    expect(collectDiagnostics(operatorChart({ webhook })).map(({ id, source }) => [id, source])).toEqual([
      ['replicas', 'CompositeOperator: webhook.autoscaling.minReplicas'],
    ]);
  });

  test('selector of each object: is accepted if it cannot be empty', () => {
    const spec = {
      ...backup.spec,
      properties: { ...backup.spec.properties, selector: labelSelectorSchema },
      required: ['selector', 'volume'],
    };
    const chart = operatorChart({ generateSelector: false, resource: { ...backup, spec } });
    expect(collectDiagnostics(chart)).toEqual([]);
    expect(object(chart, 'CompositeController').spec.generateSelector).toBe(false);
  });

  test('objects of the custom resource: are applied in a later wave', () => {
    const app = Testing.app();
    compositeOperator(new WaveChart(app, { environment: 'lab', wave: 'data' }));
    const create = (wave: 'data' | 'workloads', kind: string) =>
      new ApiObject(new WaveChart(app, { environment: `lab-${kind.toLowerCase()}`, wave }), 'object', {
        apiVersion: 'shop.example.com/v1',
        kind,
        metadata: { name: 'nightly', namespace: 'shop' },
      });
    create('workloads', 'Backup');
    create('data', 'Restore');
    expect(collectDiagnostics(app)).toEqual([]);
    const early = Testing.app();
    compositeOperator(new WaveChart(early, { environment: 'lab', wave: 'data' }));
    new ApiObject(new WaveChart(early, { environment: 'other', wave: 'data' }), 'object', {
      apiVersion: 'shop.example.com/v1',
      kind: 'Backup',
      metadata: { name: 'nightly', namespace: 'shop' },
    });
    expect(collectDiagnostics(early).map(({ id }) => id)).toEqual(['custom-resource-wave']);
  });
});
