import { type Estimate, estimateStack } from '../../../lib/cost/estimate';
import { costDifference } from '../../../lib/cost/difference';
import { groupOf, stackOf } from '../../support/cost';

function machines(min: number, max = min, type = 'm6i.xlarge'): Estimate {
  return {
    cluster: estimateStack(stackOf(groupOf('general', { max_size: max, min_size: min }, { instance_type: type }))),
  };
}

describe('what a change costs', () => {
  it('is nothing where nothing changes, and where only names do', () => {
    expect(costDifference(machines(3), machines(3))).toBe('');
    const key = (name: string) => ({ data: estimateStack(stackOf({ aws_kms_key: { [name]: {} } })) });
    expect(costDifference(key('old'), key('new'))).toBe('');
  });

  it('is an amount and its cause', () => {
    expect(costDifference(machines(3), machines(6))).toBe('+$469 a month (+3 m6i.xlarge)');
    expect(costDifference(machines(6), machines(3))).toBe('-$469 a month (-3 m6i.xlarge)');
  });

  it('is from the least to the most where they differ', () => {
    expect(costDifference(machines(3, 9), machines(3, 12))).toBe('+$0 to +$469 a month (+0 to +3 m6i.xlarge)');
  });

  it('names what goes and what comes, the dearest first', () => {
    expect(costDifference(machines(3), machines(3, 3, 'c5.xlarge'))).toBe('-$48 a month (-3 m6i.xlarge, +3 c5.xlarge)');
  });

  it('counts GB as GB', () => {
    const disk = (size: number) => ({ data: estimateStack(stackOf({ aws_ebs_volume: { a: { size, type: 'gp3' } } })) });
    expect(costDifference(disk(1000), disk(2500))).toBe('+$132 a month (+1,500 GB disks gp3)');
  });

  it('names four causes, and how many more there are', () => {
    const all = { aws_cloudwatch_metric_alarm: { a: {} }, aws_eip: { a: {} }, aws_kms_key: { a: {} } };
    const more = { aws_nat_gateway: { a: {} }, aws_route53_zone: { a: {} }, aws_secretsmanager_secret: { a: {} } };
    expect(costDifference({}, { network: estimateStack(stackOf({ ...all, ...more })) })).toBe(
      '+$41 a month (+1 NAT gateways, +1 public addresses, +1 keys, +1 DNS zones, and 2 more)',
    );
  });

  it('says what has no price any more, once', () => {
    expect(costDifference(machines(3), machines(3, 3, 'm9z.xlarge'))).toBe(
      '-$469 a month (-3 m6i.xlarge, not priced: aws_autoscaling_group.general: no price of m9z.xlarge)',
    );
    expect(costDifference(machines(3, 3, 'm9z.xlarge'), machines(3, 3, 'm9z.xlarge'))).toBe('');
  });

  it('is told where the same things cost something else', () => {
    const item = { each: 10, kind: 'keys', min: 2, max: 2 };
    const at = (each: number) => ({ data: { items: [{ ...item, each }], notPriced: [] } });
    expect(costDifference(at(10), at(12))).toBe('+$4 a month (keys at another price)');
  });
});
