import fc from 'fast-check';
import { checkName, type Kind, physicalName } from '../../../lib/core/naming';

/** What AWS and Kubernetes document, written down a second time so that a slip in either place shows. */
const longest: Record<Kind, number> = {
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
  'service': 63,
  'config-map': 253,
  'rabbitmq-cluster': 45,
};
const kinds = fc.constantFrom(...(Object.keys(longest) as Kind[]));
const parts = fc.array(fc.stringMatching(/^[a-z][a-z0-9]{0,120}$/), { maxLength: 4, minLength: 1 });

describe('a physical name', () => {
  it('is never longer than its kind allows, and always the same for the same parts', () => {
    fc.assert(
      fc.property(kinds, parts, (kind, written) => {
        expect(physicalName(kind, ...written).length).toBeLessThanOrEqual(longest[kind]);
        expect(physicalName(kind, ...written)).toBe(physicalName(kind, ...written));
      }),
    );
  });

  it('is its parts joined by hyphens as long as they fit', () => {
    fc.assert(
      fc.property(kinds, parts, (kind, written) => {
        const whole = written.join('-');
        fc.pre(whole.length <= longest[kind]);
        expect(physicalName(kind, ...written)).toBe(whole);
      }),
    );
  });

  it('stays a good name when it is cut, even where the cut falls on a hyphen', () => {
    const strict = fc.constantFrom<Kind>('db-instance', 'target-group', 'load-balancer', 'deployment', 's3-bucket');
    fc.assert(
      fc.property(strict, fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 20, minLength: 5 }), (kind, cut) => {
        expect(checkName(kind, physicalName(kind, ...cut))).toEqual([]);
      }),
    );
  });

  it('stays apart from another long one that begins alike', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (one, other) => {
        fc.pre(one !== other);
        const start = 'production-public-data-transfer-scheduler';
        expect(physicalName('target-group', start, one)).not.toBe(physicalName('target-group', start, other));
      }),
    );
  });

  it('has no hyphen too many where it is cut behind one', () => {
    expect(physicalName('target-group', 'production-public-of-us', 'scheduler')).toMatch(
      /^production-public-of-us-[0-9a-f]{8}$/,
    );
  });

  it('ends in eight digits of a hash when it is cut', () => {
    expect(physicalName('target-group', 'production-public', 'dts-scheduler', 'abc123')).toMatch(
      /^production-public-dts-s-[0-9a-f]{8}$/,
    );
  });
});

describe('a name that a person chose', () => {
  const dnsName = 'lower-case letters, digits and hyphens, starting with a letter and ending with a letter or digit';
  const dns = 'lower-case letters, digits and hyphens, starting and ending with a letter or digit';

  it.each<[Kind, string, string, string]>([
    ['environment', 'Lab', dnsName, 'lab'],
    ['environment', 'lab-', dnsName, 'lab'],
    ['environment', '1lab', dnsName, 'lab'],
    ['vpc', 'my vpc', 'letters, digits and _.:/=+-@', 'my-vpc'],
    ['load-balancer', '-web', 'letters, digits and inner hyphens, not starting with internal-', 'web'],
    ['target-group', 'a_b', 'letters, digits and inner hyphens', 'a-b'],
    ['launch-template', 'no space', 'letters, digits and ().-/_, at least 3', 'no-space'],
    ['auto-scaling-group', 'a:b', 'letters, digits and ._/-', 'a-b'],
    ['security-group', 'naïve', 'letters, digits and ._-:/()#,@[]+=&;{}!$*, not starting with sg-', 'na-ve'],
    ['iam-role', 'a/b', 'letters, digits and _+=,.@-', 'a-b'],
    [
      'db-instance',
      'lab--postgres',
      'letters, digits and hyphens, starting with a letter, lower case, no two hyphens together',
      'lab-postgres',
    ],
    ['s3-bucket', 'State_Bucket', 'lower-case letters, digits, dots and hyphens', 'state-bucket'],
    ['namespace', '--', dns, 'web'],
    ['deployment', '2fast', dnsName, 'fast'],
    ['service', 'web.v2', dnsName, 'web-v2'],
    ['config-map', 'Web', 'lower-case letters, digits, dots and hyphens', 'web'],
    ['rabbitmq-cluster', 'broker_ha', dnsName, 'broker-ha'],
  ])("of the kind %s may not be '%s'", (kind, name, allowed, suggestion) => {
    expect(checkName(kind, name)).toEqual([
      {
        setting: 'name',
        message: `${kind === 'environment' || kind.startsWith('auto') || kind.startsWith('iam') ? 'an' : 'a'} ${kind} name is ${allowed}, got '${name}'`,
        hint: `rename it, for example to '${suggestion}'`,
      },
    ]);
    expect(checkName(kind, suggestion)).toEqual([]);
  });

  it.each<[Kind, string]>([
    ['load-balancer', 'internal-web'],
    ['security-group', 'sg-web'],
  ])("of the kind %s is offered a good one instead of '%s'", (kind, name) => {
    const offered = /'(.*)'$/.exec(checkName(kind, name)[0]?.hint ?? '')?.[1] ?? '';
    expect(checkName(kind, offered)).toEqual([]);
  });

  it.each(Object.entries(longest) as [Kind, number][])('of the kind %s has at most %i characters', (kind, most) => {
    const fits = 'a'.repeat(most);
    expect(checkName(kind, fits)).toEqual([]);
    expect(checkName(kind, `${fits}bc`, 'label')).toEqual([
      {
        setting: 'label',
        message: `${kind === 'environment' || kind.startsWith('auto') || kind.startsWith('iam') ? 'an' : 'a'} ${kind} name has at most ${most} characters, got '${fits}bc' (${most + 2})`,
        hint: 'shorten it by 2',
      },
    ]);
  });
});
