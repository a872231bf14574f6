import { applyWaivers, matches } from '../../../lib/rules/waiver';
import { sampleWaiver as waiver, waivedDiagnostic as diagnostic } from '../../support/waiver';

// Rejected waivers are in test/mistakes/rules.ts.

describe('waiver', () => {
  it('removes the diagnostic of its check and construct, and no other', () => {
    const others = [
      { ...diagnostic, id: 'rabbitmq-storage' },
      { ...diagnostic, path: 'production-40-data/rabbitmq' },
    ];
    expect(applyWaivers([diagnostic, ...others], [waiver])).toEqual(others);
    expect(matches(waiver, diagnostic)).toBe(true);
  });

  it('removes all diagnostics of its check at its construct', () => {
    expect(applyWaivers([diagnostic, { ...diagnostic, source: 'elsewhere' }], [waiver])).toEqual([]);
  });

  it('suggests the check or construct that was meant', () => {
    const misspelt = { ...waiver, check: 'rabitmq-quorum' };
    expect(applyWaivers([diagnostic], [misspelt]).at(-1)?.hint).toContain('did you mean rabbitmq-quorum?');
    const elsewhere = { ...waiver, construct: 'lab-40-data/rabitmq' };
    expect(applyWaivers([diagnostic], [elsewhere]).at(-1)?.hint).toContain('did you mean lab-40-data/rabbitmq?');
  });
});
