import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { CopiedSecret } from '../../../../lib/kubernetes/cluster/copied-secret';
import { object, testChart } from '../../../support/manifests';

describe('copied secret', () => {
  const chart = testChart();
  new CopiedSecret(chart, 'copy', {
    keys: ['ca.crt'],
    name: 'ca',
    namespace: 'agents',
    source: { name: 'certificates', namespace: 'logging' },
  });

  test('permission: the one Secret, in its namespace, for an account of the other namespace', () => {
    expect(object(chart, 'Role')).toMatchObject({
      metadata: { name: 'agents-copy-ca', namespace: 'logging' },
      rules: [{ apiGroups: [''], resourceNames: ['certificates'], resources: ['secrets'], verbs: ['get'] }],
    });
    expect(object(chart, 'RoleBinding').subjects).toEqual([
      { kind: 'ServiceAccount', name: 'copy-ca', namespace: 'agents' },
    ]);
  });

  test('store: reads the namespace of the source as this account', () => {
    const { spec } = object(chart, 'ExternalSecret');
    expect(spec.secretStoreRef).toEqual({ kind: 'SecretStore', name: 'copy-ca' });
    expect(spec.data).toEqual([{ remoteRef: { key: 'certificates', property: 'ca.crt' }, secretKey: 'ca.crt' }]);
    expect(object(chart, 'SecretStore').spec.provider.kubernetes).toMatchObject({
      auth: { serviceAccount: { name: 'copy-ca' } },
      remoteNamespace: 'logging',
    });
    expect(collectDiagnostics(chart)).toEqual([]);
  });
});
