import { ApiObject, App, Chart } from 'cdk8s';
import { checkObjectsHaveNamespace } from '../../../../lib/kubernetes/checks/wave-and-namespace';
import { render } from '../../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../../lib/kubernetes/manifests/wave';

function rawObject(chart: Chart, kind: string): void {
  new ApiObject(chart, 'raw', { apiVersion: 'v1', kind, metadata: { name: 'raw' } });
}

test('object: is not rendered in a chart without a wave', () => {
  const app = new App();
  rawObject(new Chart(app, 'mine'), 'ConfigMap');
  expect(render(app)).toEqual([]);
});

test.each(['PriorityClass', 'CSIDriver', 'FlowSchema'])('namespace: is not required of a %s', (kind) => {
  const app = new App();
  rawObject(new WaveChart(app, { environment: 'lab', wave: 'workloads' }), kind);
  expect(checkObjectsHaveNamespace(render(app))).toEqual([]);
});

test.each([
  ['Cluster', []],
  ['Namespaced', ['object-namespace']],
])('namespace: follows from the scope of a custom resource: %s', (scope, expected) => {
  const app = new App();
  const chart = new WaveChart(app, { environment: 'lab', wave: 'configuration' });
  const spec = { group: 'shop.example.com', names: { kind: 'Tenant', plural: 'tenants' }, scope };
  new ApiObject(chart, 'definition', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'tenants.shop.example.com' },
    spec,
  });
  rawObject(chart, 'Tenant');
  expect(checkObjectsHaveNamespace(render(app)).map(({ id }) => id)).toEqual(expected);
});
