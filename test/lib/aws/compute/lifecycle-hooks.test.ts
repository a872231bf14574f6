import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {
  drainMargin,
  globalTimeout,
  heartbeatInterval,
  maxHeartbeat,
  replacementTime,
  terminatingHeartbeat,
} from '../../../../lib/aws/compute/lifecycle-hooks';
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

/** Seconds until the last member of a cluster has left its node, if all nodes are drained together and one member may be missing. */
function leave({ drainTimeout, members }: Record<'drainTimeout' | 'members', number>): number {
  let now = 0;
  for (let member = 1; member <= members; member += 1) {
    now += drainTimeout;
    // The next eviction is refused until this member is ready on another node.
    if (member < members) now += seconds(replacementTime);
  }
  return now;
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

describe('heartbeats of a node', () => {
  const longest = seconds(maxHeartbeat) - terminatingHeartbeat('0s');

  it('every drain timeout: two are sent within the heartbeat timeout, so one may fail', () => {
    fc.assert(
      fc.property(fc.integer({ max: longest, min: 0 }), (drainTimeout) => {
        expect(2 * seconds(heartbeatInterval)).toBeLessThan(terminatingHeartbeat(`${drainTimeout}s`));
      }),
    );
  });

  it('three members with 15 minutes each: leave after the heartbeat timeout of their nodes, and need heartbeats', () => {
    const last = leave({ drainTimeout: 900, members: 3 }) + seconds(drainMargin);
    expect(last).toBeGreaterThan(terminatingHeartbeat('900s'));
    expect(last).toBeLessThanOrEqual(3 * 900 + 660);
    expect(globalTimeout('900s')).toBe(100 * 1560);
  });

  it('every cluster: its members leave one by one within the global timeout', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 3, 5, 7), fc.integer({ max: longest, min: 0 }), (members, drainTimeout) => {
        const last = leave({ drainTimeout, members }) + seconds(drainMargin);
        expect(last).toBeLessThanOrEqual(globalTimeout(`${drainTimeout}s`));
      }),
    );
  });

  it('global timeout: is at most 48 hours', () => {
    expect(globalTimeout('0s')).toBe(100 * 660);
    expect(globalTimeout('1h')).toBe(48 * 3600);
  });

  it('requirements of a machine image: name the interval', () => {
    const guide = readFileSync(path.resolve(__dirname, '../../../../docs/operations.md'), 'utf8');
    expect(guide).toContain(`sends a heartbeat every ${Number.parseInt(heartbeatInterval)} minutes`);
  });
});
