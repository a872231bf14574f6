import { scheduleFault } from '../../../../lib/operators/elasticsearch/cron';

describe('schedule of snapshots', () => {
  test.each([
    '0 30 1 * * ?',
    '0 30 1 ? * *',
    '0 0 0/6 * * ?',
    '0 */15 * * * ?',
    '0 /20 * * * ?',
    '0 0,50 1 * * ?',
    '0 0 22-2 * * ?',
    '30 0 8-18/2 ? * mon-fri',
    '0 0 1 L * ?',
    '0 0 1 L-3 * ?',
    '0 0 1 LW * ?',
    '0 0 1 15W JAN,JUL ?',
    '0 0 1 ? * 6L',
    '0 0 1 ? * FRIL',
    '0 0 1 ? * 6#3',
    '0 0 1 ? * TUE#1 *',
    '0 0 1 ? * L',
    '0 0 1 29 FEB ?',
    '0\t0  1 31 1-12 ?',
  ])('schedule %j: is accepted', (schedule) => {
    expect(scheduleFault(schedule)).toBeUndefined();
  });

  test('schedule: the fault names the value', () => {
    expect(scheduleFault('0 30 25 * * ?')).toBe("'25' is no hours from 0 to 23");
  });
});
