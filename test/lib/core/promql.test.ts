import { checkPromql } from '../../../lib/core/promql';
import { invalidQueries, validQueries } from '../../support/alerts/promql-samples';

// `npm run integration -- monitoring` compares it with promtool.

describe('PromQL', () => {
  test.each(validQueries)('%s: is accepted', (query) => {
    expect(checkPromql(query, 'query')).toEqual([]);
  });

  test.each(invalidQueries)('%s: is refused', (query) => {
    expect(checkPromql(query, 'query')).toMatchObject([{ id: 'promql', setting: 'query' }]);
  });

  test('type: is the expected one', () => {
    expect(checkPromql('scalar(x)', 'query', 'scalar')).toEqual([]);
    expect(checkPromql('x[5m]', 'query', 'matrix')).toEqual([]);
    expect(checkPromql('"a"', 'query', 'string')).toEqual([]);
    expect(checkPromql('x', 'query', 'scalar')[0]?.message).toContain('this is an instant vector');
  });
});
