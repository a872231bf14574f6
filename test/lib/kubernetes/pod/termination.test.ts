import fc from 'fast-check';
import { gracePeriod, preStopSeconds } from '../../../../lib/kubernetes/pod/termination';

test('grace period: is the preStop sleep, the drain timeout and a margin to exit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 1, max: 7200 }), (preStop, drainTimeout) => {
      expect(gracePeriod(preStop, `${drainTimeout}s`)).toBe(preStop + drainTimeout + 5);
      expect(gracePeriod(preStop, `${drainTimeout}m`)).toBe(preStop + drainTimeout * 60 + 5);
    }),
  );
});

test('preStop sleep: is longer for exposed pods', () => {
  expect([preStopSeconds(false), preStopSeconds(true)]).toEqual([10, 15]);
});
