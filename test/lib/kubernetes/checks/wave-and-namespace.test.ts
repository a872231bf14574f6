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
  expect(checkObjectsHaveNamespace(app, render(app))).toEqual([]);
});
