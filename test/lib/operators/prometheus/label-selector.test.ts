import { matchesLabels } from '../../../../lib/operators/prometheus/label-selector';

type Operator = 'DoesNotExist' | 'Exists' | 'In' | 'NotIn';

const labels = { app: 'api', team: 'shop' };

const selects = (key: string, operator: Operator, ...values: string[]) =>
  matchesLabels({ matchExpressions: [{ key, operator, values }] }, labels);

describe('matchesLabels', () => {
  test('no conditions: everything', () => {
    expect(matchesLabels({}, labels)).toBe(true);
    expect(matchesLabels({})).toBe(true);
  });

  test('all conditions must be met', () => {
    const matchExpressions = [{ key: 'team', operator: 'In', values: ['shop'] }] as const;
    expect(matchesLabels({ matchExpressions, matchLabels: { app: 'api' } }, labels)).toBe(true);
    expect(matchesLabels({ matchExpressions, matchLabels: { app: 'web' } }, labels)).toBe(false);
    expect(matchesLabels({ matchExpressions, matchLabels: { app: 'api' } }, { app: 'api' })).toBe(false);
  });

  test('In and NotIn: a label that is missing has none of the values', () => {
    expect(selects('team', 'In', 'shop', 'pay')).toBe(true);
    expect(selects('team', 'In', 'pay')).toBe(false);
    expect(selects('zone', 'In', 'a')).toBe(false);
    expect(selects('team', 'NotIn', 'shop')).toBe(false);
    expect(selects('team', 'NotIn', 'pay')).toBe(true);
    expect(selects('zone', 'NotIn', 'a')).toBe(true);
  });

  test('Exists and DoesNotExist: the value is of no matter', () => {
    expect(selects('team', 'Exists')).toBe(true);
    expect(selects('zone', 'Exists')).toBe(false);
    expect(selects('team', 'DoesNotExist')).toBe(false);
    expect(selects('zone', 'DoesNotExist')).toBe(true);
  });
});
