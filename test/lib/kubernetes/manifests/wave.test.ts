import { Testing } from 'cdk8s';
import { objectWave, WaveChart, waveFolder, waves, type Wave } from '../../../../lib/kubernetes/manifests/wave';

describe('waves', () => {
  test('folders: sort in the order of application', () => {
    const folders = (Object.keys(waves) as Wave[]).map(waveFolder);
    expect(folders).toEqual([
      '10-namespaces',
      '20-operators',
      '30-configuration',
      '40-data',
      '45-migrations',
      '50-workloads',
      '60-limits',
    ]);
    expect([...folders].sort()).toEqual(folders);
  });

  test('NetworkPolicy: is applied before the pods that it permits to connect', () => {
    expect((Object.keys(waves) as Wave[]).map((wave) => objectWave('NetworkPolicy', wave))).toEqual([
      'namespaces',
      'operators',
      ...Array<Wave>(5).fill('configuration'),
    ]);
  });

  test('ResourceQuota: is applied after all workloads', () => {
    expect(objectWave('ResourceQuota', 'configuration')).toBe('limits');
    expect(objectWave('LimitRange', 'configuration')).toBe('configuration');
  });

  test('WaveChart: has environment and folder in its path', () => {
    const chart = new WaveChart(Testing.app(), { environment: 'lab', wave: 'data' });
    expect([chart.node.path, chart.wave]).toEqual(['lab-40-data', 'data']);
  });
});
