import { estimateStack } from '../../../lib/cost/estimate';
import { costTable, summaryLine } from '../../../lib/cost/table';
import { groupResources, stackJson } from '../../support/cost';

const group = groupResources(
  'general',
  { max_size: 30, min_size: 3 },
  { block_device_mappings: [{ ebs: { volume_size: 100, volume_type: 'gp3' } }], instance_type: 'm6i.xlarge' },
);

describe('summary line', () => {
  const estimated = (min: number, max: number, notPriced: string[] = []) => ({
    data: { items: [{ each: 1, kind: 'keys', min: min, max: max }], notPriced },
    network: { items: [], notPriced: [] },
  });

  it('summary: is one amount or a range in whole dollars', () => {
    expect(summaryLine(estimated(1203.6, 1203.9))).toBe('$1,204 a month');
    expect(summaryLine(estimated(930.1, 1_178_000.4))).toBe('$930 to $1,178,000 a month');
    expect(summaryLine({})).toBe('$0 a month');
  });

  it('summary: counts resources without a price', () => {
    expect(summaryLine(estimated(930, 930, ['aws_lambda_function.hook: no price for this resource type']))).toBe(
      '$930 a month, 1 not priced',
    );
  });
});

describe('cost table', () => {
  const estimated = {
    network: estimateStack(stackJson({ aws_eip: { a: {}, b: {} }, aws_lambda_function: { hook: {} } })),
    cluster: estimateStack(stackJson(group)),
  };
  const lines = costTable('blue', estimated).split('\n');

  it('rows: stacks, their items by kind, and the total', () => {
    expect(lines.slice(0, 11)).toEqual([
      'blue: $502 to $4,958 a month, 1 not priced',
      '',
      'USD a month                            minimum    maximum',
      'cluster                                 495.06   4,950.60',
      '  EBS gp3            300 to 3,000 GB     26.40     264.00',
      '  m6i.xlarge                 3 to 30    468.66   4,686.60',
      '',
      'network                                   7.30       7.30',
      '  public addresses                 2      7.30       7.30',
      '',
      'total                                   502.36   4,957.90',
    ]);
  });

  it('footnotes: resources without a price, date of the prices, assumptions and exclusions', () => {
    const text = lines.slice(11).join('\n');
    expect(text).toContain('not priced: network aws_lambda_function.hook: no price for this resource type\n');
    expect(text).toMatch(/^Prices: AWS On-Demand list prices of \d{4}-\d\d-\d\d, without tax and discounts/m);
    expect(text).toMatch(/^Assumed: .*Spot at 50 % of On-Demand/m);
    expect(text).toMatch(/^Not included: data transfer/m);
    expect(text.endsWith('\n')).toBe(true);
  });

  it('not priced: is absent if everything has a price', () => {
    expect(costTable('blue', { cluster: estimated.cluster })).not.toContain('not priced');
  });
});
