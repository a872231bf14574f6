import type { Diagnostic } from '../../../lib/core/diagnostics';
import { applyWaivers, matches, type SourcedWaiver } from '../../../lib/rules/waiver';

// Rejected waivers are in test/mistakes/rules.ts.

const diagnostic: Diagnostic = {
  id: 'rabbitmq-quorum',
  path: 'lab-40-data/rabbitmq',
  message: 'replicas must be odd and at least 3; got 1',
  source: 'environments/lab.ts → rabbitmq.replicas',
  hint: 'set replicas to 3',
};
const waiver: SourcedWaiver = {
  rule: 'rabbitmq-quorum',
  construct: 'lab-40-data/rabbitmq',
  reason: 'messages in the lab may be lost',
  owner: 'platform',
  source: 'environments/lab.ts → waivers[0]',
};

describe('waiver', () => {
  it('removes the diagnostic of its rule and construct, and no other', () => {
    const others = [
      { ...diagnostic, id: 'rabbitmq-storage' },
      { ...diagnostic, path: 'production-40-data/rabbitmq' },
    ];
    expect(applyWaivers([diagnostic, ...others], [waiver])).toEqual(others);
    expect(matches(waiver, diagnostic)).toBe(true);
  });

  it('removes all diagnostics of its rule at its construct', () => {
    expect(applyWaivers([diagnostic, { ...diagnostic, source: 'elsewhere' }], [waiver])).toEqual([]);
  });

  it('suggests the rule or construct that was meant', () => {
    const misspelt = { ...waiver, rule: 'rabitmq-quorum' };
    expect(applyWaivers([diagnostic], [misspelt]).at(-1)?.hint).toContain('did you mean rabbitmq-quorum?');
    const elsewhere = { ...waiver, construct: 'lab-40-data/rabitmq' };
    expect(applyWaivers([diagnostic], [elsewhere]).at(-1)?.hint).toContain('did you mean lab-40-data/rabbitmq?');
  });
});
