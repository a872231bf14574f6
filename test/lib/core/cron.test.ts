import fc from 'fast-check';
import { checkCron, checkTimeZone } from '../../../lib/core/cron';

const accepted = (expression: string) => checkCron(expression, 'schedule').length === 0;

describe('cron expression', () => {
  it('cron expression: accepts everything that its five fields allow', () => {
    const field = (from: number, to: number) =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ max: 9, min: 1 }).map((step) => `*/${step}`),
        fc
          .tuple(fc.integer({ max: to, min: from }), fc.integer({ max: to, min: from }))
          .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
        fc.array(fc.integer({ max: to, min: from }), { maxLength: 4, minLength: 1 }).map((list) => list.join(',')),
      );
    const valid = fc.oneof(
      fc.tuple(field(0, 59), field(0, 23), field(1, 29), field(1, 12), fc.constantFrom('*', '*/1', '1,*')),
      fc.tuple(field(0, 59), field(0, 23), fc.constantFrom('*', '*/1'), field(1, 12), field(0, 6)),
    );
    fc.assert(fc.property(valid, (fields) => expect(accepted(fields.join(' '))).toBe(true)));
  });

  it.each(['0 7 * * MON-FRI', '0 0 1 jan *'])("cron expression: accepts '%s'", (expression) => {
    expect(accepted(expression)).toBe(true);
  });

  it.each([
    ['0 0 31 2 *', false],
    ['0 0 30,31 feb *', false],
    ['0 0 31 4,6,9,11 *', false],
    ['0 0 31 */11 *', true],
    ['0 0 29 2 *', true],
    ['0 0 28-31 2 *', true],
    ['0 0 1-7 * 1', false],
    ['0 0 */2 * 1', false],
    ['0 0 */2 * *', true],
    ['0 0 5/5 * *', true],
  ])("cron expression: '%s' has days that come, of the month or of the week: %s", (expression, isRight) => {
    expect(checkCron(expression, 'schedule').map(({ id }) => id)).toEqual(isRight ? [] : ['cron-days']);
  });

  it('cron expression: a time zone is named in its own setting', () => {
    const [found] = checkCron('CRON_TZ=UTC 0 3 * * *', 'schedule');
    expect([found?.id, found?.hint]).toEqual(['cron-schedule', expect.stringContaining('timeZone')]);
  });

  it.each([
    '60 * * * *',
    '* -1 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 7',
    '5-2 * * * *',
    '1- * * * *',
    '*/0 * * * *',
    '1/2/3 * * * *',
    '1-2-3 * * * *',
    ' * * * *',
    'jan * * * *',
    '0 0 7 * * *',
    '@daily',
    '',
  ])("cron expression: rejects '%s' once", (expression) => {
    expect(checkCron(expression, 'schedule').map(({ id, setting }) => [id, setting])).toEqual([
      ['cron-schedule', 'schedule'],
    ]);
  });
});

describe('time zone', () => {
  it.each<[string, boolean, boolean]>([
    ['Europe/Berlin', true, true],
    ['Etc/UTC', true, true],
    ['America/Argentina/Buenos_Aires', true, true],
    ['CET', true, false],
    ['GB-Eire', true, false],
    ['EST5EDT', true, false],
    ['Etc/GMT+5', true, true],
    ['Europe/Berln', false, false],
    ['Mars/Base', false, false],
    ['Europe/berlin', false, false],
    ['EUROPE/BERLIN', false, false],
    ['Local', false, false],
    ['', false, false],
    ['europe/berlin', false, false],
    ['+02:00', false, false],
  ])("time zone: '%s' for Kubernetes %s, for EC2 Auto Scaling %s", (timeZone, kubernetes, autoScaling) => {
    expect(checkTimeZone(timeZone, 'timeZone').length === 0).toBe(kubernetes);
    expect(checkTimeZone(timeZone, 'timeZone', { requireArea: true }).length === 0).toBe(autoScaling);
  });
});
