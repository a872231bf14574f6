import { checkTags, type Tags } from '../../../../lib/aws/stack/tags';

const settings = (tags: Tags) => checkTags(tags).map(({ setting }) => (Array.isArray(setting) ? setting[1] : setting));

describe('tags of a stack', () => {
  it.each<Tags>([
    { team: 'payments' },
    { 'cost-center': '42' },
    { 'acme:owner': 'a.b@example.com' },
    { Straße: 'Köln 1' },
    { empty: '' },
    { ['k'.repeat(128)]: 'v'.repeat(256) },
  ])('%p: is accepted', (tags) => {
    expect(checkTags(tags)).toEqual([]);
  });

  it.each([
    'environment',
    'Environment',
    'stack',
    'managed-by',
    'Name',
    'aws:owner',
    'AWS:owner',
    'kubernetes.io/cluster/lab',
    'k8s.io/cluster-autoscaler/enabled',
    '',
    ' team',
    'team#1',
    'a\nb',
    'k'.repeat(129),
  ])('key %p: is rejected', (key) => {
    expect(settings({ [key]: 'x' })).toEqual([key]);
  });

  it.each(['v'.repeat(257), 'a,b', 'x\n', '<b>'])('value %p: is rejected', (value) => {
    expect(settings({ team: value })).toEqual(['team']);
  });

  it('keys that differ in case only: are rejected once', () => {
    expect(settings({ Team: 'a', team: 'b' })).toEqual(['team']);
  });

  it('more tags than constructs leave room for: are rejected', () => {
    const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, 'x']));
    expect([settings(tags(30)), settings(tags(31))]).toEqual([[], ['tags']]);
  });
});
