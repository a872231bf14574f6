import { ApiObject, App, Chart } from 'cdk8s';
import { checkObjectsHaveNamespace, checkObjectsHaveWave } from '../../../../lib/kubernetes/checks/unscheduled-objects';
import { render } from '../../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../../lib/kubernetes/manifests/wave';

function object(chart: Chart, kind: string, name: string, namespace?: string): void {
  new ApiObject(chart, name, {
    apiVersion: 'v1',
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  });
}

describe('an object of a plain chart', () => {
  it('is told, and written nowhere', () => {
    const app = new App();
    object(new Chart(app, 'mine'), 'ConfigMap', 'raw', 'lab');
    expect(checkObjectsHaveWave(app)).toEqual([
      {
        hint: 'make the chart a WaveChart, with the wave that what it needs is in before',
        path: 'mine/raw',
        message: 'an object is applied with a wave, got one in a chart that has none',
        source: 'mine',
      },
    ]);
    expect(render(app)).toEqual([]);
  });

  it('is taken in a chart of a wave', () => {
    const app = new App();
    object(new WaveChart(app, { environment: 'lab', wave: 'workloads' }), 'ConfigMap', 'raw', 'lab');
    expect(checkObjectsHaveWave(app)).toEqual([]);
    expect(render(app)).toHaveLength(1);
  });
});

describe('an object’s namespace', () => {
  function problems(kind: string, namespace?: string) {
    const app = new App();
    object(new WaveChart(app, { environment: 'lab', wave: 'namespaces' }), 'Namespace', 'lab');
    object(new WaveChart(app, { environment: 'lab', wave: 'workloads' }), kind, 'raw', namespace);
    return checkObjectsHaveNamespace(render(app));
  }

  it('is one that the program makes', () => {
    expect(problems('ConfigMap', 'nowhere')).toEqual([
      {
        hint: 'correct the name, or make the namespace',
        path: 'lab-50-workloads/raw',
        message:
          "a ConfigMap stands in one of the namespaces lab, default, kube-node-lease, kube-public, kube-system, got 'nowhere'",
        source: 'ConfigMap raw → metadata.namespace',
      },
    ]);
    expect(problems('ConfigMap', 'lab')).toEqual([]);
    expect(problems('ConfigMap', 'kube-system')).toEqual([]);
  });

  it('is named, but for kinds that have none', () => {
    expect(problems('ConfigMap')).toMatchObject([{ hint: "write metadata.namespace: 'lab'" }]);
    expect(problems('PriorityClass')).toEqual([]);
    expect(problems('CSIDriver')).toEqual([]);
    expect(problems('FlowSchema')).toEqual([]);
  });
});
