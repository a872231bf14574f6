import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import type { DecoratorOperatorProps } from '../../../../lib/operators/metacontroller/props';
import { namesIn, object } from '../../../support/manifests';
import { decoratorOperator } from '../../../support/operator-samples';
import { chartWith } from '../../../support/workload-samples';

function operatorChart(props: Partial<DecoratorOperatorProps> = {}) {
  return chartWith((chart) => decoratorOperator(chart, props));
}

describe('decorator operator', () => {
  test('objects: role, webhook and controller, without a definition', () => {
    const chart = operatorChart();
    expect(collectDiagnostics(chart)).toEqual([]);
    expect(namesIn(chart)).not.toContain(expect.stringContaining('CustomResourceDefinition'));
    expect(namesIn(chart)).toContain('Deployment/label-operator');
    expect(object(chart, 'DecoratorController')).toMatchObject({
      metadata: { name: 'label-operator' },
      spec: {
        resources: [
          {
            apiVersion: 'apps/v1',
            resource: 'deployments',
            labelSelector: { matchLabels: { 'shop.example.com/label': 'yes' } },
          },
        ],
        attachments: [{ apiVersion: 'v1', resource: 'configmaps', updateStrategy: { method: 'InPlace' } }],
        hooks: { sync: { version: 'v2', webhook: { path: '/sync', service: { name: 'label-operator' } } } },
      },
    });
  });

  test('role of Metacontroller: changes the objects, and creates the attachments', () => {
    const { rules } = object(operatorChart(), 'ClusterRole');
    expect(rules).toContainEqual({
      apiGroups: ['apps'],
      resources: ['deployments'],
      verbs: ['get', 'list', 'watch', 'update', 'patch'],
    });
    expect(rules).toContainEqual({
      apiGroups: [''],
      resources: ['configmaps'],
      verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
    });
  });

  test('selector: an annotation is enough', () => {
    const annotationSelector = { matchExpressions: [{ key: 'shop.example.com/host', operator: 'Exists' }] } as const;
    const resources = [{ apiVersion: 'v1', resource: 'services', annotationSelector }];
    expect(collectDiagnostics(operatorChart({ resources }))).toEqual([]);
  });

  test('attachments of the cluster: belong to objects of the cluster', () => {
    const attachments = [
      { apiVersion: 'rbac.authorization.k8s.io/v1', resource: 'clusterroles', updateStrategy: { method: 'InPlace' } },
    ] as const;
    const labelSelector = { matchLabels: { team: 'shop' } };
    const resources = [{ apiVersion: 'v1', resource: 'namespaces', labelSelector }];
    expect(collectDiagnostics(operatorChart({ attachments, resources }))).toEqual([]);
  });
});
