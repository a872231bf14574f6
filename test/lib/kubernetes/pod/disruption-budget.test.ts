import fc from 'fast-check';
import { sharedPods } from '../../../../lib/kubernetes/pod/disruption-budget';

test('share of pods: is one or more, a quarter rounded up, and grows with the pods', () => {
  expect([1, 2, 4, 5, 24, 60].map(sharedPods)).toEqual([1, 1, 1, 2, 6, 15]);
  fc.assert(
    fc.property(fc.integer({ max: 10_000, min: 1 }), (pods) => {
      expect(sharedPods(pods)).toBeGreaterThanOrEqual(Math.max(1, pods / 4));
      expect(sharedPods(pods)).toBeLessThan(pods / 4 + 1);
      expect(sharedPods(pods + 1)).toBeGreaterThanOrEqual(sharedPods(pods));
    }),
  );
});
