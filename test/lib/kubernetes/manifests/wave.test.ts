import { Testing } from 'cdk8s';
import { WaveChart, waveFolder, waves, type Wave } from '../../../../lib/kubernetes/manifests/wave';

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
    ]);
    expect([...folders].sort()).toEqual(folders);
  });

  test('WaveChart: has environment and folder in its path', () => {
    const chart = new WaveChart(Testing.app(), { environment: 'lab', wave: 'data' });
    expect([chart.node.path, chart.wave]).toEqual(['lab-40-data', 'data']);
  });
});
