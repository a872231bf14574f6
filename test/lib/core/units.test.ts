import fc from 'fast-check';
import {
  checkDays,
  type Duration,
  days,
  gibibytes,
  goDuration,
  isAmount,
  maxDuration,
  mebibytes,
  mebibytesPerSecond,
  millicores,
  parseQuantity,
  seconds,
} from '../../../lib/core/units';

const amounts = fc.integer({ max: 10_000, min: 1 });
const durations = fc
  .tuple(amounts, fc.constantFrom('s', 'm', 'h', 'd'))
  .map(([amount, unit]): Duration => `${amount}${unit as 's'}`);

describe('amounts', () => {
  it.each<[Duration, number]>([
    ['30s', 30],
    ['15m', 900],
    ['2h', 7200],
    ['7d', 604_800],
    ['1.5m', 90],
    ['0s', 0],
  ])('duration %s: is %d seconds', (duration, expected) => {
    expect(seconds(duration)).toBe(expected);
  });

  it('days, cores and bytes: have the units of the APIs', () => {
    expect([days('14d'), days('36h')]).toEqual([14, 1.5]);
    expect([millicores('250m'), millicores('2'), millicores('0.5')]).toEqual([250, 2000, 500]);
    expect([mebibytes('512Mi'), mebibytes('2Gi'), gibibytes('20Gi')]).toEqual([512, 2048, 20]);
    expect([mebibytesPerSecond('125Mi/s'), mebibytesPerSecond('1.5Mi/s')]).toEqual([125, Number.NaN]);
  });

  it('products: have no error of binary fractions', () => {
    expect([millicores('2.01'), millicores('0.07'), seconds('1.1h'), mebibytes('0.1Gi')]).toEqual([
      2010, 70, 3960, 102.4,
    ]);
  });

  it.each<[Duration, string]>([
    ['30s', '30s'],
    ['1d', '24h'],
    ['1.5d', '36h'],
  ])('duration %s: is %s for Go', (duration, expected) => {
    expect(goDuration(duration)).toBe(expected);
  });

  it.each([
    ['250m', 0.25],
    ['2e9', 2e9],
    ['2E-3', 0.002],
    ['2E', 2e18],
    ['500000u', 0.5],
    ['100n', 1e-7],
    ['0.001Pi', 1_125_899_906_842.624],
    ['.5', 0.5],
    ['5.', 5],
    ['-1', -1],
    ['+1Ki', 1024],
    [3, 3],
    ['1 Gi', Number.NaN],
    ['1GB', Number.NaN],
    ['1K', Number.NaN],
    ['', Number.NaN],
    ['1e', Number.NaN],
  ])('quantity %s: is %d', (quantity, expected) => {
    expect(parseQuantity(quantity)).toBe(expected);
  });

  it('units: larger and smaller ones are equivalent', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(seconds(`${amount}m`)).toBe(seconds(`${amount * 60}s`));
        expect(seconds(`${amount}h`)).toBe(seconds(`${amount * 60}m`));
        expect(seconds(`${amount}d`)).toBe(seconds(`${amount * 24}h`));
        expect(mebibytes(`${amount}Gi`)).toBe(mebibytes(`${amount * 1024}Mi`));
        expect(millicores(`${amount}`)).toBe(millicores(`${amount * 1000}m`));
      }),
    );
  });
});

describe('amount check', () => {
  it.each([
    ['40Gi', ['Gi'], true],
    ['0.5Gi', ['Gi'], true],
    ['250m', ['m', ''], true],
    ['2', ['m', ''], true],
    ['0Gi', ['Gi'], false],
    ['-1Gi', ['Gi'], false],
    ['40G', ['Gi'], false],
    ['40', ['Gi'], false],
    ['Gi', ['Gi'], false],
    ['40 Gi', ['Gi'], false],
    ['1e3Mi', ['Mi'], false],
    ['40Gi\n', ['Gi'], false],
    ['', [''], false],
  ])("'%s' in the units %j: %s", (text, units, expected) => {
    expect(isAmount(text, units)).toBe(expected);
  });
});

describe('maximum of durations', () => {
  it('maximum: is one of them, and none of them is longer', () => {
    fc.assert(
      fc.property(fc.array(durations, { minLength: 1 }), (all) => {
        const maximum = maxDuration(all);
        expect(all).toContain(maximum);
        expect(all.filter((duration) => seconds(duration) > seconds(maximum))).toEqual([]);
      }),
    );
  });

  it('maximum: compares time and not digits, and is 0s for none', () => {
    expect(maxDuration(['90s', '2m', '100s'])).toBe('2m');
    expect(maxDuration([])).toBe('0s');
  });
});

describe('day check', () => {
  const check = (value: Duration) => checkDays('retention', 'retention', value, { max: 30, min: 7, suggested: 14 });

  it.each<Duration>(['7d', '14d', '30d'])('%s: is valid', (value) => {
    expect(check(value)).toEqual([]);
  });

  it.each<Duration>(['6d', '31d', '7.5d', '336h', '0d'])('%s: is invalid', (value) => {
    expect(check(value)).toMatchObject([{ id: 'retention', setting: 'retention' }]);
  });

  it('maximum: may be left out', () => {
    expect(checkDays('retention', 'retention', '9999d', { min: 1, suggested: 7 })).toEqual([]);
  });
});
