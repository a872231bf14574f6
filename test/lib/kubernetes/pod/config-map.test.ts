import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { ImmutableConfigMap } from '../../../../lib/kubernetes/pod/config-map';
import { object, objects } from '../../../support/manifests';
import { chartWith, webChart } from '../../../support/workload-samples';

describe('ConfigMaps of a workload', () => {
  test('config: rolls the pods when it changes, and only then (Z20)', () => {
    const configMapName = (config: Record<string, string>) => {
      const chart = webChart({ config });
      const map = object(chart, 'ConfigMap');
      const [container] = object(chart, 'Deployment').spec.template.spec.containers;
      expect(container.envFrom).toEqual([{ configMapRef: { name: map.metadata.name } }]);
      expect(map).toMatchObject({ immutable: true, data: config });
      return map.metadata.name;
    };
    expect(configMapName({ A: '1', B: '2' })).toBe(configMapName({ B: '2', A: '1' }));
    expect(configMapName({ A: '1', B: '2' })).not.toBe(configMapName({ A: '1', B: '3' }));
    expect(objects(webChart(), 'ConfigMap')).toEqual([]);
  });

  test('files: are mounted from an immutable ConfigMap that rolls the pods (Z20)', () => {
    const configMapName = (content: string) => {
      const chart = webChart({ config: { LOG_LEVEL: 'info' }, files: { '/etc/app/settings.yaml': content } });
      const map = objects(chart, 'ConfigMap').find(({ metadata }) => metadata.name.startsWith('api-files-'));
      expect(map).toMatchObject({ data: { 'etc.app.settings.yaml': content }, immutable: true });
      const { spec } = object(chart, 'Deployment').spec.template;
      expect(spec.volumes).toContainEqual({ configMap: { name: map.metadata.name }, name: 'config--files' });
      expect(spec.containers[0].volumeMounts).toContainEqual({
        mountPath: '/etc/app/settings.yaml',
        name: 'config--files',
        readOnly: true,
        subPath: 'etc.app.settings.yaml',
      });
      return map.metadata.name;
    };
    expect(configMapName('level: 1\n')).not.toBe(configMapName('level: 2\n'));
    expect(collectDiagnostics(webChart({ files: { '/etc/app/settings.yaml': 'level: 1\n' } }))).toEqual([]);
  });

  test('files: bytes are binary data, and roll the pods', () => {
    const keystore = (...bytes: readonly number[]) => {
      const files = { '/etc/app/key.p12': Buffer.from(bytes), '/etc/app/settings.yaml': 'a: 1' };
      const { binaryData, data, metadata } = object(webChart({ files }), 'ConfigMap');
      expect(data).toEqual({ 'etc.app.settings.yaml': 'a: 1' });
      expect(Buffer.from(binaryData['etc.app.key.p12'], 'base64')).toEqual(Buffer.from(bytes));
      return metadata.name;
    };
    expect(keystore(0xfe, 0x00)).not.toBe(keystore(0xfe, 0x01));
  });

  test('config: variables may have the names of members of objects', () => {
    const config = { constructor: 'a', hasOwnProperty: 'b', toString: 'c' };
    expect({ ...object(webChart({ config }), 'ConfigMap').data }).toEqual(config);
  });

  test('prune: selects a ConfigMap that is created without labels', () => {
    const chart = chartWith((scope) => {
      new ImmutableConfigMap(scope, 'rules', { data: { A: '1' }, namespace: 'apps', workload: 'rules' });
    });
    expect(object(chart, 'ConfigMap').metadata.labels).toEqual({
      'adamant.dev/prune': 'unreferenced',
      'app.kubernetes.io/managed-by': 'adamant',
    });
  });

  test('prune label: is on ConfigMaps, and on no pod: two that change apart share no mark', () => {
    const label = 'adamant.dev/prune';
    const chart = webChart({ config: { LOG_LEVEL: 'info' }, files: { '/etc/a': '1' } });
    const { spec } = object(chart, 'Deployment');
    expect(objects(chart, 'ConfigMap').map(({ metadata }) => metadata.labels[label])).toEqual([
      'unreferenced',
      'unreferenced',
    ]);
    expect(spec.template.metadata.labels).toEqual(object(webChart(), 'Deployment').spec.template.metadata.labels);
  });
});
