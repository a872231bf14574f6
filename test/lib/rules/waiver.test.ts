import type { Problem } from '../../../lib/core/diagnostics';
import { covers, withoutWaived, type WrittenWaiver } from '../../../lib/rules/waiver';

const problem: Problem = {
  path: 'lab-40-data/broker',
  rule: 'a broker has at least 3 nodes, got 1',
  where: 'environments/lab.ts → broker.replicas',
  fix: 'write 3',
  id: 'rabbitmq-quorum',
};
const waiver: WrittenWaiver = {
  rule: 'rabbitmq-quorum',
  construct: 'lab-40-data/broker',
  reason: 'what is queued in the lab may be lost',
  owner: 'platform',
  where: 'environments/lab.ts → waivers',
};
const unused = {
  path: 'lab-40-data/broker',
  rule: "a waiver is of use, got one of 'rabbitmq-quorum' that waives nothing",
  where: 'environments/lab.ts → waivers',
  fix: 'delete the waiver, or correct its rule and construct',
};
const silent = {
  path: 'lab-40-data/broker',
  rule: "a waiver has a reason and an owner, got one of 'rabbitmq-quorum' without",
  where: 'environments/lab.ts → waivers',
  fix: 'say why the rule need not hold here, and who answers for it',
};

describe('a waiver', () => {
  it('takes away the problem of its rule and construct, and no other', () => {
    const others = [
      { ...problem, id: 'other' },
      { ...problem, path: 'production-40-data/broker' },
    ];
    expect(withoutWaived([problem, ...others], [waiver])).toEqual(others);
    expect(covers(waiver, problem)).toBe(true);
  });

  it('never covers a problem that names no rule: a mistake cannot be waived', () => {
    const { path, rule, where, fix } = problem;
    const mistake = { path, rule, where, fix };
    expect(withoutWaived([mistake], [waiver])).toEqual([mistake, unused]);
  });

  it('is a problem itself when there is nothing left for it to waive', () => {
    expect(withoutWaived([], [waiver])).toEqual([unused]);
  });

  it.each([
    ['reason', { reason: ' ' }],
    ['owner', { owner: '' }],
  ])('without %s is a problem even when it is of use', (_, part) => {
    expect(withoutWaived([problem], [{ ...waiver, ...part }])).toEqual([silent]);
  });

  it('of one rule leaves the problems of another rule at the same construct', () => {
    const storage = { ...problem, id: 'rabbitmq-storage' };
    expect(withoutWaived([problem, storage], [waiver])).toEqual([storage]);
  });

  it('covers all problems of its rule at its construct', () => {
    expect(withoutWaived([problem, { ...problem, where: 'elsewhere' }], [waiver])).toEqual([]);
  });
});
