import { dedupe } from '../../lib/core/diagnostics';
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

  it('cluster.nodeLocalDns: every pod may query the address, from the creation of the namespace on', () => {
    const { cluster } = sampleEnvironment();
    const withCache = (nodeLocalDns: string) =>
      buildPlatform(
        sampleEnvironment(undefined, { cluster: { ...cluster, nodeLocalDns } }),
        sampleServices(webDefinition()),
      );
    const platform = withCache('169.254.20.10');
    const objects = render(platform.workloads);
    const [allowDns] = objects.filter(({ manifest }) => manifest.metadata.name === 'allow-dns');
    expect(allowDns?.wave).toBe('namespaces');
    expect(JSON.stringify(allowDns?.manifest)).toContain('"cidr":"169.254.20.10/32"');
    expect(platformDiagnostics({ ...platform, objects })).toEqual([]);
    const mistaken = withCache('169.254.20.0/24');
    const found = platformDiagnostics({ ...mistaken, objects: render(mistaken.workloads) });
    expect(dedupe(found).map(({ id }) => id)).toEqual(['dns-address']);
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
