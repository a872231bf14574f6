import { checkDeletions } from './deletion-guard';

const line = 'terraform data aws_db_instance.database_primary';
const before = new Map([['lab/ADDRESSES', `kubernetes lab Service web\n${line}\n`]]);
const after = new Map([['lab/ADDRESSES', 'kubernetes lab Service web\n']]);

describe('deletion guard', () => {
  it('rejects the removal of an address that stores data', () => {
    const found = checkDeletions(before, after, []);
    expect(found.map(({ id, path, source }) => [id, path, source])).toEqual([
      ['stateful-removal', line, 'test/golden/lab/ADDRESSES'],
    ]);
  });

  it('accepts a removal with a reason, in its environment only', () => {
    const removal = { address: line, environment: 'lab', owner: 'platform', reason: 'moved to the shared server' };
    expect(checkDeletions(before, after, [removal])).toEqual([]);
    const elsewhere = [...before, ['staging/ADDRESSES', ''] as const];
    const found = checkDeletions(new Map(elsewhere), after, [{ ...removal, environment: 'staging' }]);
    expect(found.map(({ id }) => id)).toEqual(['stateful-removal']);
  });

  it('accepts an entry whose removal is accepted already', () => {
    const removal = { address: line, environment: 'lab', owner: 'platform', reason: 'moved' };
    expect(checkDeletions(after, after, [removal])).toEqual([]);
  });

  it.each([
    ['an unknown environment', { environment: 'prod' }, 'unused-removal'],
    ['an address that stores no data', { address: 'nothing' }, 'unused-removal'],
    ['an address that is kept', {}, 'unused-removal'],
    ['no reason', { address: `${line}-old`, reason: ' ' }, 'removal-reason'],
    ['no owner', { address: `${line}-old`, owner: '' }, 'removal-reason'],
  ])('rejects an entry with %s', (_, own, id) => {
    const removal = { address: line, environment: 'lab', owner: 'platform', reason: 'moved', ...own };
    const found = checkDeletions(before, before, [removal]);
    expect(found.map((each) => [each.id, each.source])).toEqual([[id, 'test/allowed-deletions.ts → [0]']]);
  });

  it('accepts an entry for an Auto Scaling group', () => {
    const address = 'terraform cluster aws_autoscaling_group.node-group-batch_auto-scaling-group-a';
    const removal = { address, environment: 'lab', owner: 'platform', reason: 'emptied by hand' };
    expect(checkDeletions(before, before, [removal])).toEqual([]);
  });

  it('accepts the removal of other addresses', () => {
    expect(checkDeletions(before, new Map([['lab/ADDRESSES', `${line}\n`]]), [])).toEqual([]);
  });
});
