import { type Estimate, estimateStack } from '../../../lib/cost/estimate';
import { costDifference } from '../../../lib/cost/difference';
import { groupResources, stackJson } from '../../support/cost';

function nodes(min: number, max = min, type = 'm6i.xlarge'): Estimate {
  return {
    cluster: estimateStack(
      stackJson(groupResources('general', { max_size: max, min_size: min }, { instance_type: type })),
    ),
  };
}

describe('cost difference', () => {
  it('difference: is empty without a change, and for new names', () => {
    expect(costDifference(nodes(3), nodes(3))).toBe('');
    const key = (name: string) => ({ data: estimateStack(stackJson({ aws_kms_key: { [name]: {} } })) });
    expect(costDifference(key('old'), key('new'))).toBe('');
  });

  it('difference: has an amount and its cause', () => {
    expect(costDifference(nodes(3), nodes(6))).toBe('+$469 a month (+3 m6i.xlarge)');
    expect(costDifference(nodes(6), nodes(3))).toBe('-$469 a month (-3 m6i.xlarge)');
  });

  it('difference: is a range if minimum and maximum differ', () => {
    expect(costDifference(nodes(3, 9), nodes(3, 12))).toBe('+$0 to +$469 a month (+0 to +3 m6i.xlarge)');
  });

  it('causes: begin with the most expensive one', () => {
    expect(costDifference(nodes(3), nodes(3, 3, 'c5.xlarge'))).toBe('-$48 a month (-3 m6i.xlarge, +3 c5.xlarge)');
  });

  it('causes: have GB as their unit', () => {
    const disk = (size: number) => ({
      data: estimateStack(stackJson({ aws_ebs_volume: { a: { size, type: 'gp3' } } })),
    });
    expect(costDifference(disk(1000), disk(2500))).toBe('+$132 a month (+1,500 GB EBS gp3)');
  });

  it('causes: are at most four, and the number of others', () => {
    const all = { aws_cloudwatch_metric_alarm: { a: {} }, aws_eip: { a: {} }, aws_kms_key: { a: {} } };
    const more = { aws_nat_gateway: { a: {} }, aws_route53_zone: { a: {} }, aws_secretsmanager_secret: { a: {} } };
    expect(costDifference({}, { network: estimateStack(stackJson({ ...all, ...more })) })).toBe(
      '+$41 a month (+1 NAT gateways, +1 public addresses, +1 keys, +1 DNS zones, and 2 more)',
    );
  });

  it('not priced: lists new resources without a price', () => {
    expect(costDifference(nodes(3), nodes(3, 3, 'm9z.xlarge'))).toBe(
      '-$469 a month (-3 m6i.xlarge, not priced: aws_autoscaling_group.general: no price for m9z.xlarge)',
    );
    expect(costDifference(nodes(3, 3, 'm9z.xlarge'), nodes(3, 3, 'm9z.xlarge'))).toBe('');
  });

  it('price: another price of the same quantity is a cause', () => {
    const item = { each: 10, kind: 'keys', min: 2, max: 2 };
    const at = (each: number) => ({ data: { items: [{ ...item, each }], notPriced: [] } });
    expect(costDifference(at(10), at(12))).toBe('+$4 a month (keys at a different price)');
  });
});
