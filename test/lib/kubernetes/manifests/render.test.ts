import { App } from 'cdk8s';
import { Namespace } from '../../../../lib/kubernetes/cluster/namespace';
import { objectFiles, render } from '../../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../../lib/kubernetes/manifests/wave';
import { migrationJob, webService } from '../../../support/workload-samples';

test('waves: are listed in the order of application, regardless of the order of charts', () => {
  const app = new App();
  webService(new WaveChart(app, { environment: 'lab', wave: 'workloads' }));
  new Namespace(new WaveChart(app, { environment: 'lab', wave: 'namespaces' }), 'namespace', {
    name: 'apps',
    podSecurityVersion: 'v1.34',
  });
  migrationJob(new WaveChart(app, { environment: 'lab', wave: 'migrations' }));
  expect(objectFiles(render(app)).get('WAVES')).toBe('10-namespaces\n30-configuration\n45-migrations\n50-workloads\n');
});
