import fc from 'fast-check';
import { maxUnavailable } from '../../../../lib/kubernetes/pod/disruption-budget';

test('maxUnavailable: is one or more, and at most a quarter of four or more pods', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), (minReplicas) => {
      const allowed = maxUnavailable(minReplicas);
      expect(Number.isInteger(allowed) && allowed >= 1).toBe(true);
      expect(minReplicas < 4 ? allowed === 1 : allowed <= minReplicas / 4).toBe(true);
      expect(maxUnavailable(minReplicas + 1)).toBeGreaterThanOrEqual(allowed);
    }),
  );
});
