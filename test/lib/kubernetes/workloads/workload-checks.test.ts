import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { webChart } from '../../../support/workload-samples';

test('checks: report all mistakes of a workload together', () => {
  const chart = webChart({ autoscaling: { maxReplicas: 1, minReplicas: 1 }, livenessPath: '/ready', port: 80 });
  expect(collectDiagnostics(chart).map(({ id, source }) => [id, source])).toEqual([
    ['autoscaler-room', 'WebService: autoscaling.maxReplicas'],
    ['replicas', 'WebService: autoscaling.minReplicas'],
    ['container-port', 'WebService: port'],
    ['probe-paths', 'WebService: livenessPath'],
  ]);
});
