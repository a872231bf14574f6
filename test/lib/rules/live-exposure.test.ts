import fc from 'fast-check';
import { type Backend, checkExposureChange } from '../../../lib/rules/live-exposure';

// Rejected changes are in test/mistakes/rules.ts.

const web: Backend = { healthPath: '/ready', name: 'web', nodePort: 30_080, port: 8080, weight: 100 };
const next: Backend = { healthPath: '/healthy', name: 'web-next', nodePort: 30_180, port: 8080, weight: 0 };

describe('live exposure', () => {
  it('can be added and removed as a whole', () => {
    expect(checkExposureChange([], [web])).toEqual([]);
    expect(checkExposureChange([web], [])).toEqual([]);
  });

  it('can change through a variant, in steps of which each is accepted', () => {
    const changed = { ...web, healthPath: '/healthy', nodePort: 30_081, port: 9090 };
    const steps: readonly (readonly Backend[])[] = [
      [web],
      [web, next],
      [
        { ...web, weight: 0 },
        { ...next, weight: 100 },
      ],
      [
        { ...changed, weight: 0 },
        { ...next, weight: 100 },
      ],
      [changed, next],
      [changed],
    ];
    for (const [index, step] of steps.entries())
      expect(checkExposureChange(steps[index - 1] ?? step, step)).toEqual([]);
  });

  it('can change its weights at any time', () => {
    const weight = fc.integer({ max: 100, min: 0 });
    fc.assert(
      fc.property(weight, weight, (before, after) => {
        const shared = (share: number) => [
          { ...web, weight: 100 - share },
          { ...next, weight: share },
        ];
        expect(checkExposureChange(shared(before), shared(after))).toEqual([]);
      }),
    );
  });
});
