import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { ExternalSecret } from '../../../../lib/kubernetes/cluster/external-secret';
import { object, testChart } from '../../../support/manifests';

describe('external secret', () => {
  const chart = testChart();
  new ExternalSecret(chart, 'secret', {
    keys: ['url', 'cookie'],
    name: 'api',
    namespace: 'apps',
    path: 'lab/api',
    store: 'aws',
  });

  test('ExternalSecret: contains names and no values', () => {
    expect(object(chart, 'ExternalSecret')).toMatchObject({
      apiVersion: 'external-secrets.io/v1',
      metadata: { name: 'api', namespace: 'apps' },
      spec: {
        data: [
          { remoteRef: { key: 'lab/api', property: 'cookie' }, secretKey: 'cookie' },
          { remoteRef: { key: 'lab/api', property: 'url' }, secretKey: 'url' },
        ],
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'aws' },
        target: { creationPolicy: 'Owner', deletionPolicy: 'Retain', name: 'api' },
      },
    });
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('texts: are further keys, in which braces are no reference of a template', () => {
    const withTexts = testChart();
    new ExternalSecret(withTexts, 'secret', {
      keys: ['password'],
      name: 'agent',
      namespace: 'apps',
      path: 'lab/agent',
      store: 'aws',
      texts: { 'roles.yml': 'agent: {}', 'pattern': '{{ .x }}' },
    });
    expect(object(withTexts, 'ExternalSecret').spec.target.template).toEqual({
      data: { 'pattern': '{{ "{{" }} .x }}', 'roles.yml': 'agent: {}' },
      mergePolicy: 'Merge',
    });
  });
});
