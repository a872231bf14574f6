import { ApiObject, Chart } from 'cdk8s';
import { buildPlatform, platformDiagnostics } from '../../apps/platform';
import { render } from '../../lib/kubernetes/manifests/render';
import { sampleEnvironment, sampleServices, webDefinition } from '../support/platform-samples';

/** The diagnostics of a platform with charts that `add` adds. */
function diagnostics(add: (workloads: ReturnType<typeof buildPlatform>['workloads']) => void) {
  const platform = buildPlatform(sampleEnvironment(), sampleServices(webDefinition()));
  add(platform.workloads);
  return platformDiagnostics({ ...platform, objects: render(platform.workloads) }).map(({ id }) => id);
}

const configMap = (chart: Chart, namespace: string) =>
  new ApiObject(chart, 'raw', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'raw', namespace } });

describe('platform', () => {
  it('diagnostics: none in a platform without mistakes', () => {
    expect(diagnostics(() => undefined)).toEqual([]);
  });

  it('object: in a chart without a wave is reported', () => {
    expect(diagnostics((workloads) => configMap(new Chart(workloads, 'mine'), 'sample'))).toEqual(['object-wave']);
  });

  it('object: in a namespace that the platform does not have is reported', () => {
    const chart = 'sample-50-workloads';
    expect(diagnostics((workloads) => configMap(workloads.node.findChild(chart) as Chart, 'nowhere'))).toEqual([
      'object-namespace',
    ]);
  });
});
