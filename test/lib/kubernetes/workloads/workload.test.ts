import { stableName } from '../../../../lib/core/stable-name';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { objectsIn } from '../../../../lib/kubernetes/manifests/objects';
import { WebService } from '../../../../lib/kubernetes/workloads/web-service';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { namesIn, object, testChart } from '../../../support/manifests';
import { exposure, webChart, webSample } from '../../../support/workload-samples';

describe('renamed workload', () => {
  const manifests = (chart: ReturnType<typeof webChart>) => objectsIn(chart).map((object) => object.toJson());
  const config = { LOG_LEVEL: 'info' };
  const before = webChart({ config, exposure, nodeAddresses: ['10.0.0.0/8'] });

  test('objects: keep name and selector of renamedFrom', () => {
    const chart = testChart();
    const renamed = { ...webSample, config, exposure, name: 'public-api', nodeAddresses: ['10.0.0.0/8'] as const };
    new WebService(chart, 'public-api', { ...renamed, renamedFrom: 'api' });
    expect(manifests(chart)).toEqual(manifests(before));
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('endpoint: uses the name in the cluster', () => {
    const names = { name: 'public-api', renamedFrom: 'api' };
    expect(stableName(names)).toBe('api');
    const { metadata, spec } = object(webChart(names), 'Deployment');
    expect(metadata.name).toBe('api');
    expect(workloadEndpoint(stableName(names), 8080).peer).toEqual({ isolated: true, pods: spec.selector.matchLabels });
  });

  test('physicalName: renames every object', () => {
    const names = { name: 'public-api', physicalName: 'front', renamedFrom: 'api' };
    const chart = webChart(names);
    expect(new Set(namesIn(chart).map((name) => name.split('/')[1]))).toEqual(new Set(['front']));
    expect(object(chart, 'Deployment').spec.selector.matchLabels['app.kubernetes.io/name']).toBe('front');
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('name: without renamedFrom is that of a new workload', () => {
    expect(namesIn(webChart({ name: 'public-api' }))).toContain('Deployment/public-api');
  });
});
