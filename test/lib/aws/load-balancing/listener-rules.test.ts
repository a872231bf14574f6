import { checkListenerRule, type ListenerRule } from '../../../../lib/aws/load-balancing/listener-rules';

const web: ListenerRule = {
  host: 'app.imp.example',
  paths: ['/*'],
  priority: 10,
  service: 'web',
  targetGroups: 1,
  targets: 18,
};

/** Findings of each of some rules, which are added to one load balancer in this order. */
function findings(...rules: readonly Partial<ListenerRule>[]): string[][] {
  const loadBalancer = {};
  return rules.map((rule) =>
    checkListenerRule(loadBalancer, { ...web, ...rule }).map(({ id, setting }) => `${id} at ${String(setting)}`),
  );
}

describe('listener rules', () => {
  it('priority: is unique, and a clash is reported once with both services', () => {
    const loadBalancer = {};
    expect(checkListenerRule(loadBalancer, web)).toEqual([]);
    const [clash, ...more] = checkListenerRule(loadBalancer, { ...web, host: 'api.imp.example', service: 'api' });
    expect([clash?.id, clash?.setting, more]).toEqual(['listener-rule-priority', 'exposure.priority', []]);
    expect(clash?.message).toContain('web and api');
  });

  it.each<[string, Partial<ListenerRule>, Partial<ListenerRule>]>([
    ['first', {}, { paths: ['/v1/*', '/v2'], priority: 20, service: 'api' }],
    ['last', { paths: ['/v1/*'], priority: 20, service: 'api' }, {}],
  ])('reachability: reports a rule behind a wider one that is added %s', (_, first, second) => {
    expect(findings(first, second)).toEqual([[], ['listener-rule-unreachable at exposure.priority']]);
  });

  it.each<[string, Partial<ListenerRule>, Partial<ListenerRule>]>([
    ['a narrower rule before a wider one', {}, { paths: ['/v1/*'], priority: 5 }],
    ['another host', {}, { host: 'api.imp.example', priority: 20 }],
    ['paths that another rule has in part', { paths: ['/v1/*'] }, { paths: ['/v?/orders', '/v2/*'], priority: 20 }],
  ])('reachability: accepts %s', (_, first, second) => {
    expect(findings(first, second)).toEqual([[], []]);
  });

  it('reachability: reports one of several paths, and once', () => {
    const shadowed = { paths: ['/v1/orders', '/v2/*'], priority: 20, service: 'api' };
    expect(findings({ paths: ['/v1/*'] }, shadowed, { paths: ['/v1/o*'], priority: 15 })).toEqual([
      [],
      ['listener-rule-unreachable at exposure.priority'],
      ['listener-rule-unreachable at exposure.priority'],
    ]);
  });

  it('reachability: reports a rule whose requests several other rules match together', () => {
    expect(findings({ paths: ['/'] }, { paths: ['/?*'], priority: 20 }, { paths: ['/*'], priority: 30 })).toEqual([
      [],
      [],
      ['listener-rule-unreachable at exposure.priority'],
    ]);
  });

  it('rules: are compared within their own load balancer', () => {
    expect([...findings({}), ...findings({})]).toEqual([[], []]);
  });

  it.each<[string, Partial<ListenerRule>, Partial<ListenerRule>, string[]]>([
    ['100 target groups', { targetGroups: 98 }, { targetGroups: 2 }, []],
    ['101 target groups', { targetGroups: 98 }, { targetGroups: 3 }, ['load-balancer-quota at loadBalancer']],
    ['1000 targets', { targets: 500 }, { targets: 500 }, []],
    ['1001 targets', { targets: 500 }, { targets: 501 }, ['load-balancer-quota at nodeGroups']],
  ])('quota: %s', (_, first, second, expected) => {
    const other = { host: 'api.imp.example', priority: 20, service: 'api' };
    const third = { host: 'other.imp.example', priority: 30, service: 'other', targetGroups: 0, targets: 0 };
    // A third rule does not report the quota again.
    expect(findings(first, { ...other, ...second }, third)).toEqual([[], expected, []]);
  });

  it('quota: 101 rules', () => {
    const many = Array.from({ length: 102 }, (_, index) => ({
      host: `h${index}.imp.example`,
      priority: index + 1,
      targetGroups: 0,
      targets: 0,
    }));
    expect(findings(...many).flat()).toEqual(['load-balancer-quota at loadBalancer']);
  });
});
