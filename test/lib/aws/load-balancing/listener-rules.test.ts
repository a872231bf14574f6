import { checkBeside, type ListenerRule } from '../../../../lib/aws/load-balancing/listener-rules';

const web: ListenerRule = {
  host: 'app.imp.example',
  paths: ['/*'],
  priority: 10,
  service: 'web',
  targetGroups: 1,
  targets: 18,
};

/** What is said of each of some rules, in the order in which they are written. */
function said(...rules: readonly Partial<ListenerRule>[]): string[][] {
  const loadBalancer = {};
  return rules.map((rule) => checkBeside(loadBalancer, { ...web, ...rule }).map(({ message: text }) => text));
}

describe('the rules of a load balancer', () => {
  it('have priorities of their own', () => {
    const loadBalancer = {};
    expect(checkBeside(loadBalancer, web)).toEqual([]);
    expect(checkBeside(loadBalancer, { ...web, host: 'api.imp.example', service: 'api' })).toEqual([
      {
        hint: 'choose a free number, and leave the older service as it is',
        message: "a priority is used once on a load balancer, got 10, which is web's",
        setting: 'priority',
      },
    ]);
  });

  it('are all reached', () => {
    const loadBalancer = {};
    expect(checkBeside(loadBalancer, web)).toEqual([]);
    expect(checkBeside(loadBalancer, { ...web, paths: ['/v1/*', '/v2'], priority: 20, service: 'api' })).toEqual([
      {
        hint: 'give api a priority below 10, or web narrower paths',
        message:
          'a rule must be reached, got api (20) behind web (10), which takes all of app.imp.example/v1/* and /v2',
        setting: 'priority',
      },
    ]);
  });

  it('are all reached, whichever of them is written first', () => {
    const behind = 'a rule must be reached, got api (20) behind web (10), which takes all of app.imp.example/v1/*';
    expect(said({ paths: ['/v1/*'], priority: 20, service: 'api' }, {})).toEqual([[], [behind]]);
  });

  it.each<[string, Partial<ListenerRule>]>([
    ['the narrower one comes first', { paths: ['/v1/*'], priority: 5 }],
    ['the host is another', { host: 'api.imp.example', priority: 20 }],
  ])('say nothing where %s', (_, rule) => {
    expect(said({}, rule)).toEqual([[], []]);
  });

  it('say nothing where some paths are taken before, and some are not', () => {
    expect(said({ paths: ['/v1/*'] }, { paths: ['/v1/orders', '/v2/*'], priority: 20 })).toEqual([[], []]);
  });

  it('are compared with those of their own load balancer only', () => {
    expect([...said({}), ...said({})]).toEqual([[], []]);
  });

  it.each<[string, Partial<ListenerRule>, Partial<ListenerRule>, string[]]>([
    ['target groups', { targetGroups: 98 }, { targetGroups: 2 }, []],
    [
      'target groups',
      { targetGroups: 98 },
      { targetGroups: 3 },
      ['a load balancer has at most 100 target groups, got 101'],
    ],
    ['targets', { targets: 500 }, { targets: 500 }, []],
    [
      'targets',
      { targets: 500 },
      { targets: 501 },
      ['a load balancer has at most 1000 targets (a machine counts for each target group), got 1001'],
    ],
  ])('have as many %s as AWS allows: %j and %j', (_, first, second, findings) => {
    const other = { host: 'api.imp.example', priority: 20, service: 'api' };
    expect(said(first, { ...other, ...second })[1]).toEqual(findings);
  });

  it('are as many as AWS allows', () => {
    const many = Array.from({ length: 101 }, (_, index) => ({
      host: `h${index}.imp.example`,
      priority: index + 1,
      targetGroups: 0,
      targets: 0,
    }));
    expect(said(...many).flat()).toEqual(['a load balancer has at most 100 rules, got 101']);
  });
});
