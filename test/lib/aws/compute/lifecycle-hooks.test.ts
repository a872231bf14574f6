import fc from 'fast-check';
import { drainMargin, replacementTime, terminatingHeartbeat } from '../../../../lib/aws/compute/lifecycle-hooks';
import { seconds } from '../../../../lib/core/units';

/**
 * Seconds until the last pod has ended: evictions stop while a quarter of the service's pods is missing, and go on when a new pod
 * is ready.
 */
function drain({ draining, drainTimeout, replicas }: Record<'draining' | 'drainTimeout' | 'replicas', number>): number {
  const budget = Math.ceil(replicas / 4);
  let [left, now] = [draining, 0];
  while (left > budget) {
    left -= budget;
    now += seconds(replacementTime);
  }
  return now + drainTimeout;
}

describe('heartbeat of the terminating hook', () => {
  it('every number of pods on the drained nodes: ends within it', () => {
    fc.assert(
      fc.property(
        fc.integer({ max: 500, min: 1 }),
        fc.double({ max: 1, min: 0, noNaN: true }),
        fc.integer({ max: 6540, min: 0 }),
        (replicas, share, drainTimeout) => {
          const draining = Math.ceil(replicas * share);
          const available = terminatingHeartbeat(`${drainTimeout}s`) - seconds(drainMargin);
          expect(drain({ draining, drainTimeout, replicas })).toBeLessThanOrEqual(available);
        },
      ),
    );
  });

  it('seven pods of a node, and twenty of a roll: end within it', () => {
    const available = terminatingHeartbeat('305s') - seconds(drainMargin);
    expect(drain({ draining: 7, drainTimeout: 305, replicas: 8 })).toBe(3 * 120 + 305);
    expect(drain({ draining: 20, drainTimeout: 305, replicas: 60 })).toBe(120 + 305);
    expect(available).toBe(3 * 120 + 305);
  });
});
