import fc from 'fast-check';
import { seconds } from '../../../../../lib/core/units';
import {
  burnRates,
  errorBudget,
  errorRatio,
  minAvailability,
} from '../../../../../lib/operators/prometheus/rules/burn-rates';
import { rulesOf } from '../../../../support/alerts/rules';

/** Thousandths of a percent, from the lowest availability to 99.999 percent. */
const thousandths = fc.integer({ max: 99_999, min: minAvailability * 1000 });
const factors = fc.constantFrom(...burnRates.map(({ factor }) => factor));
const month = 30 * 86_400;

describe('burn rates', () => {
  test('error budget: is the decimal number, without errors of binary fractions', () => {
    expect([99.9, 99.95, 99.99, 99, 95].map(errorBudget)).toEqual([0.001, 0.0005, 0.0001, 0.01, 0.05]);
    const wrong = Array.from(
      { length: 100_000 - minAvailability * 1000 },
      (_, index) => minAvailability * 1000 + index,
    ).filter((availability) => errorBudget(availability / 1000) !== (100_000 - availability) / 100_000);
    expect(wrong).toEqual([]);
  });

  test('error ratio of exactly the budget: is reported by no alert', () => {
    fc.assert(
      fc.property(thousandths, factors, (availability, factor) => {
        const permitted = (100_000 - availability) / 100_000;
        expect(permitted > errorRatio(availability / 1000, factor)).toBe(false);
      }),
    );
  });

  test('error ratio of one: is reported by every alert', () => {
    fc.assert(
      fc.property(thousandths, factors, (availability, factor) => {
        expect(1 > errorRatio(availability / 1000, factor)).toBe(true);
      }),
    );
  });

  test('lowest availability: is the lowest percentage that an outage of all requests exceeds', () => {
    expect(errorRatio(minAvailability, 14.4)).toBeLessThan(1);
    expect(errorRatio(minAvailability - 1, 14.4)).toBeGreaterThan(1);
  });

  test('used budget: is 2, 5, 10 and 10 percent when an alert fires', () => {
    const used = burnRates.map(({ factor, long }) => Math.round(((factor * seconds(long)) / month) * 1000) / 10);
    expect(used).toEqual([2, 5, 10, 10]);
  });

  test('short window: is a twelfth of the long one', () => {
    expect(burnRates.map(({ long, short }) => seconds(long) / seconds(short))).toEqual([12, 12, 12, 12]);
  });

  test('severity: is critical if the budget is used up within days, and warning if later', () => {
    const severities = rulesOf('service-level')
      .filter(({ labels }) => labels?.['window'] !== undefined)
      .map(({ alert, labels }) => [alert, labels?.['window'], labels?.['severity']]);
    expect(severities).toEqual([
      ['ErrorBudgetBurnsFast', '1h', 'critical'],
      ['ErrorBudgetBurnsFast', '6h', 'critical'],
      ['ErrorBudgetBurnsSlowly', '1d', 'warning'],
      ['ErrorBudgetBurnsSlowly', '3d', 'warning'],
    ]);
  });

  test('recording rules: exist for each window that an alert reads, under level:metric:operations', () => {
    const rules = rulesOf('service-level');
    const recorded = rules.flatMap(({ record }) => record ?? []);
    const read = rules.flatMap(({ alert, expr }) =>
      alert === undefined ? [] : [...expr.matchAll(/service:\w+:\w+/g)].map(([name]) => name),
    );
    expect(recorded.filter((name) => !/^service:request_errors:ratio_rate\d+[mhd]$/.test(name))).toEqual([]);
    expect([...new Set(read)].sort()).toEqual([...recorded].sort());
  });
});
