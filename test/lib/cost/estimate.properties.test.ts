import fc from 'fast-check';
import { instanceTypes } from '../../../lib/aws/compute/instance-types';
import { sum } from '../../../lib/cost/estimate';
import { costDifference } from '../../../lib/cost/difference';
import { estimateResources, groupResources } from '../../support/cost';

const size = fc.integer({ max: 16_384, min: 1 });
const type = fc.constantFrom(...Object.keys(instanceTypes));
const counts = fc.tuple(fc.nat(50), fc.nat(50)).map(([min, more]) => ({ max_size: min + more, min_size: min }));

/** Resources of many types without references to each other. */
const resource = fc.oneof(
  fc.record({ size, type: fc.constant('gp3') }).map((body) => ({ body, type: 'aws_ebs_volume' })),
  fc
    .record({
      internal: fc.boolean(),
      load_balancer_type: fc.constantFrom('application', 'network'),
      subnets: fc.array(fc.string()),
    })
    .map((body) => ({ body, type: 'aws_lb' })),
  fc.record({ allocated_storage: size, backup_retention_period: fc.nat(35), multi_az: fc.boolean() }).map((body) => ({
    body: { ...body, instance_class: 'db.t4g.medium', storage_type: 'gp3' },
    type: 'aws_db_instance',
  })),
  fc
    .constantFrom('aws_eip', 'aws_iam_role', 'aws_kms_key', 'aws_nat_gateway')
    .map((free) => ({ body: {}, type: free })),
);

function named(resources: readonly { readonly body: object; readonly type: string }[], prefix: string) {
  const all: Record<string, Record<string, object>> = {};
  for (const [index, one] of resources.entries()) (all[one.type] ??= {})[`${prefix}${index}`] = one.body;
  return all;
}

function merged(a: Record<string, Record<string, object>>, b: Record<string, Record<string, object>>) {
  const types = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(types.map((key) => [key, { ...a[key], ...b[key] }]));
}

test('estimate: is additive', () => {
  fc.assert(
    fc.property(fc.array(resource), fc.array(resource), (some, others) => {
      const [a, b] = [named(some, 'a'), named(others, 'b')];
      const [alone, other, both] = [a, b, merged(a, b)].map((resources) => sum(estimateResources(resources).items));
      expect(both?.min).toBeCloseTo((alone?.min ?? NaN) + (other?.min ?? NaN), 6);
      expect(both?.max).toBeCloseTo((alone?.max ?? NaN) + (other?.max ?? NaN), 6);
    }),
  );
});

test('estimate: the maximum is at least the minimum, and the minimum is not negative', () => {
  fc.assert(
    fc.property(counts, type, size, fc.nat(60), fc.nat(100), (group, instance, disk, base, share) => {
      const policy = {
        instances_distribution: { on_demand_base_capacity: base, on_demand_percentage_above_base_capacity: share },
        launch_template: { override: [{ instance_type: instance }] },
      };
      const template = { block_device_mappings: [{ ebs: { volume_size: disk, volume_type: 'gp3' } }] };
      const mixed = { ...group, mixed_instances_policy: policy };
      const { items, notPriced } = estimateResources(
        groupResources('general', mixed, { ...template, instance_type: instance }),
      );
      expect(notPriced).toEqual([]);
      const { min, max } = sum(items);
      expect(min).toBeGreaterThanOrEqual(0);
      expect(max).toBeGreaterThanOrEqual(min);
    }),
  );
});

test('estimate: is monotonic in volumes, backups and instances', () => {
  fc.assert(
    fc.property(size, size, fc.nat(35), counts, fc.nat(20), (storage, more, days, group, added) => {
      const cost = (gibi: number, kept: number, extra: number) =>
        sum([
          ...estimateResources({
            aws_db_instance: {
              a: {
                allocated_storage: gibi,
                backup_retention_period: kept,
                instance_class: 'db.m6g.large',
                storage_type: 'gp3',
              },
            },
          }).items,
          ...estimateResources(
            groupResources(
              'general',
              { max_size: group.max_size + extra, min_size: group.min_size + extra },
              { instance_type: 'm6i.large' },
            ),
          ).items,
        ]).min;
      expect(cost(storage + more, days, 0)).toBeGreaterThan(cost(storage, days, 0));
      expect(cost(storage, days + 1, 0)).toBeGreaterThan(cost(storage, days, 0));
      expect(cost(storage, days, added)).toBeGreaterThanOrEqual(cost(storage, days, 0));
    }),
  );
});

test('estimate: lists unknown instance types as not priced', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), counts, (unknown, group) => {
      fc.pre(!Object.hasOwn(instanceTypes, unknown));
      const { items, notPriced } = estimateResources(
        groupResources('general', { ...group, max_size: group.max_size + 1 }, { instance_type: unknown }),
      );
      expect(items).toEqual([]);
      expect(notPriced).toEqual([`aws_autoscaling_group.general: no price for ${unknown}`]);
    }),
  );
});

test('cost difference: is empty in both directions or in neither', () => {
  fc.assert(
    fc.property(fc.array(resource), fc.array(resource), (some, others) => {
      const [a, b] = [{ one: estimateResources(named(some, 'a')) }, { one: estimateResources(named(others, 'b')) }];
      expect(costDifference(a, a)).toBe('');
      expect(costDifference(a, b) === '').toBe(costDifference(b, a) === '');
    }),
  );
});
