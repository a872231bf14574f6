import { objectsIn } from '../../../../lib/kubernetes/manifests/render';
import { WebService } from '../../../../lib/kubernetes/workloads/web-service';
import { objectName, workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { namesIn, object, rulesIn, testChart } from '../../../support/manifests';
import { exposure, webChart, web } from '../../../support/workload-samples';

describe('a rename', () => {
  const all = (chart: ReturnType<typeof webChart>) => objectsIn(chart).map((found) => found.toJson());
  const config = { LOG_LEVEL: 'info' };
  const before = webChart({ config, exposure, nodeAddresses: ['10.0.0.0/8'] });

  test('in code changes nothing in the cluster', () => {
    const chart = testChart();
    const renamed = { ...web, config, exposure, name: 'public-api', nodeAddresses: ['10.0.0.0/8'] as const };
    new WebService(chart, 'public-api', { ...renamed, renamedFrom: 'api' });
    expect(all(chart)).toEqual(all(before));
    expect(rulesIn(chart)).toEqual([]);
  });

  test('is found by callers under the name that it has in the cluster', () => {
    const names = { name: 'public-api', renamedFrom: 'api' };
    expect(objectName(names)).toBe('api');
    expect(new WebService(testChart(), 'x', { ...web, ...names }).endpoint).toEqual(workloadEndpoint('api', 8080));
  });

  test('reaches the cluster when a physical name is set on purpose', () => {
    const names = { name: 'public-api', physicalName: 'front', renamedFrom: 'api' };
    const chart = webChart(names);
    expect(new Set(namesIn(chart).map((name) => name.split('/')[1]))).toEqual(new Set(['front']));
    expect(object(chart, 'Deployment').spec.selector.matchLabels['app.kubernetes.io/name']).toBe('front');
    expect(rulesIn(chart)).toEqual([]);
  });

  test('without either is a new workload beside the old one', () => {
    expect(namesIn(webChart({ name: 'public-api' }))).toContain('Deployment/public-api');
  });
});
