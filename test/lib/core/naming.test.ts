import fc from 'fast-check';
import { checkName, type ResourceKind, physicalName } from '../../../lib/core/naming';

/** Limits as AWS and Kubernetes document them, independent of the library's own list. */
const maxLengths: Record<ResourceKind, number> = {
  'environment': 16,
  'vpc': 255,
  'load-balancer': 32,
  'target-group': 32,
  'launch-template': 125,
  'auto-scaling-group': 255,
  'security-group': 255,
  'iam-role': 64,
  'db-instance': 63,
  's3-bucket': 63,
  'namespace': 63,
  'deployment': 46,
  'cron-job': 52,
  'job': 52,
  'daemon-set': 57,
  'addon': 63,
  'metacontroller': 43,
  'event-rule': 64,
  'service': 63,
  'endpoint': 63,
  'config-map': 253,
  'secret': 253,
  'secret-store': 253,
  'priority-class': 253,
  'alertmanager': 39,
  'prometheus': 40,
  'prometheus-rule': 147,
  'rabbitmq-cluster': 45,
  'elasticsearch-cluster': 36,
};
const kinds = fc.constantFrom(...(Object.keys(maxLengths) as ResourceKind[]));
const parts = fc.array(fc.stringMatching(/^[a-z][a-z0-9]{0,120}$/), { maxLength: 4, minLength: 1 });

describe('physical name', () => {
  it('length: is within the limit of its kind', () => {
    fc.assert(
      fc.property(kinds, parts, (kind, written) => {
        expect(physicalName(kind, ...written).length).toBeLessThanOrEqual(maxLengths[kind]);
      }),
    );
  });

  it('parts: are joined by hyphens if they fit', () => {
    fc.assert(
      fc.property(kinds, parts, (kind, written) => {
        const whole = written.join('-');
        fc.pre(whole.length <= maxLengths[kind]);
        expect(physicalName(kind, ...written)).toBe(whole);
      }),
    );
  });

  it('cut name: is valid, even if it is cut at a hyphen', () => {
    const strict = fc.constantFrom<ResourceKind>(
      'db-instance',
      'target-group',
      'load-balancer',
      'deployment',
      's3-bucket',
    );
    fc.assert(
      fc.property(strict, fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 20, minLength: 5 }), (kind, cut) => {
        expect(checkName(kind, physicalName(kind, ...cut))).toEqual([]);
      }),
    );
  });

  it('cut names: differ if their ends differ', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (one, other) => {
        fc.pre(one !== other);
        const start = 'production-public-data-transfer-scheduler';
        expect(physicalName('target-group', start, one)).not.toBe(physicalName('target-group', start, other));
      }),
    );
  });

  it('cut name: has no double hyphen', () => {
    expect(physicalName('target-group', 'production-public-of-us', 'scheduler')).toMatch(
      /^production-public-of-us-[0-9a-f]{8}$/,
    );
  });

  it('cut name: ends in eight digits of a hash', () => {
    expect(physicalName('target-group', 'production-public', 'dts-scheduler', 'abc123')).toMatch(
      /^production-public-dts-s-[0-9a-f]{8}$/,
    );
  });
});

describe('name check', () => {
  it.each<[ResourceKind, string]>([
    ['environment', 'Lab'],
    ['environment', 'lab-'],
    ['environment', '1lab'],
    ['vpc', 'my vpc'],
    ['load-balancer', '-web'],
    ['load-balancer', 'internal-web'],
    ['target-group', 'a_b'],
    ['launch-template', 'no space'],
    ['launch-template', 'a'],
    ['auto-scaling-group', 'a:b'],
    ['security-group', 'naïve'],
    ['security-group', 'sg-web'],
    ['iam-role', 'a/b'],
    ['db-instance', 'lab--postgres'],
    ['s3-bucket', 'State_Bucket'],
    ['namespace', '--'],
    ['deployment', '2fast'],
    ['cron-job', 'Night'],
    ['job', 'migrate_1'],
    ['daemon-set', 'agent-'],
    ['service', 'web.v2'],
    ['config-map', 'Web'],
    ['secret', 'Web'],
    ['priority-class', 'Data'],
    ['alertmanager', 'Main'],
    ['prometheus', 'k8s_main'],
    ['rabbitmq-cluster', 'broker_ha'],
  ])("%s: '%s' is invalid, and the hint suggests a valid name", (kind, name) => {
    const found = checkName(kind, name);
    expect(found).toMatchObject([{ id: 'resource-name', setting: 'name' }]);
    const [, suggested = ''] = /'([^']*)'$/.exec(found[0]?.hint ?? '') ?? [];
    expect(checkName(kind, suggested)).toEqual([]);
  });

  it.each(Object.entries(maxLengths) as [ResourceKind, number][])(
    '%s: has at most %i characters',
    (kind, maxLength) => {
      const longest = 'a'.repeat(maxLength);
      expect(checkName(kind, longest)).toEqual([]);
      expect(checkName(kind, `${longest}bc`, 'label')).toMatchObject([
        { id: 'resource-name-length', setting: 'label', hint: 'shorten it by 2' },
      ]);
    },
  );
});
