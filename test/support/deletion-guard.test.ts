import { checkDeletions } from './deletion-guard';

const line = 'terraform data aws_db_instance.database_primary';
const before = new Map([['lab/ADDRESSES', `kubernetes lab Service web\n${line}\n`]]);
const after = new Map([['lab/ADDRESSES', 'kubernetes lab Service web\n']]);

describe('deletion guard', () => {
  it('rejects the removal of an address that stores data', () => {
    const found = checkDeletions(before, after, []);
    expect(found.map(({ id, path, source }) => [id, path, source])).toEqual([
      ['stateful-removal', `lab: ${line}`, 'test/golden/lab/ADDRESSES'],
    ]);
  });

  it('accepts a removal with a reason, in its environment only', () => {
    const removal = { address: line, environment: 'lab', owner: 'platform', reason: 'moved to the shared server' };
    expect(checkDeletions(before, after, [removal])).toEqual([]);
    expect(checkDeletions(before, after, [{ ...removal, environment: 'staging' }])).toHaveLength(1);
  });

  it('accepts the removal of other addresses', () => {
    expect(checkDeletions(before, new Map([['lab/ADDRESSES', `${line}\n`]]), [])).toEqual([]);
  });
});
