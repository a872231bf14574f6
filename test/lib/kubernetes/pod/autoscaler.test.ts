import fc from 'fast-check';
import { gracePeriod, progressDeadline } from '../../../../lib/kubernetes/pod/probes';
import { maxUnavailable } from '../../../../lib/kubernetes/pod/disruption-budget';
import { object } from '../../../support/manifests';
import { webChart } from '../../../support/workload-samples';

describe('arithmetic', () => {
  test('an eviction is always possible, and never takes more than a quarter of four or more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (min) => {
        const allowed = maxUnavailable(min);
        expect(Number.isInteger(allowed) && allowed >= 1).toBe(true);
        expect(min < 4 ? allowed === 1 : allowed <= min / 4).toBe(true);
        expect(maxUnavailable(min + 1)).toBeGreaterThanOrEqual(allowed);
      }),
    );
  });

  test('a pod has time for its pause, its requests and its exit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 1, max: 7200 }), (preStop, drainTimeout) => {
        expect(gracePeriod(preStop, `${drainTimeout}s`)).toBe(preStop + drainTimeout + 5);
        expect(gracePeriod(preStop, `${drainTimeout}m`)).toBe(preStop + drainTimeout * 60 + 5);
      }),
    );
  });

  test('no rollout is given up while a pod is within its budget', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7200 }), (startup) => {
        const chart = webChart({ startupTimeout: `${startup}s` });
        const { spec } = object(chart, 'Deployment');
        const { failureThreshold, periodSeconds } = spec.template.spec.containers[0].startupProbe;
        expect(failureThreshold * periodSeconds).toBeGreaterThanOrEqual(startup);
        expect(progressDeadline(`${startup}s`)).toBe(spec.progressDeadlineSeconds);
        expect(spec.progressDeadlineSeconds).toBeGreaterThan(spec.minReadySeconds + failureThreshold * periodSeconds);
      }),
      { numRuns: 30 },
    );
  });
});
