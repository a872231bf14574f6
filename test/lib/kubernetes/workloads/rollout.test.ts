import fc from 'fast-check';
import { progressDeadlineSeconds } from '../../../../lib/kubernetes/workloads/rollout';
import { object } from '../../../support/manifests';
import { webChart } from '../../../support/workload-samples';

test('progress deadline: exceeds the startup timeout of a pod', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7200 }), (startup) => {
      const { spec } = object(webChart({ startupTimeout: `${startup}s` }), 'Deployment');
      const { failureThreshold, periodSeconds } = spec.template.spec.containers[0].startupProbe;
      expect(failureThreshold * periodSeconds).toBeGreaterThanOrEqual(startup);
      expect(progressDeadlineSeconds(`${startup}s`)).toBe(spec.progressDeadlineSeconds);
      expect(spec.progressDeadlineSeconds).toBeGreaterThan(spec.minReadySeconds + failureThreshold * periodSeconds);
    }),
    { numRuns: 30 },
  );
});
