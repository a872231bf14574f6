import type { Diagnostic } from '../../../lib/core/diagnostics';
import { matches, applyWaivers, type SourcedWaiver } from '../../../lib/rules/waiver';

const problem: Diagnostic = {
  path: 'lab-40-data/broker',
  message: 'a broker has at least 3 nodes, got 1',
  source: 'environments/lab.ts → rabbitmq.replicas',
  hint: 'write 3',
  id: 'rabbitmq-quorum',
};
const waiver: SourcedWaiver = {
  rule: 'rabbitmq-quorum',
  construct: 'lab-40-data/broker',
  reason: 'what is queued in the lab may be lost',
  owner: 'platform',
  source: 'environments/lab.ts → waivers',
};
const unused = {
  path: 'lab-40-data/broker',
  message: "a waiver is of use, got one of 'rabbitmq-quorum' that waives nothing",
  source: 'environments/lab.ts → waivers',
  hint: 'delete the waiver, or correct its rule and construct',
};
const silent = {
  path: 'lab-40-data/broker',
  message: "a waiver has a reason and an owner, got one of 'rabbitmq-quorum' without",
  source: 'environments/lab.ts → waivers',
  hint: 'say why the rule need not hold here, and who answers for it',
};

describe('a waiver', () => {
  it('takes away the problem of its rule and construct, and no other', () => {
    const others = [
      { ...problem, id: 'other' },
      { ...problem, path: 'production-40-data/broker' },
    ];
    expect(applyWaivers([problem, ...others], [waiver])).toEqual(others);
    expect(matches(waiver, problem)).toBe(true);
  });

  it('never covers a problem that names no rule: a mistake cannot be waived', () => {
    const { path, message, source, hint } = problem;
    const mistake = { path, message, source, hint };
    expect(applyWaivers([mistake], [waiver])).toEqual([mistake, unused]);
  });

  it('is a problem itself when there is nothing left for it to waive', () => {
    expect(applyWaivers([], [waiver])).toEqual([unused]);
  });

  it.each([
    ['reason', { reason: ' ' }],
    ['owner', { owner: '' }],
  ])('without %s is a problem even when it is of use', (_, part) => {
    expect(applyWaivers([problem], [{ ...waiver, ...part }])).toEqual([silent]);
  });

  it('of one rule leaves the problems of another rule at the same construct', () => {
    const storage = { ...problem, id: 'rabbitmq-storage' };
    expect(applyWaivers([problem, storage], [waiver])).toEqual([storage]);
  });

  it('covers all problems of its rule at its construct', () => {
    expect(applyWaivers([problem, { ...problem, source: 'elsewhere' }], [waiver])).toEqual([]);
  });
});
